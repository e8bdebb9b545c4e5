//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// The content of the callback: the user's decision (RFC 5849 section 2.2).
public enum OAuth1AuthorizationResponse: Sendable, Equatable {
    /// The user agreed.
    case authorized(OAuth1Authorization)
    /// The user declined. This is not a failure: offer the login again, or continue without it.
    case denied(OAuth1Denial)

    /// The user's consent.
    ///
    /// - Returns: The authorization with which to fetch the access token.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/authorizationDenied`` if the user declined.
    public func authorization() throws -> OAuth1Authorization {
        switch self {
        case .authorized(let authorization):
            return authorization
        case .denied(let denial):
            throw OAuth1ClientError(
                .authorizationDenied,
                "the user declined (\(denial.reason))",
                recoverySuggestion:
                    "The user decided this: offer the login again, or continue without it",
                step: .authorization,
                problem: denial.problem
            )
        }
    }
}

/// A request token that the user authorized, with the proof of it.
///
/// The access token can be fetched with nothing else: so the request for it is signed with the request token's secret.
public struct OAuth1Authorization: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The request token.
    public let requestToken: OAuth1RequestToken
    /// The verifier (`oauth_verifier`), or `nil` with services older than OAuth 1.0a.
    public let verifier: String?
    /// All that the callback brought, in its order.
    public let parameters: OAuth1Parameters

    /// Creates an authorization, for instance with the verifier that the user typed in.
    ///
    /// - Parameters:
    ///   - requestToken: The request token.
    ///   - verifier: The verifier.
    ///   - parameters: All that the callback brought.
    public init(requestToken: OAuth1RequestToken, verifier: String?, parameters: OAuth1Parameters = []) {
        self.requestToken = requestToken
        self.verifier = verifier
        self.parameters = parameters
    }

    /// Shows the token; the verifier is a credential and is hidden.
    public var description: String { "OAuth1Authorization(token: \(requestToken.token), verifier: <redacted>)" }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror { Mirror(self, children: ["requestToken": requestToken]) }
}

/// The user's denial.
public struct OAuth1Denial: Sendable, Hashable {
    /// How the service says it, for instance `denied` or `oauth_problem=user_refused`.
    public let reason: String
    /// The report, if the service uses the Problem Reporting extension.
    public let problem: OAuth1Problem?

    /// Creates a rejection, for tests of what follows one.
    ///
    /// - Parameters:
    ///   - reason: How the service says it.
    ///   - problem: The report, if there is one.
    public init(reason: String, problem: OAuth1Problem? = nil) {
        self.reason = reason
        self.problem = problem
    }
}
