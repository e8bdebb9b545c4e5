//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server

extension OAuth1ServerStoreConformance {
    /// An access token of a user and a client, saved by an exchange.
    private func grant(_ name: String, user: String, client: String) async throws -> OAuth1IssuedAccessToken {
        var access = accessToken("grant-" + name)
        (access.userID, access.clientKey) = (user, client)
        var request = requestToken("for-" + name)
        request.clientKey = client
        try await stores.tokens.save(request)
        try expect(try await stores.tokens.exchangeRequestToken(request.token, for: access), "the exchange to succeed")
        return access
    }

    /// The tokens of users are listed and revoked, and never those of another user or client.
    func checkGrants() async throws {
        let store = stores.tokens
        let (user, client) = (run + "-User \u{E9}", run + "-Key")
        try expect(try await store.accessTokens(ofUser: user).isEmpty, "no tokens of an unknown user")
        try expect(
            try await store.revokeAccessTokens(ofUser: user, clientKey: client) == 0,
            "nothing to revoke of an unknown user"
        )
        let first = try await grant("1", user: user, client: client)
        let second = try await grant("2", user: user, client: client)
        let another = try await grant("3", user: user, client: client + "2")
        var others: [OAuth1IssuedAccessToken] = []
        for (index, text) in lookAlikes(of: user).enumerated() where !text.isEmpty {
            others.append(try await grant("user-\(index)", user: text, client: client))
        }
        for (index, text) in lookAlikes(of: client).enumerated() where !text.isEmpty {
            others.append(try await grant("client-\(index)", user: user + "-other", client: text))
        }
        let found = try await store.accessTokens(ofUser: user)
        try expect(found.count == 3, "the three access tokens of a user, got \(found.count)")
        for token in [first, second, another] {
            try expect(found.contains(token), "the access tokens of a user as they were saved")
        }
        try expect(
            try await store.accessTokens(ofUser: user, endingAfter: .min, atMostPerClient: 1).count == 2,
            "no more tokens of each client than the limit, and every client"
        )
        try expect(
            try await store.accessTokens(ofUser: user, endingAfter: .min, atMostPerClient: 0).isEmpty,
            "no tokens with a limit of 0"
        )
        for text in Self.strangeTexts { _ = try await store.accessTokens(ofUser: text) }

        try expect(
            try await store.revokeAccessTokens(ofUser: user, clientKey: client) == 2,
            "the two access tokens of a client to be revoked"
        )
        try expect(
            try await store.revokeAccessTokens(ofUser: user + "-other", clientKey: client) == 0,
            "nothing to revoke of a client whose key only resembles another one"
        )
        try expect(try await store.accessTokens(ofUser: user) == [another], "other clients to keep theirs")
        for token in [first, second] {
            try expect(try await store.accessToken(token.token) == nil, "no access token whose grant was revoked")
        }
        for token in others {
            try expect(try await store.accessToken(token.token) == token, "other users and clients to keep theirs")
            try await store.revokeAccessToken(token.token)
        }
        try expect(try await store.revokeAccessToken(another.token), "a revoked access token to have been there")
        try expect(try await !store.revokeAccessToken(another.token), "an access token to be revoked once")
        try expect(
            try await store.accessTokens(ofUser: user).isEmpty,
            "an access token that was revoked not to be listed"
        )
    }

    /// Tokens that have ended are not listed, and those that can be refreshed have not ended.
    func checkListedEnds() async throws {
        let store = stores.tokens
        let user = run + "-ends"
        var tokens: [OAuth1IssuedAccessToken] = []
        let ends: [(String, Int64, Int64?)] = [
            ("early", now + 10, nil), ("late", now + 20, nil), ("kept", now + 10, now + 20),
        ]
        for (name, end, refreshable) in ends {
            var token = accessToken("ends-" + name, expiresAt: end)
            token.userID = user
            token.session = refreshable.map { .init(handle: "handle", expiresAt: $0) }
            let request = requestToken("ends-" + name)
            try await store.save(request)
            try expect(try await store.exchangeRequestToken(request.token, for: token), "the exchange to succeed")
            tokens.append(token)
        }
        for (second, count) in [(now + 10, 3), (now + 11, 2), (now + 20, 2), (now + 21, 0)] {
            let found = try await store.accessTokens(ofUser: user, endingAfter: second, atMostPerClient: 10)
            try expect(found.count == count, "\(count) access tokens that have not ended, got \(found.count)")
        }
        for token in tokens { try await store.revokeAccessToken(token.token) }
    }

