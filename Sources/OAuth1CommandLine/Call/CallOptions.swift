//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser

/// The options for how a request is sent, and where its response goes.
struct CallOptions: ParsableArguments {
    @Option(
        name: [.customShort("o"), .customLong("output")],
        help: ArgumentHelp(
            "A file for the body of the response. It is replaced when the whole body has arrived, or not at all.",
            valueName: "file"
        ),
        completion: .file()
    )
    var output: String?

    @Flag(name: [.customShort("i"), .customLong("include")], help: "Show status and header fields of the response.")
    var include = false

    @Flag(
        name: [.customShort("v"), .customLong("verbose")],
        help: "Show requests and responses on standard error, without secrets and signatures."
    )
    var verbose = false

    @Option(help: ArgumentHelp("The longest time for everything, in seconds.", valueName: "seconds"))
    var maxTime: Double?

    @Option(
        help: ArgumentHelp(
            "An HTTP proxy. Default: the variables https_proxy, http_proxy and no_proxy. A password belongs there.",
            valueName: "url"
        )
    )
    var proxy: String?

    @OptionGroup var trust: TrustOptions

    @Option(
        help: ArgumentHelp(
            "How often to send an idempotent request again if the connection failed, or the service said when to retry.",
            valueName: "count"
        )
    )
    var retry = 0

    @Flag(help: "Follow the links to the next page (Link: rel=next) within the origin, and print all pages.")
    var all = false

    @Option(help: ArgumentHelp("The most pages with --all. Default: 1000, and more are an error.", valueName: "count"))
    var maxPages: Int?

    @Flag(help: "Print a signed curl command and send nothing. The signature is accepted once, for some minutes.")
    var curl = false

    @Flag(help: "Send over http to other machines than this one. Others on the network can read and change everything.")
    var allowHTTP = false

    func validate() throws {
        if let maxTime, !(maxTime > 0 && maxTime <= 86_400) {
            throw ValidationError("--max-time must be greater than 0 and at most 86400 seconds, got \(maxTime).")
        }
        if !(0...20).contains(retry) { throw ValidationError("--retry must be between 0 and 20, got \(retry).") }
        if let maxPages {
            guard all else { throw ValidationError("--max-pages can only be used with --all.") }
            guard maxPages > 0 else { throw ValidationError("--max-pages must be greater than 0, got \(maxPages).") }
        }
        if let output, output.isEmpty { throw ValidationError("-o is empty. Pass the path of a file.") }
        let sending: [(String, Bool)] = [
            ("-o", output != nil), ("-i", include), ("-v", verbose), ("--max-time", maxTime != nil),
            ("--proxy", proxy != nil), ("--cacert", trust.cacert != nil), ("--retry", retry > 0), ("--all", all),
        ]
        if curl, let option = sending.first(where: \.1)?.0 {
            throw ValidationError(
                "\(option) can't be used with --curl, which sends nothing. Add curl's own options to the line."
            )
        }
    }
}
#endif
