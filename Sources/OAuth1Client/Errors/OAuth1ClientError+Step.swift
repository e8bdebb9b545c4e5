//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

extension OAuth1ClientError {
    /// A step of the OAuth flow, or a call.
    ///
    /// More steps may be added.
    public struct Step: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case fetchingRequestToken = "request token"
            case reading = "authorization"
            case fetchingAccessToken = "access token"
            case calling = "API call"
            case refreshing = "token refresh"
            case revoking = "token revocation"
            case exchanging = "token exchange"
            case echoing = "OAuth Echo"
        }

        private let backing: Backing

        private init(_ backing: Backing) {
            self.backing = backing
        }

        /// Fetching the request token (RFC 5849 section 2.1).
        public static let requestToken = Step(.fetchingRequestToken)
        /// Reading the callback with the user's decision (RFC 5849 section 2.2).
        public static let authorization = Step(.reading)
        /// Fetching the access token (RFC 5849 section 2.3).
        public static let accessToken = Step(.fetchingAccessToken)
        /// A call of a protected resource (RFC 5849 section 3).
        public static let call = Step(.calling)
        /// Refreshing an access token (OAuth Session 1.0 draft 1).
        public static let refresh = Step(.refreshing)
        /// Revoking an access token.
        public static let revocation = Step(.revoking)
        /// Exchanging credentials for an OAuth 2.0 token (RFC 6749 section 5.1).
        public static let tokenExchange = Step(.exchanging)
        /// Asking the service who a user is, with another application's proof (OAuth Echo).
        public static let echo = Step(.echoing)

        /// The step in words, for instance `request token`.
        public var description: String { backing.rawValue }

        /// The attempted step, as the subject of a sentence.
        var purpose: String {
            switch self {
            case .requestToken, .accessToken: "the token request"
            case .authorization: "the authorization"
            default: "the \(backing.rawValue)"
            }
        }

        init(_ operation: Operation) {
            switch operation {
            case .requestToken: self = .requestToken
            case .accessToken: self = .accessToken
            case .renewal: self = .refresh
            case .revocation: self = .revocation
            case .tokenExchange: self = .tokenExchange
            case .resource: self = .call
            }
        }

        init(_ step: OAuth1Service.Step) {
            switch step {
            case .requestToken: self = .requestToken
            case .accessToken: self = .accessToken
            case .renewToken: self = .refresh
            case .revokeToken: self = .revocation
            case .tokenExchange: self = .tokenExchange
            case .api: self = .call
            }
        }
    }

    /// The same error with the step and the URL that it does not have yet.
    func located(_ step: Step?, _ request: HTTPRequest? = nil) -> OAuth1ClientError {
        var error = self
        error.step = self.step ?? step
        error.url = url ?? request?.shownURL
        return error
    }
}
