//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
public import OAuth1Server
import Synchronization

extension OAuth1ServerStoreConformance {
    /// Checks the token store.
    ///
    /// - Throws: ``Failure`` with what was expected, or the store's errors.
    public func checkTokens() async throws {
        try await checkRequestTokens()
        try await checkAccessTokens()
        try await checkDenial()
        try await checkGrants()
        try await checkListedEnds()
        try await checkRemovingAuthorized()
        try await checkReplacing()
        for round in 0..<8 {
            try await checkAuthorizingAtOnce(round)
            try await checkCountingAtOnce(round)
            try await checkExchangingAtOnce(round)
            try await checkReplacingAtOnce(round)
        }
    }

    /// Checks that a durable token store keeps everything when its process ends, in whatever way, and another one starts.
    ///
    /// - Parameter restart: Ends the use of the store, and creates it again as at the start of a process.
    /// - Throws: ``Failure`` with what was expected, or the store's errors.
    public func checkTokens(restart: () async throws -> any OAuth1TokenStore) async throws {
        let store = stores.tokens
        let tokens = ["open", "authorized", "denied", "exchanged", "removed"].map { requestToken("restart-" + $0) }
        let (kept, revoked) = (accessToken("restart-kept", expiresAt: now + 600), accessToken("restart-revoked"))
        for token in tokens { try await store.save(token) }
        _ = try await store.authorizeRequestToken(tokens[1].token, authorization("user"))
        _ = try await store.denyRequestToken(tokens[2].token, userID: "user")
        _ = try await store.exchangeRequestToken(tokens[3].token, for: kept)
        _ = try await store.exchangeRequestToken(tokens[4].token, for: revoked)
        try await store.revokeAccessToken(revoked.token)
        _ = try await store.countVerification(ofRequestToken: tokens[0].token)
        let before = try await store.requestToken(tokens[2].token)
        let grants = try await changedGrants()
        let restarted = try await restart()
        try await checkGrants(grants, in: restarted)
        try expectSame(try await restarted.requestToken(tokens[0].token), tokens[0], "a request token after a restart")
        try expect(
            try await restarted.requestToken(tokens[1].token)?.authorization == authorization("user"),
            "the user's authorization after a restart"
        )
        try expect(try await restarted.requestToken(tokens[2].token) == before, "the user's denial after a restart")
        try expect(
            try await restarted.countVerification(ofRequestToken: tokens[0].token) == 2,
            "the count of verifications to continue after a restart"
        )
        try expectSame(try await restarted.accessToken(kept.token), kept, "an access token after a restart")
        try expect(try await restarted.accessToken(revoked.token) == nil, "a revoked access token not to come back")
        for token in tokens[3...] {
            try expect(
                try await !restarted.exchangeRequestToken(token.token, for: accessToken("restart-again")),
                "an exchanged request token not to come back after a restart"
            )
        }
        try await restarted.revokeAccessToken(kept.token)
    }

    func requestToken(_ name: String) -> OAuth1IssuedRequestToken {
        OAuth1IssuedRequestToken(
            token: "\(run)-\(name)",
            secret: "secret/+= \u{E9}",
            clientKey: run + "-key",
            callback: "https://app.example/done?a=b%20c&d=\(String(repeating: "x", count: 1_900))",
            issuedAt: now,
            expiresAt: now + 600,
            parameters: ["scope": "a b", "scope": "\u{E9}&="],
            access: OAuth1Access(scopes: ["b", "a", "\u{E9}&="], realms: ["photos"])
        )
    }

    func accessToken(_ name: String, expiresAt: Int64? = nil) -> OAuth1IssuedAccessToken {
        OAuth1IssuedAccessToken(
            token: "\(run)-\(name)",
            secret: "secret/+= \u{E9}",
            clientKey: run + "-key",
            userID: "user \u{E9}",
            issuedAt: now,
            expiresAt: expiresAt,
            parameters: ["scope": "a b", "scope": "c", "empty": ""],
            access: OAuth1Access(scopes: ["b", "a", "\u{E9}&="], realms: ["photos"]),
            session: expiresAt.map {
                OAuth1IssuedAccessToken.Session(
                    handle: "handle/+= \u{E9}",
                    expiresAt: $0 + 3_600,
                    identifier: "session \u{E9}"
                )
            }
        )
    }

    private func authorization(_ user: String) -> OAuth1IssuedRequestToken.Authorization {
        OAuth1IssuedRequestToken.Authorization(
            userID: user,
            verifier: OAuth1Secret("verifier-" + user),
            fields: ["remember": "yes", "remember": ""]
        )
    }

    private func checkRequestTokens() async throws {
        let store = stores.tokens
        let (first, second) = (requestToken("first"), requestToken("second"))
        try expect(try await store.requestToken(first.token) == nil, "no request token that was never saved")
        try expect(
            try await store.countVerification(ofRequestToken: first.token) == nil,
            "nothing to count without one"
        )
        try expect(
            try await !store.exchangeRequestToken(first.token, for: accessToken("early")),
            "nothing to exchange without a request token"
        )
        try expect(
            try await store.accessToken(accessToken("early").token) == nil,
            "no access token without an exchange"
        )
        try await store.save(first)
        try await store.save(second)
        try expectSame(try await store.requestToken(first.token), first, "a request token")
        try expect(try await store.requestToken(first.token) == first, "a request token to stay when it was looked at")
        for token in lookAlikes(of: first.token) + Self.strangeTexts {
            try expect(try await store.requestToken(token) == nil, "no request token for what only resembles one")
        }
        try await store.removeRequestToken(first.token)
        try await store.removeRequestToken(first.token)
        try expect(try await store.requestToken(first.token) == nil, "no request token that was removed, or denied")
        try expect(
            try await !store.exchangeRequestToken(first.token, for: accessToken("late")),
            "nothing to exchange after the request token was removed"
        )
        try expect(try await store.accessToken(accessToken("late").token) == nil, "no access token without an exchange")
        try expect(try await store.requestToken(second.token) == second, "different request tokens to be separate")
    }

