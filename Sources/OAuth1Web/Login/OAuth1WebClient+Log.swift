//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Logging
import OAuth1
import OAuth1Client

extension OAuth1WebClient {
    /// Writes the one line that each failed login has: its code and its cause.
    ///
    /// A failure that anyone may cause is a notice; one that the operator can fix is a warning.
    func log(_ failure: OAuth1LoginFailure) {
        let level: Logger.Level =
            switch failure.code {
            case .speculative: .debug
            case .denied, .replayed: .info
            case .service, .unavailable: .warning
            default: .notice
            }
        var metadata: Logger.Metadata = [
            "oauth1.service": "\(name)", "oauth1.login.result": "\(failure.code)",
        ]
        if let denial = failure.denial { metadata["oauth1.login.cause"] = "\(denial.reason.onOneLine(limit: 100))" }
        if let cause = failure.cause {
            metadata["oauth1.login.cause"] = "\("\(cause)".onOneLine(limit: 500))"
            switch cause {
            case let error as OAuth1ClientError: metadata["error.type"] = "\(error.code)"
            case let error as OAuth1WebError: metadata["error.type"] = "\(error.code)"
            default: break
            }
        }
        configuration.logger.log(level: level, "A login failed", metadata: metadata)
    }

    /// Writes what kind of error ended a login that is not the service's or the user's: those of stores, whose texts may
    /// have more in them than a log should.
    func log(thrown error: any Error) {
        guard !(error is CancellationError) else { return }
        configuration.logger.error(
            "A login failed with an error, for instance from the login store",
            metadata: [
                "oauth1.service": "\(name)", "oauth1.login.result": "error", "error.type": "\(type(of: error))",
            ]
        )
    }
}
