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
    private static let old = OAuth1AccessToken(
        token: "old",
        secret: "old secret",
        parameters: ["oauth_session_handle": "handle-1", "oauth_expires_in": "3600", "user_id": "7"]
    )
    private static let renewed = OAuth1Response(
        .ok,
        [:],
        "oauth_token=new&oauth_token_secret=new%20secret&oauth_expires_in=3600&oauth_authorization_expires_in=86400"
    )
    private static let expired = OAuth1Response(.unauthorized, [.wwwAuthenticate: "OAuth oauth_problem=token_expired"])
    private static let url = "https://h.example/oauth/access_token"

    /// What was stored, in order.
    private final class Store: Sendable {
        private let tokens = Mutex<[OAuth1AccessToken]>([])
        private let failures: Mutex<Int>

        init(failures: Int = 0) {
            self.failures = Mutex(failures)
        }

        struct Full: Error {}

        var all: [String] { tokens.withLock { $0.map(\.token) } }

        func store(_ token: OAuth1AccessToken) throws {
            let isFull = failures.withLock { left in
                defer { left -= 1 }
                return left > 0
            }
            if isFull { throw Full() }
            tokens.withLock { $0.append(token) }
        }
    }

    @Test("A session handle renews a token, signed with the old one, and stays if the service gives no other")
    func session() async throws {
        let service = ScriptedService([Self.renewed])
        let token = try await service.client().renew(Self.url, token: Self.old)
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
                .verify(incoming, with: OAuth1VerificationKey(client: client, tokenSecret: Self.old.secret))
        }
    }

    @Test("A signed GET makes the same token valid again, as E*TRADE has it")
    func reactivation() async throws {
        let service = ScriptedService([OAuth1Response(.ok, [:], "Access Token has been renewed")])
        let token = try await service.client().renew(Self.url, token: Self.old, style: .reactivation)
        #expect(token == Self.old)
        let request = try #require(service.transport.requests.first)
        #expect(request.request.method == .get)
        #expect(service.protocolParameter("oauth_session_handle", of: request) == nil)
    }

    @Test("A service says where tokens are renewed and ended")
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
        "What is no renewal is an error that shows no secret",
        arguments: [OAuth1RenewalStyle.session, .reactivation]
    )
    func refusals(style: OAuth1RenewalStyle) async throws {
        for answer in [
            OAuth1Response(.unauthorized, [:], "oauth_problem=token_rejected&handle=handle-1 old secret"),
            OAuth1Response(.ok, [:], "<html><title>Sign in old secret</title></html>"),
            OAuth1Response(.ok, [:], "oauth_problem=permission_denied"),
        ] {
            let error = await #expect(throws: OAuth1ClientError.self) {
                try await ScriptedService([answer]).client().renew(Self.url, token: Self.old, style: style)
            }
            #expect(!"\(String(describing: error))".contains("old secret"))
            #expect(!"\(String(describing: error))".contains("handle-1"))
        }
        let bare = OAuth1AccessToken(token: "old", secret: "s")
        if style == .session {
            let error = await #expect(throws: OAuth1ClientError.self) {
                try await ScriptedService([]).client().renew(Self.url, token: bare)
            }
            #expect(error?.code == .invalidConfiguration)
        }
    }

    @Test("A call with an expired token renews it, stores it, and is sent once more, whatever its method")
    func renewingCall() async throws {
        let service = ScriptedService([Self.expired, Self.renewed, OAuth1Response(.ok), OAuth1Response(.ok)])
        let client = service.client()
        let store = Store()
        let token = client.renewable(Self.old, at: Self.url) { try store.store($0) }
        let response = try await client.post("https://h.example/a", .json("{}"), token: .renewable(token))
        #expect(response.status == .ok)
        _ = try await client.using(token).get("https://h.example/b")
        let tokens = service.transport.requests.map { service.protocolParameter("oauth_token", of: $0) }
        #expect(tokens == ["old", "old", "new", "new"])
        #expect(service.transport.requests[2].body == Array("{}".utf8))
        #expect(store.all == ["new"])
        #expect(await token.token.token == "new")
    }

    @Test("A token that is refused when it is new is the caller's affair")
    func refusedAgain() async throws {
        let service = ScriptedService([Self.expired, Self.renewed, Self.expired])
        let client = service.client()
        let token = client.renewable(Self.old, at: Self.url) { _ in }
        #expect(try await client.get("https://h.example/a", token: .renewable(token)).status == .unauthorized)
        #expect(service.transport.requests.count == 3)
    }

    @Test("Many calls that meet an expired token renew it once")
    func singleFlight() async throws {
        let renewals = Mutex(0)
        let transport = OAuth1RecordingTransport { request, _ in
            let field = request.headerFields[.authorization] ?? ""
            if request.path == "/oauth/access_token" {
                let count = renewals.withLock { count in
                    count += 1
                    return count
                }
                try await Task.sleep(for: .milliseconds(20))
                return OAuth1Response(.ok, [:], "oauth_token=new\(count)&oauth_token_secret=s")
            }
            return field.contains(#"oauth_token="old""#) ? Self.expired : OAuth1Response(.ok)
        }
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            transport: transport
        )
        let store = Store()
        let token = client.renewable(Self.old, at: Self.url) { try store.store($0) }
        let user = client.using(token)
        try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
            for number in 0..<100 { group.addTask { try await user.get("https://h.example/\(number)").status } }
            for try await status in group { #expect(status == .ok) }
        }
        #expect(store.all == ["new1"])
        #expect(renewals.withLock { $0 } == 1)
    }

    /// A renewal that goes on when it is told to.
    private struct Gate: Sendable {
        private let stream: AsyncStream<Void>
        private let continuation: AsyncStream<Void>.Continuation

        init() {
            (stream, continuation) = AsyncStream.makeStream()
        }

        func pass() async { for await _ in stream {} }
        func open() { continuation.finish() }
    }

    @Test(
        "A caller that is cancelled stops waiting for a renewal at once, and the others get the token",
        .timeLimit(.minutes(1)),
        arguments: [0, 1]
    )
    func cancelledWaiter(which: Int) async throws {
        let gate = Gate()
        let new = OAuth1AccessToken(token: "new", secret: "s")
        let token = OAuth1RenewableToken(
            Self.old,
            renew: { _ in
                await gate.pass()
                return new
            },
            store: { _ in }
        )
        // The one that begins the renewal is not better off than the one that comes later.
        var callers: [Task<OAuth1AccessToken, any Error>] = []
        for count in 1...2 {
            callers.append(Task { try await token.renew() })
            while await token.waitingCount < count { await Task.yield() }
        }
        callers[which].cancel()
        await #expect(throws: CancellationError.self) {
            // Whoever waits on does so until the time of the test is up.
            try await withTaskCancellationHandler {
                _ = try await callers[which].value
            } onCancel: {
                gate.open()
            }
        }
        #expect(await token.token.token == "old")
        #expect(await token.waitingCount == 1)
        gate.open()
        #expect(try await callers[1 - which].value == new)
        #expect(await token.token == new)
    }

    @Test(
        "A renewal ahead of time that fails when nobody waits any more is left alone for a while",
        .timeLimit(.minutes(1))
    )
    func failureWithoutWaiters() async throws {
        let gate = Gate()
        let renewals = Mutex(0)
        let token = OAuth1RenewableToken(
            Self.old,
            obtainedAt: 1_000 - 3_580,
            clock: FixedClock(time: 1_000),
            renew: { _ in
                renewals.withLock { $0 += 1 }
                await gate.pass()
                throw OAuth1ClientError(.transport, "no answer")
            },
            store: { _ in }
        )
        let caller = Task { try await token.current().token }
        while await token.waitingCount < 1 { await Task.yield() }
        caller.cancel()
        await #expect(throws: CancellationError.self) { try await caller.value }
        gate.open()
        while await token.isRenewing { await Task.yield() }
        #expect(try await token.current().token == Self.old)
        #expect(renewals.withLock { $0 } == 1)
    }

    @Test("Callers that are cancelled in the midst of many renewals end each exactly once", .timeLimit(.minutes(1)))
    func cancelledWaiters() async throws {
        let token = OAuth1RenewableToken(
            Self.old,
            renew: { old in
                await Task.yield()
                return OAuth1AccessToken(token: old.token + "+", secret: "s")
            },
            store: { _ in }
        )
        for _ in 0..<200 {
            let waiting = (0..<4).map { _ in Task { try await token.renew() } }
            waiting[0].cancel()
            await Task.yield()
            waiting[3].cancel()
            for task in waiting {
                switch await task.result {
                case .success(let token): #expect(token.token.hasSuffix("+"))
                case .failure(let error): #expect(error is CancellationError)
                }
            }
            #expect(try await waiting[1].value.token.hasSuffix("+"))
        }
    }

    @Test("A new token that can't be stored is not used, not lost, and stored with the next call")
    func storeFailure() async throws {
        let service = ScriptedService([Self.expired, Self.renewed, OAuth1Response(.ok)])
        let client = service.client()
        let store = Store(failures: 1)
        let token = client.renewable(Self.old, at: Self.url) { try store.store($0) }
        await #expect(throws: Store.Full.self) { try await client.get("https://h.example/a", token: .renewable(token)) }
        #expect(await token.token.token == "old")
        #expect(try await client.get("https://h.example/a", token: .renewable(token)).status == .ok)
        #expect(store.all == ["new"])
        #expect(service.transport.requests.count == 3)
    }

    @Test("A renewal ahead of time that fails on its way does not fail the call, and is left alone for a while")
    func failedRenewal() async throws {
        let service = ScriptedService([
            OAuth1Response(.serviceUnavailable), OAuth1Response(.ok), OAuth1Response(.ok),
            OAuth1Response(.unauthorized),
        ])
        let client = service.client(clock: FixedClock(time: 1_000))
        let token = client.renewable(Self.old, at: Self.url, obtainedAt: 1_000 - 3_580) { _ in }
        #expect(try await client.get("https://h.example/a", token: .renewable(token)).status == .ok)
        #expect(try await client.get("https://h.example/b", token: .renewable(token)).status == .ok)
        #expect(service.transport.requests.map(\.request.path) == ["/oauth/access_token", "/a", "/b"])
        // A token that is worth nothing any more can't be used meanwhile.
        let late = client.renewable(Self.old, at: Self.url, obtainedAt: 1_000 - 3_601) { _ in }
        await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/c", token: .renewable(late))
        }
    }

    @Test("What stores a token can't use it, and is told so instead of waiting for ever")
    func reentry() async throws {
        let service = ScriptedService([Self.expired, Self.renewed, OAuth1Response(.ok)])
        let client = service.client()
        let own = Mutex<OAuth1RenewableToken?>(nil)
        let token = client.renewable(Self.old, at: Self.url) { _ in
            guard let token = own.withLock({ $0 }) else { return }
            _ = try await client.get("https://h.example/store", token: .renewable(token))
        }
        own.withLock { $0 = token }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/a", token: .renewable(token))
        }
        #expect(error?.code == .invalidConfiguration)
    }

    @Test("A token whose time is known is renewed before it is over")
    func inTime() async throws {
        let service = ScriptedService([OAuth1Response(.ok), Self.renewed, OAuth1Response(.ok)])
        let now = Mutex<Int64>(1_000)
        struct Hands: OAuth1Clock {
            let time: @Sendable () -> Int64
            func now() -> Int64 { time() }
        }
        let clock = Hands { now.withLock { $0 } }
        let client = service.client(clock: clock)
        let token = client.renewable(Self.old, at: Self.url, obtainedAt: 1_000) { _ in }
        _ = try await client.get("https://h.example/a", token: .renewable(token))
        now.withLock { $0 = 1_000 + 3_571 }
        _ = try await client.get("https://h.example/a", token: .renewable(token))
        let tokens = service.transport.requests.map { service.protocolParameter("oauth_token", of: $0) }
        #expect(tokens == ["old", "old", "new"])
    }
}
