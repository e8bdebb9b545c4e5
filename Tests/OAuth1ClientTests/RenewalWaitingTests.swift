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

@Suite("Callers that wait for a refresh")
struct RenewalWaitingTests {
    @Test("Many calls that meet an expired token refresh it once")
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
            return field.contains(#"oauth_token="old""#) ? ExpiringToken.expired : OAuth1Response(.ok)
        }
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            transport: transport
        )
        let store = TokenStore()
        let token = client.renewable(ExpiringToken.old, at: ExpiringToken.url) { try store.store($0) }
        let user = client.using(token)
        try await withThrowingTaskGroup(of: HTTPResponse.Status.self) { group in
            for number in 0..<100 { group.addTask { try await user.get("https://h.example/\(number)").status } }
            for try await status in group { #expect(status == .ok) }
        }
        #expect(store.all == ["new1"])
        #expect(renewals.withLock { $0 } == 1)
    }

    /// A refresh that continues on demand.
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
        "A caller that is cancelled stops waiting for a refresh at once, and the others get the token",
        .timeLimit(.minutes(5)),
        arguments: [0, 1]
    )
    func cancelledWaiter(which: Int) async throws {
        let gate = Gate()
        let new = OAuth1AccessToken(token: "new", secret: "s")
        let token = OAuth1RenewableToken(
            ExpiringToken.old,
            renew: { _ in
                await gate.pass()
                return new
            },
            store: { _ in }
        )
        // The one that starts the refresh is not better off than the one that comes later.
        var callers: [Task<OAuth1AccessToken, any Error>] = []
        for count in 1...2 {
            callers.append(Task { try await token.renew() })
            while await token.waitingCount < count { await Task.yield() }
        }
        callers[which].cancel()
        await #expect(throws: CancellationError.self) {
            // A caller that keeps waiting does so until the test times out.
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
        "A refresh ahead of time that fails when nobody waits anymore is left alone for a while",
        .timeLimit(.minutes(5))
    )
    func failureWithoutWaiters() async throws {
        let gate = Gate()
        let renewals = Mutex(0)
        let token = OAuth1RenewableToken(
            ExpiringToken.old,
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
        #expect(try await token.current().token == ExpiringToken.old)
        #expect(renewals.withLock { $0 } == 1)
    }

    @Test("Callers that are cancelled in the midst of many refreshes end each exactly once", .timeLimit(.minutes(5)))
    func cancelledWaiters() async throws {
        let token = OAuth1RenewableToken(
            ExpiringToken.old,
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

    @Test("A function that stores a token can't use it, and gets an error instead of waiting forever")
    func reentry() async throws {
        let service = ScriptedService([ExpiringToken.expired, ExpiringToken.renewed, OAuth1Response(.ok)])
        let client = service.client()
        let own = Mutex<OAuth1RenewableToken?>(nil)
        let token = client.renewable(ExpiringToken.old, at: ExpiringToken.url) { _ in
            guard let token = own.withLock({ $0 }) else { return }
            _ = try await client.get("https://h.example/store", token: .renewable(token))
        }
        own.withLock { $0 = token }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/a", token: .renewable(token))
        }
        #expect(error?.code == .invalidConfiguration)
    }
}
