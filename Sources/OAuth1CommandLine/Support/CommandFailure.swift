//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes
import OAuth1Client

/// A failure of a command, with the status to exit with.
///
/// It is shown without the usage of the command.
struct CommandFailure: Error, Equatable {
    /// The most bytes of another library's text.
    private static let maximumBytes = 2_000

    let status: ExitStatus
    /// The failure, without a period at the end, and without secrets.
    let reason: String
    /// What to do about it, as a sentence without the period, if anything is known.
    let advice: String?

    init(_ status: ExitStatus, _ reason: String, advice: String? = nil) {
        self.status = status
        self.reason = reason
        self.advice = advice
    }

    /// The failure as it is shown after the name of the tool.
    var text: String { advice.map { "\(reason). \($0)." } ?? reason }
}

extension CommandFailure {
    /// The failure of a step of the library.
    init(_ error: OAuth1ClientError) {
        self.init(ExitStatus(error), error.errorDescription ?? error.reason)
    }

    /// Any error that a command throws while it runs.
    init(running error: any Error) {
        switch error {
        case let failure as CommandFailure: self = failure
        case let error as OAuth1ClientError: self.init(error)
        case is CancellationError: self.init(.interrupted, "cancelled")
        default:
            // An error of a library, which could quote a request.
            let text = Redactor(hiding: []).redacted(Array("\(error)".utf8.prefix(CommandFailure.maximumBytes)))
            self.init(.failed, ServiceErrorText.printable(text, limit: CommandFailure.maximumBytes))
        }
    }
}

extension ExitStatus {
    /// The status of a failure of the library.
    init(_ error: OAuth1ClientError) {
        self =
            switch error.code {
            case .loginIncomplete: .loginRequired
            case .invalidConfiguration, .unsupportedByService, .insecureTransport: .usage
            case .transport: .tryLater
            case _ where error.status.map(ExitStatus.isTemporary) == true: .tryLater
            default: .failed
            }
    }

    /// Whether a response with this status may be another one a little later: rate limits and overloaded servers.
    static func isTemporary(_ status: HTTPResponse.Status) -> Bool {
        [408, 425, 429, 502, 503, 504].contains(status.code)
    }
}
#endif
