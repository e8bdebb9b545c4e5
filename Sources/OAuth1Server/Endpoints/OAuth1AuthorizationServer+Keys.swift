//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import OAuth1

extension OAuth1AuthorizationServer {
    /// The secrets or keys with which a request must have been signed, for the diagnosis of a rejected one.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - endpoint: The endpoint that it was sent to.
    /// - Returns: The secrets, or `nil` if client or token is unknown.
    /// - Throws: The error of a store.
    package func verificationKey(
        of request: OAuth1IncomingRequest,
        at endpoint: OAuth1ServerEvent.Endpoint
    ) async throws -> OAuth1VerificationKey? {
        let purpose: SignedRequestValidator.Purpose =
            switch endpoint {
            case .requestToken: .requestToken
            case .accessToken: .accessToken
            case .renewToken: .renewal
            case .revokeToken: .revocation
            default: .resource(SignedRequestValidator.ResourceRules(allowsNoToken: true))
            }
        return try await validator.key(of: request, for: purpose)
    }
}
