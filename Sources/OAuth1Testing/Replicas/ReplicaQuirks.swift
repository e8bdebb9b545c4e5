//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The requirements of a replica, from the service's documentation and not from the preset that it tests.
struct ReplicaQuirks: Sendable {
    /// A URL and what is insisted on there.
    struct Endpoint: Sendable {
        /// The URL without the query.
        let url: String
        /// The query that it must have.
        let query: OAuth1Parameters
        let rules: [ReplicaRule]

        init(_ url: String, _ rules: ReplicaRule...) {
            let parts = URLReference(url)
            self.url = parts.base
            self.query = OAuth1Parameters(formEncoded: parts.query ?? "")
            self.rules = rules
        }

        /// Whether a request is for this URL, or one below it.
        func matches(_ request: ReplicaRequest, below: Bool = false) -> Bool {
            guard request.url == url || (below && request.url.hasPrefix(url)) else { return false }
            return query.allSatisfy { request.query.values(for: $0.name) == [$0.value] }
        }
    }

    /// The edition of the protocol.
    enum Version: Sendable {
        /// OAuth 1.0: the callback on the consent page's URL, no verifier.
        case v10
        /// The callback on the consent page's URL, and a verifier.
        case callbackAtAuthorize
        /// OAuth 1.0a.
        case v10a
    }

    /// How an error of a token endpoint looks.
    enum ErrorStyle: Sendable {
        /// The Problem Reporting extension.
        case problem
        /// A JSON object and the same status.
        case json
        /// Status 200, and a JSON object for requests with `format=json`, for others a text that starts with "Error".
        case success
        /// Status 200 for calls, and a JSON object whose `meta.code` is the status; answers are in `data`.
        case meta
    }

    /// How a call of a user is recognized.
    enum Call: Sendable {
        /// By the signature with an access token.
        case signed
        /// By the signature of the client alone.
        case consumerOnly
        /// By the token secret in a header field.
        case bearer(HTTPField.Name)
        /// By an OAuth 2.0 token that was got for a signed request.
        case oauth2
    }

    /// How credentials of OAuth 1.0a are exchanged for an OAuth 2.0 token.
    enum TokenExchange: Sendable {
        /// The request is signed with the user's token.
        case signedByUser(Endpoint, says: String)
        /// The request is signed by the client alone.
        case signedByClient(Endpoint, says: String)
        /// The request is not signed, and has the user's token and its secret in a form. The client is authenticated as
        /// in OAuth 2.0.
        case form(Endpoint, says: String)

        var endpoint: Endpoint {
            switch self {
            case .signedByUser(let endpoint, _), .signedByClient(let endpoint, _), .form(let endpoint, _): endpoint
            }
        }

        /// What the response has besides the token: members of a JSON object.
        var says: String {
            switch self {
            case .signedByUser(_, let says), .signedByClient(_, let says), .form(_, let says): says
            }
        }
    }

    var name: String
    var methods: Set<OAuth1SignatureMethod.Name>
    var version: Version = .v10a
    var requestToken: Endpoint?
    var authorize: [Endpoint] = []
    /// The names of token and callback on the consent page's URL.
    var tokenName = "oauth_token"
    var callbackName = "oauth_callback"
    var accessToken: Endpoint?
    var isXAuth = false
    var tokenExchange: TokenExchange?
    var api: Endpoint
    var call: Call = .signed
    /// Whether calls without a user have an empty token.
    var takesEmptyToken = false
    /// Whether the client's secret is empty.
    var hasNoConsumerSecret = false
    var errors: ErrorStyle = .problem
    /// The callback's parameters after a denial; all of the provider's parameters if this is empty.
    var refusal: [String] = []
    /// Additional values of the token response.
    var says: OAuth1Parameters = []
    /// The call that shows who the user is, and its response as JSON; calls of other URLs get a fixed response.
    var profile: (url: String, response: String)?
}
