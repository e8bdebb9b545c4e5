//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

extension OAuth1ClientError {
    /// The error of a request that got no complete response.
    ///
    /// - Parameters:
    ///   - error: The transport's error.
    ///   - transport: The transport, which knows its HTTP library's errors.
    ///   - attempts: How often the request was sent.
    init(_ error: any Error, over transport: (any OAuth1Transport)?, attempts: Int) {
        let failure = transport?.failure(behind: error)
        var reason = failure?.reason ?? "no complete response arrived"
        if attempts > 1 {
            reason += ", on the last of \(attempts) attempts"
        } else if failure?.kind == .timeout {
            reason += ", on the only attempt"
        }
        self.init(
            .transport,
            reason,
            recoverySuggestion: failure?.suggestion
                ?? "Check host, port and network, and read the HTTP library's underlying error",
            transportFailure: failure,
            cause: error
        )
    }
}

extension OAuth1ClientError {
    /// The error of a response whose body broke off.
    init(brokenBy error: any Error, over transport: (any OAuth1Transport)?) {
        let failure = transport?.failure(behind: error)
        self.init(
            .transport,
            "the connection closed before the response was complete" + (failure.map { ": \($0.reason)" } ?? ""),
            recoverySuggestion: failure?.suggestion ?? "Try again: the connection to the service was lost",
            transportFailure: failure,
            cause: error
        )
    }

    /// The error of a response with a larger body than a limit allows, for transports.
    ///
    /// - Parameters:
    ///   - limit: The most bytes that the body may have.
    ///   - status: The status of the response.
    /// - Returns: The error.
    public static func responseTooLarge(limit: Int, status: HTTPResponse.Status? = nil) -> OAuth1ClientError {
        OAuth1ClientError(
            .responseTooLarge,
            "the response is larger than the limit of \(limit) bytes",
            recoverySuggestion:
                "Raise maximumResponseBytes or maximumTokenResponseBytes of OAuth1FlowOptions, or stream the "
                + "response",
            status: status
        )
    }
}
