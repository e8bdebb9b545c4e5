//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Testing
import Synchronization
import Testing

@testable import OAuth1Client

@Suite("Tokens that expire")
struct RenewalTests {
    @Test("A session handle refreshes a token, signed with the old one, and stays if the service gives no other")
    func session() async throws {
        let service = ScriptedService([ExpiringToken.renewed])
        let token = try await service.client().renew(ExpiringToken.url, token: ExpiringToken.old)
        #expect(token.token == "new")
        #expect(token.secret == "new secret")
        #expect(token.sessionHandle == "handle-1")
        #expect(token.parameters["user_id"] == "7")
        #expect(token.expiresIn == .seconds(3600))
        #expect(token.authorizationExpiresIn == .seconds(86_400))
        let request = try #require(service.transport.requests.first)
        #expect(request.request.method == .post)
        #expect(service.protocolParameter("oauth_token", of: request) == "old")
        #expect(service.protocolParameter("oauth_session_handle", of: request) == "handle-1")
        let incoming = try #require(try OAuth1IncomingRequest.read(request.request))
        let client = OAuth1ClientCredentials(key: "k", secret: "client secret")
        #expect(throws: Never.self) {
            try OAuth1Verifier()
                .verify(incoming, with: OAuth1VerificationKey(client: client, tokenSecret: ExpiringToken.old.secret))
        }
    }

    @Test("A signed GET makes the same token valid again, as E*TRADE has it")
    func reactivation() async throws {
        let service = ScriptedService([OAuth1Response(.ok, [:], "Access Token has been renewed")])
        let token = try await service.client().renew(ExpiringToken.url, token: ExpiringToken.old, style: .reactivation)
        #expect(token == ExpiringToken.old)
        let request = try #require(service.transport.requests.first)
        #expect(request.request.method == .get)
        #expect(service.protocolParameter("oauth_session_handle", of: request) == nil)
    }

    @Test("A service says where tokens are refreshed and ended")
    func serviceEndpoints() async throws {
        let service = ScriptedService([OAuth1Response(.ok, [:], "Access Token has been renewed"), OAuth1Response(.ok)])
        let credentials = OAuth1ClientCredentials(key: "k", secret: "s")
        let client = try AsyncOAuth1Client(service: .etrade, client: credentials, transport: service.transport)
        let token = OAuth1AccessToken(token: "old", secret: "old secret")
        #expect(try await client.renew(token) == token)
        try await client.revoke(token)
        let paths = service.transport.requests.map(\.request.path)
        #expect(paths == ["/oauth/renew_access_token", "/oauth/revoke_access_token"])
        let refusal = ScriptedService([OAuth1Response(.unauthorized, [:], "oauth_problem=token_rejected")])
        let refused = try AsyncOAuth1Client(service: .etrade, client: credentials, transport: refusal.transport)
        let error = await #expect(throws: OAuth1ClientError.self) { try await refused.revoke(token) }
        #expect(error?.problem?.code == "token_rejected")
        let without = await #expect(throws: OAuth1ClientError.self) {
            try await ScriptedService([]).client().renew(token)
        }
        #expect(without?.code == .invalidConfiguration)
    }

    @Test(
        "An invalid refresh response throws an error that shows no secret",
        arguments: [OAuth1RenewalStyle.session, .reactivation]
    )
    func refusals(style: OAuth1RenewalStyle) async throws {
        for answer in [
            OAuth1Response(.unauthorized, [:], "oauth_problem=token_rejected&handle=handle-1 old secret"),
            OAuth1Response(.ok, [:], "<html><title>Sign in old secret</title></html>"),
            OAuth1Response(.ok, [:], "oauth_problem=permission_denied"),
        ] {
            let error = await #expect(throws: OAuth1ClientError.self) {
                try await ScriptedService([answer]).client()
                    .renew(ExpiringToken.url, token: ExpiringToken.old, style: style)
            }
            #expect(!"\(String(describing: error))".contains("old secret"))
            #expect(!"\(String(describing: error))".contains("handle-1"))
        }
        let bare = OAuth1AccessToken(token: "old", secret: "s")
        if style == .session {
            let error = await #expect(throws: OAuth1ClientError.self) {
                try await ScriptedService([]).client().renew(ExpiringToken.url, token: bare)
            }
            #expect(error?.code == .invalidConfiguration)
        }
    }

    @Test("A call with an expired token refreshes it, stores it, and is sent once more, whatever its method")
    func renewingCall() async throws {
        let service = ScriptedService([
            ExpiringToken.expired, ExpiringToken.renewed, OAuth1Response(.ok), OAuth1Response(.ok),
        ])
        let client = service.client()
        let store = TokenStore()
        let token = client.renewable(ExpiringToken.old, at: ExpiringToken.url) { try store.store($0) }
        let response = try await client.post("https://h.example/a", .json("{}"), token: .renewable(token))
        #expect(response.status == .ok)
        _ = try await client.using(token).get("https://h.example/b")
        let tokens = service.transport.requests.map { service.protocolParameter("oauth_token", of: $0) }
        #expect(tokens == ["old", "old", "new", "new"])
        #expect(service.transport.requests[2].body == Array("{}".utf8))
        #expect(store.all == ["new"])
        #expect(await token.token.token == "new")
    }

    @Test("A call that can't be made refreshes nothing, however old its token is")
    func impossibleCall() async throws {
        let service = ScriptedService([])
        let client = service.client(clock: FixedClock(time: 10_000))
        let token = client.renewable(ExpiringToken.old, at: ExpiringToken.url, obtainedAt: 0) { _ in }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.get("http://h.example/a", token: .renewable(token))
        }
        #expect(error?.code == .insecureTransport)
        #expect(service.transport.requests.isEmpty)
    }

    @Test("A token that is rejected when it is new is the caller's affair")
    func refusedAgain() async throws {
        let service = ScriptedService([ExpiringToken.expired, ExpiringToken.renewed, ExpiringToken.expired])
        let client = service.client()
        let token = client.renewable(ExpiringToken.old, at: ExpiringToken.url) { _ in }
        #expect(try await client.get("https://h.example/a", token: .renewable(token)).status == .unauthorized)
        #expect(service.transport.requests.count == 3)
    }

    @Test("A new token that can't be stored is not used, not lost, and stored with the next call")
    func storeFailure() async throws {
        let service = ScriptedService([ExpiringToken.expired, ExpiringToken.renewed, OAuth1Response(.ok)])
        let client = service.client()
        let store = TokenStore(failures: 1)
        let token = client.renewable(ExpiringToken.old, at: ExpiringToken.url) { try store.store($0) }
        await #expect(throws: TokenStore.Full.self) {
            try await client.get("https://h.example/a", token: .renewable(token))
        }
        #expect(await token.token.token == "old")
        #expect(try await client.get("https://h.example/a", token: .renewable(token)).status == .ok)
        #expect(store.all == ["new"])
        #expect(service.transport.requests.count == 3)
    }

    @Test("A refresh ahead of time that fails does not fail the call, and is not repeated for a while")
    func failedRenewal() async throws {
        let service = ScriptedService([
            OAuth1Response(.serviceUnavailable), OAuth1Response(.ok), OAuth1Response(.ok),
            OAuth1Response(.unauthorized),
        ])
        let client = service.client(clock: FixedClock(time: 1_000))
        let token = client.renewable(ExpiringToken.old, at: ExpiringToken.url, obtainedAt: 1_000 - 3_580) { _ in }
        #expect(try await client.get("https://h.example/a", token: .renewable(token)).status == .ok)
        #expect(try await client.get("https://h.example/b", token: .renewable(token)).status == .ok)
        #expect(service.transport.requests.map(\.request.path) == ["/oauth/access_token", "/a", "/b"])
        // A token that is worth nothing anymore can't be used meanwhile.
        let late = client.renewable(ExpiringToken.old, at: ExpiringToken.url, obtainedAt: 1_000 - 3_601) { _ in }
        await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/c", token: .renewable(late))
        }
    }

    @Test("A token whose time is known is refreshed before it is over")
    func inTime() async throws {
        let service = ScriptedService([OAuth1Response(.ok), ExpiringToken.renewed, OAuth1Response(.ok)])
        let now = Mutex<Int64>(1_000)
        struct Hands: OAuth1Clock {
            let time: @Sendable () -> Int64
            func now() -> Int64 { time() }
        }
        let clock = Hands { now.withLock { $0 } }
        let client = service.client(clock: clock)
        let token = client.renewable(ExpiringToken.old, at: ExpiringToken.url, obtainedAt: 1_000) { _ in }
        _ = try await client.get("https://h.example/a", token: .renewable(token))
        now.withLock { $0 = 1_000 + 3_571 }
        _ = try await client.get("https://h.example/a", token: .renewable(token))
        let tokens = service.transport.requests.map { service.protocolParameter("oauth_token", of: $0) }
        #expect(tokens == ["old", "old", "new"])
    }
}