    /// Request tokens that a user authorized for a client are removed, and no others.
    func checkRemovingAuthorized() async throws {
        let store = stores.tokens
        let (user, client) = (run + "-Authorizer", run + "-Key")
        func saved(_ name: String, client: String, by user: String?) async throws -> String {
            var token = requestToken("authorized-" + name)
            token.clientKey = client
            try await store.save(token)
            if let user {
                try expect(
                    try await store.authorizeRequestToken(token.token, .init(userID: user, verifier: "verifier")),
                    "a request token to be authorized"
                )
            }
            return token.token
        }
        let authorized = try await [
            saved("1", client: client, by: user), saved("2", client: client, by: user),
        ]
        var others = try await [saved("open", client: client, by: nil), saved("other", client: client + "2", by: user)]
        for (index, text) in lookAlikes(of: user).enumerated() where !text.isEmpty {
            others.append(try await saved("user-\(index)", client: client, by: text))
        }
        let denied = try await saved("denied", client: client, by: nil)
        _ = try await store.denyRequestToken(denied, userID: user)
        try expect(
            try await store.removeRequestTokens(authorizedBy: user, clientKey: client) == 2,
            "the two request tokens to be removed that the user authorized for the client"
        )
        for token in authorized {
            try expect(try await store.requestToken(token) == nil, "no request token whose grant was revoked")
            try expect(
                try await !store.exchangeRequestToken(token, for: accessToken("of-" + token)),
                "no exchange after the grant was revoked"
            )
        }
        for token in others {
            try expect(try await store.requestToken(token) != nil, "other request tokens to be kept")
            try await store.removeRequestToken(token)
        }
        try expect(
            try await store.removeRequestTokens(authorizedBy: user, clientKey: client) == 0,
            "no request tokens to be removed twice"
        )
    }

    /// A token that takes the place of another one ends it.
    func checkReplacing() async throws {
        let store = stores.tokens
        let user = run + "-replacing"
        let old = try await grant("old", user: user, client: run + "-key")
        var new = accessToken("grant-new", expiresAt: now + 60)
        new.userID = user
        for token in lookAlikes(of: old.token) + Self.strangeTexts {
            try expect(
                try await !store.replaceAccessToken(token, with: new),
                "nothing to replace for what only resembles a token"
            )
        }
        try expect(try await store.accessToken(new.token) == nil, "no access token that replaced nothing")
        try expect(try await store.replaceAccessToken(old.token, with: new), "an access token to be replaced")
        try expect(try await !store.replaceAccessToken(old.token, with: old), "a second replacement to be none")
        try expect(try await store.accessToken(old.token) == nil, "a replaced access token not to be found")
        try expect(try await store.accessToken(new.token) == new, "the token that replaced another one as it was saved")
        try expect(
            try await store.accessTokens(ofUser: user) == [new],
            "the token that replaced another one to be listed for its user"
        )
        try await store.revokeAccessToken(new.token)
        try expect(
            try await !store.replaceAccessToken(new.token, with: old),
            "nothing to replace after an access token was revoked"
        )
        try expect(try await store.accessToken(old.token) == nil, "a revoked access token not to come back")
    }

    /// Of many replacements at the same time one counts, and a revoked grant leaves none of them.
    func checkReplacingAtOnce(_ round: Int) async throws {
        let store = stores.tokens
        let user = "\(run)-replacing-\(round)"
        @Sendable func token(_ name: String) -> OAuth1IssuedAccessToken {
            var token = accessToken("replace-\(round)-\(name)")
            token.userID = user
            return token
        }
        let old = try await grant("\(round)", user: user, client: run + "-key")
        let replaced = try await countAtOnce { index in
            try await store.replaceAccessToken(old.token, with: token("\(index)"))
        }
        try expect(replaced == 1, "one of 32 replacements at the same time to succeed, got \(replaced)")
        let left = try await store.accessTokens(ofUser: user)
        try expect(left.count == 1, "the token of the one replacement that succeeded, got \(left.count)")
        // Revoked while it is replaced again and again.
        _ = try await countAtOnce { index in
            guard index > 0, let current = left.first else {
                return try await store.revokeAccessTokens(ofUser: user, clientKey: run + "-key") > 0
            }
            return try await store.replaceAccessToken(current.token, with: token("again-\(index)"))
        }
        let survivors = try await store.accessTokens(ofUser: user)
        try expect(survivors.isEmpty, "no access token of a grant that was revoked while it was refreshed")
    }
}
