//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1Client
import OAuth1Testing
import Synchronization
import Testing

@testable import OAuth1Web

@Suite("Callbacks that come twice", .timeLimit(.minutes(5)))
struct SecondCallbackTests {
    /// Holds requests for access tokens back until they are let go.
    private final class Gate: OAuth1Transport {
        private let next: any OAuth1Transport
        private let lets = AsyncStream<Void>.makeStream()
        private let fails = Mutex(false)

        init(_ next: any OAuth1Transport) { self.next = next }

        func open(failing: Bool = false) {
            fails.withLock { $0 = failing }
            lets.continuation.finish()
        }

        func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
            if request.path == "/oauth/access_token" {
                for await _ in lets.stream {}
                try Task.checkCancellation()
                if fails.withLock({ $0 }) { return OAuth1Response(head: HTTPResponse(status: .internalServerError)) }
            }
            return try await next.send(request, body: body, maximumResponseBytes: maximumResponseBytes)
        }
    }

    private struct Double {
        let site: Site
        let gate: Gate
        let browser = Browser()
        let callback: String

        init(_ storage: StorageKind) async throws {
            let gates = Mutex<Gate?>(nil)
            site = try Site(
                storage: storage.make(),
                wrap: { transport in
                    let gate = Gate(transport)
                    gates.withLock { $0 = gate }
                    return gate
                }
            )
            gate = try #require(gates.withLock { $0 })
            callback = try await site.authorize(browser, next: "/mine")
        }

        /// Opens the callback several times at once, and lets the service answer when all wait for the first.
        func open(_ count: Int, failing: Bool = false) async throws -> [Browser.Page] {
            let client = try site.client
            let request = browser.request(callback)
            let first = Task { try await client.authorizeAccessToken(from: request) }
            try await until { site.transport.requests.last?.request.path == "/oauth/access_token" }
            let others = (1..<count).map { _ in Task { try await client.authorizeAccessToken(from: request) } }
            try await until { client.pendingLogins.attempts.waitingCount == count - 1 }
            gate.open(failing: failing)
            var pages: [Browser.Page] = []
            for task in [first] + others {
                let outcome = try await task.value
                browser.take(outcome.headerFields)
                switch outcome.result {
                case .success(let login): pages.append(.login(login))
                case .failure(let failure): pages.append(.failure(failure))
                }
            }
            return pages
        }

        var tokenRequests: Int {
            site.transport.requests.count { $0.request.path == "/oauth/access_token" }
        }
    }

    @Test("Of two callbacks at once the second learns that the login is completed", arguments: StorageKind.allCases)
    func atOnce(_ storage: StorageKind) async throws {
        let double = try await Double(storage)
        let pages = try await double.open(5)
        #expect(pages.first?.login != nil)
        for failure in pages.dropFirst().map(\.failure) {
            #expect(failure?.code == .replayed)
            #expect(failure?.returnPath?.description == "/mine")
        }
        #expect(double.tokenRequests == 1)
        // And when the page is loaded again.
        let again = try await double.site.open(double.callback, double.browser)?.failure
        #expect(again?.code == .replayed)
        #expect(again?.returnPath?.description == "/mine")
        #expect(double.tokenRequests == 1)
    }

    @Test("Of two callbacks at once the second learns that the login failed", arguments: StorageKind.allCases)
    func bothFail(_ storage: StorageKind) async throws {
        let double = try await Double(storage)
        let pages = try await double.open(3, failing: true)
        #expect(pages.map(\.failure?.code) == [.service, .service, .service])
        #expect(double.tokenRequests == 1)
    }

    @Test(
        "An answer that the browser never got changes nothing: the second attempt has it noted",
        arguments: StorageKind.allCases
    )
    func lostAnswer(_ storage: StorageKind) async throws {
        let double = try await Double(storage)
        double.gate.open()
        let copy = double.browser.copy
        #expect(try await double.site.open(double.callback, copy)?.login != nil)
        let second = try await double.site.open(double.callback, double.browser)?.failure
        #expect(second?.code == .replayed)
        #expect(second?.returnPath?.description == "/mine")
        let third = try await double.site.open(double.callback, double.browser)?.failure
        #expect(third?.code == .replayed)
        #expect(double.tokenRequests == 1)
    }

    @Test("An attempt that is cancelled while it waits stops waiting")
    func cancelled() async throws {
        let attempts = LoginAttempts()
        #expect(try await attempts.begin("a").isFirst)
        let waiting = Task { try await attempts.begin("a") }
        try await until { attempts.waitingCount == 1 }
        waiting.cancel()
        await #expect(throws: CancellationError.self) { try await waiting.value }
        #expect(attempts.waitingCount == 0)
        let late = Task {
            while !Task.isCancelled { await Task.yield() }
            return try await attempts.begin("a")
        }
        late.cancel()
        await #expect(throws: CancellationError.self) { try await late.value }
    }

    @Test("A store that is down uses no login up, and only so many attempts wait")
    func limits() async throws {
        let attempts = LoginAttempts()
        #expect(try await attempts.begin("a").isFirst)
        let waiting = (0..<16).map { _ in Task { try await attempts.begin("a") } }
        try await until { attempts.waitingCount == 16 }
        guard case .later = try await attempts.begin("a") else {
            Issue.record("a seventeenth attempt waits")
            return
        }
        attempts.end("a", .service, isUsed: false)
        for task in waiting {
            guard case .during(.some(.service)) = try await task.value else {
                Issue.record("expected the ending of the first attempt")
                return
            }
        }
        #expect(try await attempts.begin("a").isFirst)
        attempts.end("a", nil, isUsed: true)
        #expect(try await !attempts.begin("a").isFirst)
        // What is remembered has a limit.
        for number in 0..<8_192 {
            #expect(try await attempts.begin("\(number)").isFirst)
            attempts.end("\(number)", nil, isUsed: true)
        }
        #expect(try await attempts.begin("a").isFirst)
        #expect(try await !attempts.begin("8191").isFirst)
    }

    @Test("A login whose store was down can be completed when the store is back")
    func storeDown() async throws {
        let store = FlakyStore()
        let site = try Site(storage: .store(store))
        let browser = Browser()
        let callback = try await site.authorize(browser)
        store.isDown.withLock { $0 = true }
        await #expect(throws: FlakyStore.Down.self) { try await site.open(callback, browser) }
        store.isDown.withLock { $0 = false }
        #expect(try await site.open(callback, browser)?.login != nil)
    }

    private final class FlakyStore: OAuth1LoginStore {
        struct Down: Error {}

        let isDown = Mutex(false)
        private let store = OAuth1InMemoryLoginStore()

        func use(_ id: String, at now: Int64, expiresAt: Int64) async throws -> Bool {
            guard !isDown.withLock({ $0 }) else { throw Down() }
            return try await store.use(id, at: now, expiresAt: expiresAt)
        }

        func save(_ login: [UInt8], for key: String, at now: Int64, expiresAt: Int64) async throws {
            try await store.save(login, for: key, at: now, expiresAt: expiresAt)
        }

        func login(for key: String, at now: Int64) async -> [UInt8]? { await store.login(for: key, at: now) }
    }
}

extension LoginAttempts.Turn {
    fileprivate var isFirst: Bool { if case .first = self { true } else { false } }
}

/// Waits until something is so, or the test's time is up.
private func until(_ condition: () -> Bool) async throws {
    while !condition() {
        try Task.checkCancellation()
        await Task.yield()
    }
}
