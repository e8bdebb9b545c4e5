//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1IncomingRequest {
    /// The configuration for reading.
    public struct Configuration: Sendable, Hashable {
        /// How much of a request is read.
        public var limits: OAuth1Limits
        /// Whether form parameters that repeat parameters of the query count once.
        ///
        /// LTI 1.1 consumers repeat the launch URL's query in the form and sign it once.
        public var ignoresBodyDuplicatesOfQuery: Bool
        /// Whether `oauth_callback` and `oauth_verifier` may be in the form while all others are in the header.
        ///
        /// RFC 5849 section 3.5 requires them in one place. league/oauth1-client for PHP, and packages based on it, send the
        /// verifier in the form of the request for an access token. It is signed there like any parameter of a form. The
        /// provider accepts it at the token endpoints only, and never in both places.
        public var allowsCallbackAndVerifierInForm: Bool

        /// Creates a configuration.
        ///
        /// - Parameters:
        ///   - limits: How much of a request is read.
        ///   - ignoresBodyDuplicatesOfQuery: Whether form parameters that repeat parameters of the query count once.
        ///   - allowsCallbackAndVerifierInForm: Whether `oauth_callback` and `oauth_verifier` may be in the form while all
        ///     others are in the header.
        public init(
            limits: OAuth1Limits = OAuth1Limits(),
            ignoresBodyDuplicatesOfQuery: Bool = false,
            allowsCallbackAndVerifierInForm: Bool = false
        ) {
            self.limits = limits
            self.ignoresBodyDuplicatesOfQuery = ignoresBodyDuplicatesOfQuery
            self.allowsCallbackAndVerifierInForm = allowsCallbackAndVerifierInForm
        }
    }
}
