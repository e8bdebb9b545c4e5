//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1AuthorizationServer {
    /// What refreshes a new access token of a client, if anything does.
    func newSession(of client: OAuth1RegisteredClient, at now: Int64) -> OAuth1IssuedAccessToken.Session? {
        guard let renewal = configuration.renewal, client.allowsRenewal else { return nil }
        return OAuth1IssuedAccessToken.Session(
            handle: configuration.tokenGenerator.makeSecret(),
            expiresAt: renewal.authorizationLifetime.map { now + $0 },
            identifier: configuration.tokenGenerator.makeToken()
        )
    }

    /// The last second of a new access token, which does not outlast what refreshes it.
    func accessTokenEnd(_ session: OAuth1IssuedAccessToken.Session?, at now: Int64) -> Int64? {
        [configuration.accessTokenLifetime.map { now + $0 }, session?.expiresAt].compactMap(\.self).min()
    }

    /// Replaces an access token, at most once, for its client that shows the latest session handle.
    func renew(_ validated: ValidatedRequest) async throws -> OAuth1IssuedAccessToken {
        guard let token = validated.accessToken, let session = token.session, configuration.renewal != nil,
            validated.client.allowsRenewal,
            OAuth1Secret(validated.request.signedParameters["oauth_session_handle"] ?? "") == session.handle
        else {
            throw OAuth1ServerError(
                .sessionHandleRejected,
                "the session handle is not the latest one of the access token, or the token can't be refreshed: start the "
                    + "authorization again",
                parameter: "oauth_session_handle"
            )
        }
        let now = configuration.clock.now()
        if let end = session.expiresAt, end < now {
            throw OAuth1ServerError(
                .tokenExpired,
                "the authorization has expired: the user must allow access again",
                parameter: "oauth_session_handle"
            )
        }
        var new = token
        new.token = configuration.tokenGenerator.makeToken()
        new.secret = configuration.tokenGenerator.makeSecret()
        new.issuedAt = now
        new.session?.handle = configuration.tokenGenerator.makeSecret()
        // A session of before this was kept has none.
        new.session?.identifier = session.identifier ?? configuration.tokenGenerator.makeToken()
        new.expiresAt = accessTokenEnd(session, at: now)
        // What the client may no longer ask for does not live on.
        new.access = configuration.accessRules.access(of: token, of: validated.client)
        guard try await stores.tokens.replaceAccessToken(token.token, with: new) else {
            throw OAuth1ServerError(.tokenUsed, "the access token was already refreshed", parameter: "oauth_token")
        }
        configuration.audit(.refreshed, token: new.token, clientKey: new.clientKey, userID: new.userID)
        return new
    }
}
