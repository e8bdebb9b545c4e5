//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("The replay floor")
struct ReplayFloorTests {
    /// Lives of a provider: requests, crashes at random times, restarts, and replays of everything that was accepted.
    private struct Lives {
        let clock = TestClock()
        let past: Int64
        let future: Int64
        let maximumCount: Int
        var store: OAuth1InMemoryNonceStore
        var accepted: [OAuth1UsedNonce] = []
        var started: Int64
        var number = 0

        init(past: Int64, future: Int64, maximumCount: Int) {
            (self.past, self.future, self.maximumCount) = (past, future, maximumCount)
            store = OAuth1InMemoryNonceStore(maximumCount: maximumCount, clock: clock)
            started = clock.now()
        }

        var window: OAuth1TimestampWindow { OAuth1TimestampWindow(now: clock.now(), past: past, future: future) }

        mutating func crash() {
            store = OAuth1InMemoryNonceStore(maximumCount: maximumCount, clock: clock)
            started = clock.now()
        }

        /// What the provider does with a request whose signature is valid; `nil` if the store has no room.
        func outcome(of nonce: OAuth1UsedNonce) async -> OAuth1NonceOutcome? {
            guard window.contains(nonce.timestamp) else { return .tooOld(floor: window.earliest) }
            return try? await store.record(nonce, in: window)
        }

        mutating func send(timestamp: Int64) async -> OAuth1NonceOutcome? {
            number += 1
            let nonce = OAuth1UsedNonce(
                nonce: "n\(number)",
                timestamp: timestamp,
                clientKey: "c\(number % 3)",
                token: nil
            )
            let outcome = await outcome(of: nonce)
            if outcome == .new { accepted.append(nonce) }
            return outcome
        }
    }

    @Test(
        "No request is accepted twice, whenever the process ends, however full the store is and however short the windows are",
        arguments: [UInt64](1...20)
    )
    func crashes(seed: UInt64) async throws {
        var random = SeededGenerator(seed: seed)
        var lives = Lives(
            past: Int64.random(in: 0...300, using: &random),
            future: Int64.random(in: 0...60, using: &random),
            maximumCount: [5, 50, 5_000].randomElement(using: &random) ?? 5
        )
        for _ in 0..<400 {
            switch Int.random(in: 0..<20, using: &random) {
            case 0: lives.crash()
            case 1..<6: lives.clock.advance(by: Int64.random(in: 0...40, using: &random))
            default:
                // The edges of the window come up often.
                let offset = [
                    -lives.past, 0, 1, lives.future, Int64.random(in: -lives.past...lives.future, using: &random),
                ]
                .randomElement(using: &random)
                _ = await lives.send(timestamp: lives.clock.now() + (offset ?? 0))
            }
            for nonce in lives.accepted.suffix(10) + lives.accepted.shuffled(using: &random).prefix(10) {
                #expect(await lives.outcome(of: nonce) != .new, "seed \(seed): \(nonce)")
            }
        }
        // And the provider is not simply closed: when timestamps up to the start are past, a right clock is accepted.
        lives.crash()
        lives.clock.advance(by: lives.future + 1)
        #expect(await lives.send(timestamp: lives.clock.now()) == .new)
    }

    @Test("A restarted store accepts timestamps from the first second that no request before can have had")
    func boundary() async throws {
        var lives = Lives(past: 300, future: 60, maximumCount: 100)
        lives.clock.advance(by: 100)
        let crash = lives.clock.now()
        #expect(await lives.send(timestamp: crash + 60) == .new)
        lives.crash()
        #expect(await lives.send(timestamp: crash + 60) == .tooOld(floor: crash + 61))
        lives.clock.advance(by: 1)
        #expect(await lives.send(timestamp: crash + 1) == .tooOld(floor: crash + 61))
        #expect(await lives.send(timestamp: crash + 61) == .new)
    }

