//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import Logging
import OAuth1

extension OAuth1ServerStores {
    /// Asks all three stores whether they can answer, for the readiness check of a load balancer.
    ///
    /// - Throws: The first store's error. Its text is for the operator's log, not for a response.
    public func checkReadiness() async throws {
        try await clients.checkReadiness()
        try await tokens.checkReadiness()
        try await nonces.checkReadiness()
    }

    /// The response to a readiness check: status 200 if all stores can answer, 503 otherwise, without the reason.
    ///
    /// - Parameter logger: Receives the reason if a store can't answer; `nil` for no log.
    /// - Returns: The response.
    public func readinessResponse(logger: Logger? = nil) async -> OAuth1ServerResponse {
        let isReady: Bool
        do {
            try await checkReadiness()
            isReady = true
        } catch {
            let error = OAuth1ServerError(error)
            logger?
                .error(
                    "A store of the provider is not ready",
                    metadata: ["error.type": "\(error.code)", "error.reason": "\(error.reason)"]
                )
            isReady = false
        }
        var fields = HTTPFields.noStore
        fields[.contentType] = "text/plain; charset=utf-8"
        if !isReady { fields[.retryAfter] = "5" }
        return OAuth1ServerResponse(
            HTTPResponse(status: isReady ? .ok : .serviceUnavailable, headerFields: fields),
            body: Array((isReady ? "ready\n" : "not ready\n").utf8)
        )
    }
}
