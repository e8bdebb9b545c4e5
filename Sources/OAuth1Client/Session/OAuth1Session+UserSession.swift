//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1Session {
    /// Creates a session for one user, which remembers each step's credentials for the next.
    ///
    /// It starts logged in if this session has a token. A token that refreshes itself stays with the client.
    ///
    /// - Parameters:
    ///   - requestToken: The request token of a login whose user is at the service, from where it was stored.
    ///   - callback: Where the service sends the user after the decision (`oauth_callback`).
    ///   - store: Where the session saves its credentials after each step; nowhere by default. Use
    ///     ``userSession(restoringFrom:callback:)`` to load them, too.
    /// - Returns: The session.
    public func userSession(
        requestToken: OAuth1RequestToken? = nil,
        callback: OAuth1Callback = .outOfBand,
        savingTo store: (any OAuth1SessionStore)? = nil
    ) -> OAuth1UserSession {
        OAuth1UserSession(client.userSession(requestToken: requestToken, callback: callback, savingTo: store))
    }

    /// Creates a session for the user whose login a store has, and saves there after each step.
    ///
    /// - Parameters:
    ///   - store: The store. If it is empty the session starts logged out.
    ///   - callback: Where the service sends the user after the decision (`oauth_callback`).
    /// - Returns: The session.
    /// - Throws: The store's error.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func userSession(
        restoringFrom store: any OAuth1SessionStore,
        callback: OAuth1Callback = .outOfBand
    ) throws -> OAuth1UserSession {
        let client = client
        return OAuth1UserSession(
            try Blocking.run { try await client.userSession(restoringFrom: store, callback: callback) }
        )
    }
}