    @Test("The rejection after a restart contains the timestamps that are accepted")
    func response() async throws {
        let clock = TestClock()
        let start = clock.now()
        let service = TestService(
            allowsRequestsWithoutToken: true,
            nonceStore: OAuth1InMemoryNonceStore(clock: clock),
            configure: { $0.clock = clock }
        )
        func respond(_ offset: Int64) async throws -> OAuth1ServerResponse? {
            let options = OAuth1SigningOptions(timestamp: start + offset)
            let signed = try service.signed("/me", by: service.signer(), options)
            do {
                _ = try await service.protector.authenticate(signed.request)
                return nil
            } catch {
                return service.protector.response(for: error)
            }
        }
        clock.advance(by: 10)
        // The timestamp is in the window, or before it: in both cases the store's floor counts.
        for offset in [10, 60, -1_000] as [Int64] {
            let response = try #require(await respond(offset))
            #expect(response.response.status == .unauthorized)
            #expect(response.problem == "timestamp_refused")
            #expect(response.parameters["oauth_acceptable_timestamps"] == "\(start + 61)-\(start + 70)")
        }
        #expect(try await respond(61) == nil)
        clock.advance(by: 51)
        #expect(try await respond(60) != nil)
        #expect(try await respond(61) == nil)
    }

    @Test("A full store forgets the oldest timestamps and rejects them, and accepts new ones without end")
    func eviction() async throws {
        let clock = TestClock()
        let store = OAuth1InMemoryNonceStore(maximumCount: 1_000, history: .empty)
        var accepted: [OAuth1UsedNonce] = []
        for second in 0..<200 {
            let window = OAuth1TimestampWindow(now: clock.now())
            for number in 0..<40 {
                let nonce = OAuth1UsedNonce(
                    nonce: "\(second)-\(number)",
                    timestamp: clock.now(),
                    clientKey: "key",
                    token: nil
                )
                #expect(try await store.record(nonce, in: window) == .new)
                accepted.append(nonce)
            }
            clock.advance(by: 1)
        }
        // 8,000 in less than the window, with room for 500 of one client.
        let window = OAuth1TimestampWindow(now: clock.now())
        let floor = await store.floor(in: window)
        #expect(window.now - 13...window.now - 10 ~= floor)
        for nonce in accepted {
            #expect(
                try await store.record(nonce, in: window) == (nonce.timestamp < floor ? .tooOld(floor: floor) : .used)
            )
        }
        #expect(store.steps <= 2 * 200)
    }

    @Test("The bytes of a store are limited, however nonces, clients and timestamps are distributed")
    func bytes() async throws {
        let limit = 200_000
        for clients in [1, 100_000] {
            for seconds in [1, 300] as [Int64] {
                let store = OAuth1InMemoryNonceStore(
                    maximumBytes: limit,
                    maximumCountPerClient: .max,
                    shortestMemory: 0,
                    history: .empty
                )
                var outcomes: [OAuth1NonceOutcome: Int] = [:]
                var isFull = 0
                for number in 0..<20_000 {
                    let nonce = OAuth1UsedNonce(
                        nonce: "n\(number)",
                        timestamp: 10_000 - Int64(number) * seconds / 20_000,
                        clientKey: "client-\(number % clients)",
                        token: nil
                    )
                    do {
                        let outcome = try await store.record(nonce, in: OAuth1TimestampWindow(now: 10_000))
                        if case .tooOld = outcome { isFull += 1 } else { outcomes[outcome, default: 0] += 1 }
                    } catch {
                        #expect((error as? OAuth1ServerError)?.code == .storeFull)
                        isFull += 1
                    }
                    #expect(store.byteCount <= limit)
                }
                #expect(outcomes[.used] == nil)
                #expect(outcomes[.new, default: 0] >= 500)
                #expect(isFull > 0)
            }
        }
    }

    @Test("A request that fails for another reason than its nonce uses none up")
    func failedRequests() async throws {
        let nonces = CountingNonceStore()
        let service = TestService(nonceStore: nonces, configure: { $0.accessTokenLifetime = 100 })
        let token = try await service.obtainAccessToken()
        let count = nonces.callCount
        service.clock.advance(by: 101)
        let expired = try service.signed("/me", by: service.signer(token: token))
        await #expect(throws: OAuth1ServerError(.tokenExpired, "", parameter: "oauth_token")) {
            try await service.protector.authenticate(expired.request)
        }
        let forged = try service.signed(
            "/me",
            by: service.signer(token: OAuth1AccessToken(token: token.token, secret: "x"))
        )
        await #expect(throws: OAuth1ServerError.self) { try await service.protector.authenticate(forged.request) }
        #expect(nonces.callCount == count)
    }
}
