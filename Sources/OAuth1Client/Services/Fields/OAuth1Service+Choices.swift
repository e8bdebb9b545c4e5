//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

extension OAuth1Service {
    /// How an application gets to call a service.
    public enum Flow: String, Sendable, Hashable, Codable, CaseIterable {
        /// Request token, the user's decision, access token (RFC 5849 section 2).
        case threeLegged
        /// The service hands out an access token on its pages.
        case staticToken
        /// Calls are signed by the client alone, without a token.
        case consumerOnly
        /// The user's name and password are exchanged for an access token.
        case xAuth
    }

    /// A request whose signature may differ for a service.
    public enum Step: String, Sendable, Hashable, Codable, CaseIterable {
        /// The request for a request token.
        case requestToken
        /// The request for an access token.
        case accessToken
        /// The request that refreshes an access token.
        case renewToken
        /// The request that revokes an access token.
        case revokeToken
        /// The request that exchanges credentials of OAuth 1.0a for an OAuth 2.0 token.
        case tokenExchange
        /// A call.
        case api
    }

    /// The method of a request that the service describes.
    public enum Method: String, Sendable, Hashable, Codable, CaseIterable {
        /// GET.
        case get = "GET"
        /// POST.
        case post = "POST"

        /// The method of the request.
        public var httpMethod: HTTPRequest.Method {
            switch self {
            case .get: .get
            case .post: .post
            }
        }
    }

    /// Whether there is a verifier, which OAuth 1.0a has and OAuth 1.0 has not.
    public enum Verifier: String, Sendable, Hashable, Codable, CaseIterable {
        /// The callback brings one, and the access token is not given without.
        case required
        /// There is none, and none is sent.
        case absent
    }

    /// How calls without a token look.
    public enum EmptyToken: String, Sendable, Hashable, Codable, CaseIterable {
        /// They have no `oauth_token`.
        case omit
        /// They have an `oauth_token` without a value.
        case sendEmpty
    }
}
