//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// How far one user's login has come, and the credentials of that step (RFC 5849 section 2).
///
/// A pure value: ``AsyncOAuth1UserSession`` and ``OAuth1UserSession`` hold one and change it as the login advances. It sends
/// nothing and checks nothing that ``OAuth1Flow`` checks.
public struct OAuth1LoginState: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The steps of a login.
    public enum Step: Sendable, Hashable {
        /// Nothing was fetched yet, or the user logged out.
        case loggedOut
        /// The session has a request token, and waits for the user's decision.
        case waitingForUser
        /// The user agreed; the access token can be fetched.
        case authorized
        /// The user declined.
        case denied
        /// The session has an access token.
        case loggedIn
    }

    private enum Credentials: Sendable, Equatable {
        case none
        case requestToken(OAuth1RequestToken)
        case authorization(OAuth1Authorization)
        case denial(OAuth1Denial)
        case accessToken(OAuth1AccessToken)
    }

    private var credentials: Credentials

    /// Creates the state before a login.
    public init() {
        credentials = .none
    }

    /// Creates the state of a login whose user is at the service, from a stored request token.
    ///
    /// - Parameter requestToken: The request token.
    public init(requestToken: OAuth1RequestToken) {
        credentials = .requestToken(requestToken)
    }

    /// Creates the state after a login, from a stored access token.
    ///
    /// - Parameter accessToken: The access token.
    public init(accessToken: OAuth1AccessToken) {
        credentials = .accessToken(accessToken)
    }

    /// The step that the login has reached.
    public var step: Step {
        switch credentials {
        case .none: .loggedOut
        case .requestToken: .waitingForUser
        case .authorization: .authorized
        case .denial: .denied
        case .accessToken: .loggedIn
        }
    }

    /// The request token, from the first step until it is exchanged.
    public var requestToken: OAuth1RequestToken? {
        switch credentials {
        case .requestToken(let token): token
        case .authorization(let authorization): authorization.requestToken
        case .none, .denial, .accessToken: nil
        }
    }

    /// The access token, after the last step.
    public var accessToken: OAuth1AccessToken? {
        if case .accessToken(let token) = credentials { token } else { nil }
    }

    /// The request token that the next step needs.
    ///
    /// - Returns: The request token.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/loginIncomplete`` if there is none, or
    ///   ``OAuth1ClientError/Code/authorizationDenied`` if the user declined.
    public func requiredRequestToken() throws -> OAuth1RequestToken {
        switch credentials {
        case .requestToken(let token):
            return token
        case .authorization(let authorization):
            return authorization.requestToken
        case .denial(let denial):
            // Throws: the case is a denial.
            return try OAuth1AuthorizationResponse.denied(denial).authorization().requestToken
        case .accessToken:
            throw OAuth1ClientError(
                .loginIncomplete,
                "this session is already logged in: its request token was exchanged",
                recoverySuggestion: "Call fetchRequestToken to log in again"
            )
        case .none:
            throw OAuth1ClientError(
                .loginIncomplete,
                "this session has no request token",
                recoverySuggestion: "Call fetchRequestToken first, or create the session with the request token that "
                    + "you stored"
            )
        }
    }

    /// The authorization with which the access token is fetched.
    ///
    /// - Parameter verifier: The verifier, if the user typed it in or it was read from the callback by other means. It
    ///   takes the place of the one that a parsed callback had.
    /// - Returns: The request token with the verifier.
    /// - Throws: ``OAuth1ClientError`` as ``requiredRequestToken()`` does.
    public func authorization(verifier: String? = nil) throws -> OAuth1Authorization {
        if verifier == nil, case .authorization(let authorization) = credentials { return authorization }
        return OAuth1Authorization(requestToken: try requiredRequestToken(), verifier: verifier)
    }

    /// Starts a login: whatever was there before is forgotten.
    ///
    /// - Parameter requestToken: The request token that the service issued.
    public mutating func start(_ requestToken: OAuth1RequestToken) {
        credentials = .requestToken(requestToken)
    }

    /// Remembers the user's decision.
    ///
    /// - Parameters:
    ///   - response: The decision, as the callback says it.
    ///   - requestToken: The request token that the callback was checked against.
    public mutating func decide(_ response: OAuth1AuthorizationResponse, for requestToken: OAuth1RequestToken) {
        guard isWaiting(for: requestToken) else { return }
        switch response {
        case .authorized(let authorization): credentials = .authorization(authorization)
        case .denied(let denial): credentials = .denial(denial)
        }
    }

    /// Completes the login.
    ///
    /// - Parameters:
    ///   - accessToken: The access token that the service issued.
    ///   - requestToken: The request token that was exchanged. If another login started meanwhile, that one stays.
    /// - Returns: Whether the access token is the session's now.
    public mutating func complete(_ accessToken: OAuth1AccessToken, exchanging requestToken: OAuth1RequestToken) -> Bool
    {
        guard isWaiting(for: requestToken) else { return false }
        credentials = .accessToken(accessToken)
        return true
    }

    private func isWaiting(for requestToken: OAuth1RequestToken) -> Bool { self.requestToken == requestToken }

    /// Shows the step and the token; secrets and verifiers are hidden.
    public var description: String {
        switch credentials {
        case .none, .denial: "OAuth1LoginState(\(step))"
        case .requestToken, .authorization: "OAuth1LoginState(\(step), token: \(requestToken?.token ?? ""))"
        case .accessToken(let token): "OAuth1LoginState(\(step), token: \(token.token))"
        }
    }

    /// A mirror that shows the step.
    public var customMirror: Mirror { Mirror(self, children: ["step": step]) }
}
