//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// Which certificate authorities a command trusts.
struct TrustOptions: ParsableArguments {
    @Option(
        name: .customLong("cacert"),
        help: ArgumentHelp(
            "A PEM file with the only authorities to trust. On Apple platforms; Linux trusts the system's store.",
            valueName: "file"
        ),
        completion: .file()
    )
    var cacert: String?
}
#endif
