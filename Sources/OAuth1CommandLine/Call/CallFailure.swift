//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1Client

/// Errors of the library whose advice is an option of the command.
enum CallFailure {
    /// The error with the option that helps.
    static func explained(_ error: OAuth1ClientError) -> any Error {
        switch error.code {
        case .insecureTransport:
            CommandFailure(
                .usage,
                "expected an https URL, got \(error.url ?? "an http URL")",
                advice: "Over http, an attacker on the network can read and change the request. If the service has "
                    + "nothing else, add --allow-http"
            )
        case .responseTooLarge:
            CommandFailure(.failed, error.reason, advice: "Write it to a file with -o FILE, or to a pipe")
        default: error
        }
    }
}
#endif
