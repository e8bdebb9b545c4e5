//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The result of one request, for logs and metrics.
///
/// It has no secret, token, nonce, verifier or URL in it.
public struct OAuth1ServerEvent: Sendable, Hashable {
    /// The requested endpoint.
    public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case requestToken
            case authorize
            case accessToken
            case renewToken
            case xAuth
            case revokeToken
            case launch
            case grants
            case resource
        }

        private let backing: Backing

        /// The request-token endpoint.
        public static let requestToken = Endpoint(backing: .requestToken)
        /// The consent page, and the user's decision.
        public static let authorize = Endpoint(backing: .authorize)
        /// The access-token endpoint.
        public static let accessToken = Endpoint(backing: .accessToken)
        /// A request that refreshes an access token, at whichever path.
        public static let renewToken = Endpoint(backing: .renewToken)
        /// A request that exchanges a user's name and password for an access token (xAuth).
        public static let xAuth = Endpoint(backing: .xAuth)
        /// A request of a client that revokes its access token.
        public static let revokeToken = Endpoint(backing: .revokeToken)
        /// An LTI launch.
        public static let launch = Endpoint(backing: .launch)
        /// The page of a user's grants.
        public static let grants = Endpoint(backing: .grants)
        /// A protected resource.
        public static let resource = Endpoint(backing: .resource)

        /// Whether browsers open it, and its errors are pages for users.
        package var isPage: Bool { backing == .authorize || backing == .grants }

        /// The name.
        public var description: String { backing.rawValue }
    }

    /// The requested endpoint.
    public let endpoint: Endpoint
    /// Why it was rejected, or `nil` if it was not.
    public let error: OAuth1ServerError.Code?
    /// The consumer key, or `nil` as long as it is not known to be that of a client of ours.
    public let clientKey: String?

    /// Creates an event.
    package init(endpoint: Endpoint, error: OAuth1ServerError.Code?, clientKey: String?) {
        self.endpoint = endpoint
        self.error = error
        self.clientKey = clientKey
    }
}