    private func checkAccessTokens() async throws {
        let store = stores.tokens
        for expiresAt in [nil, now + 3_600] {
            let (request, access) = (requestToken("\(expiresAt ?? 0)"), accessToken("access", expiresAt: expiresAt))
            try await store.save(request)
            _ = try await store.authorizeRequestToken(request.token, authorization("user"))
            try expect(try await store.exchangeRequestToken(request.token, for: access), "the exchange to succeed")
            try expectSame(try await store.accessToken(access.token), access, "an access token")
            try expect(try await store.requestToken(request.token) == nil, "no request token after its exchange")
            try expect(
                try await !store.authorizeRequestToken(request.token, authorization("late")),
                "nothing to authorize after the exchange"
            )
            for token in lookAlikes(of: access.token) + Self.strangeTexts {
                try expect(try await store.accessToken(token) == nil, "no access token for what only resembles one")
            }
            try expect(
                try await store.requestToken(access.token) == nil,
                "an access token not to be found as a request token"
            )
            try await store.revokeAccessToken(access.token)
            try await store.revokeAccessToken(access.token)
            try expect(try await store.accessToken(access.token) == nil, "no access token that was revoked")
        }
    }

    /// A denial counts as long as the token is there, whether the store keeps it or not.
    private func checkDenial() async throws {
        let store = stores.tokens
        let (denied, allowed, existing) = (requestToken("denied"), requestToken("allowed"), accessToken("existing"))
        for token in [denied, allowed] { try await store.save(token) }
        try expect(try await store.denyRequestToken(denied.token, userID: "user"), "a denial to be noted")
        try expect(try await !store.denyRequestToken(denied.token, userID: "user"), "a second denial to be none")
        try expect(
            try await !store.authorizeRequestToken(denied.token, authorization("user")),
            "nothing to authorize after a denial"
        )
        try expect(try await store.authorizeRequestToken(allowed.token, authorization("user")), "an authorization")
        try expect(
            try await !store.denyRequestToken(allowed.token, userID: "other"),
            "an authorized token not to be denied"
        )
        try expect(
            try await store.requestToken(allowed.token)?.authorization == authorization("user"),
            "an authorization as it was noted, with its fields, whatever came after it"
        )
        try expect(
            try await store.exchangeRequestToken(allowed.token, forExisting: existing),
            "an exchange for an access token that is there"
        )
        try expect(
            try await !store.exchangeRequestToken(allowed.token, forExisting: existing),
            "a second exchange for an access token that is there to be none"
        )
        try await store.removeRequestToken(denied.token)
        try await store.revokeAccessToken(existing.token)
    }

    private func checkAuthorizingAtOnce(_ round: Int) async throws {
        let store = stores.tokens
        let token = requestToken("authorize-\(round)")
        try await store.save(token)
        let winners = Mutex<[String]>([])
        let authorized = try await countAtOnce { index in
            let isFirst = try await store.authorizeRequestToken(token.token, authorization("user-\(index)"))
            if isFirst { winners.withLock { $0.append("user-\(index)") } }
            return isFirst
        }
        try expect(authorized == 1, "one of 32 users at the same time to authorize a request token, got \(authorized)")
        let kept = try await store.requestToken(token.token)?.authorization
        try expect(
            kept == winners.withLock { $0.first.map(authorization) },
            "the authorization of the first user to stay"
        )
        try await store.removeRequestToken(token.token)
    }

    private func checkCountingAtOnce(_ round: Int) async throws {
        let store = stores.tokens
        let token = requestToken("count-\(round)")
        try await store.save(token)
        let counts = Mutex<Set<Int>>([])
        _ = try await countAtOnce { _ in
            guard let count = try await store.countVerification(ofRequestToken: token.token) else { return false }
            counts.withLock { _ = $0.insert(count) }
            return true
        }
        try expect(
            counts.withLock { $0 == Set(1...32) },
            "32 verifications at the same time to be counted from 1 to 32"
        )
        try await store.removeRequestToken(token.token)
    }

    private func checkExchangingAtOnce(_ round: Int) async throws {
        let store = stores.tokens
        let token = requestToken("exchange-\(round)")
        try await store.save(token)
        _ = try await store.authorizeRequestToken(token.token, authorization("user"))
        let exchanged = try await countAtOnce { index in
            try await store.exchangeRequestToken(token.token, for: accessToken("exchange-\(round)-\(index)"))
        }
        try expect(exchanged == 1, "one of 32 exchanges at the same time to succeed, got \(exchanged)")
        var kept = 0
        for index in 0..<32 {
            let access = accessToken("exchange-\(round)-\(index)").token
            if try await store.accessToken(access) != nil { kept += 1 }
            try await store.revokeAccessToken(access)
        }
        try expect(kept == 1, "the access token of the one exchange that succeeded to be kept, got \(kept)")
    }
}
