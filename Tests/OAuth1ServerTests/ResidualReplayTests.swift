//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server
import Testing

/// What docs/threat-model.md says about the limits of the replay floor, so that it stays true.
@Suite("What clocks, failovers and caches still allow")
struct ResidualReplayTests {
    private let past: Int64 = 300
    private let future: Int64 = 60

    private func window(_ clock: TestClock) -> OAuth1TimestampWindow {
        OAuth1TimestampWindow(now: clock.now(), past: past, future: future)
    }

    private func nonce(at timestamp: Int64) -> OAuth1UsedNonce {
        OAuth1UsedNonce(nonce: "n", timestamp: timestamp, clientKey: "key", token: nil)
    }

    @Test("After a clock that was ahead is put back, a store that stays accepts nothing twice")
    func clockWithMemory() async throws {
        let clock = TestClock()
        let store = OAuth1InMemoryNonceStore(history: .empty, clock: clock)
        let right = clock.now()
        clock.advance(by: 1_000)
        let request = nonce(at: clock.now() + future)
        #expect(try await store.record(request, in: window(clock)) == .new)
        clock.advance(by: -1_000)
        // Until its timestamp is in the window of the right clock, and after that.
        while clock.now() <= right + 1_000 + future + past {
            if window(clock).contains(request.timestamp) {
                #expect(try await store.record(request, in: window(clock)) != .new)
            }
            clock.advance(by: 50)
        }
    }

    @Test("After a clock that was ahead is put back and the memory is lost, a wait as long as that closes the gap")
    func clockWithoutMemory() async throws {
        for (wait, outcome) in [(Int64(0), true), (1_000, false)] {
            let clock = TestClock()
            clock.advance(by: 1_000)
            let request = nonce(at: clock.now() + future)
            let first = OAuth1InMemoryNonceStore(history: .empty, clock: clock)
            #expect(try await first.record(request, in: window(clock)) == .new)
            clock.advance(by: -1_000)
            clock.advance(by: wait)
            let second = OAuth1InMemoryNonceStore(clock: clock)
            clock.advance(by: 1_000 - wait)
            let isAcceptedAgain = try await second.record(request, in: window(clock)) == .new
            #expect(isAcceptedAgain == outcome)
        }
    }

    @Test("A store that lost its last nonces accepts them until they leave the window, with a raised floor never")
    func lostNonces() async throws {
        for (history, outcome) in [(OAuth1NonceHistory.empty, true), (.unknown, false)] {
            let clock = TestClock()
            let request = nonce(at: clock.now())
            let primary = OAuth1InMemoryNonceStore(history: .empty, clock: clock)
            #expect(try await primary.record(request, in: window(clock)) == .new)
            let replica = OAuth1InMemoryNonceStore(history: history, clock: clock)
            clock.advance(by: past)
            let isAcceptedAgain = try await replica.record(request, in: window(clock)) == .new
            #expect(isAcceptedAgain == outcome)
            clock.advance(by: 1)
            #expect(!window(clock).contains(request.timestamp))
        }
    }
}
