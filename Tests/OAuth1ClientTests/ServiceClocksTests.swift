//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization
import Testing

@testable import OAuth1Client

@Suite("Clocks of services")
struct ServiceClocksTests {
    /// Clocks that the test sets.
    private final class Hands: OAuth1Clock {
        let time = Mutex<Int64>(1_000)
        let uptime = Mutex<Int64>(0)

        func now() -> Int64 { time.withLock { $0 } }

        func set(_ time: Int64, uptime: Int64) {
            self.time.withLock { $0 = time }
            self.uptime.withLock { $0 = uptime }
        }
    }

    @Test("Timestamps never go backwards, and a learned time continues whatever is done to this machine's clock")
    func monotonic() throws {
        let hands = Hands()
        let clocks = ServiceClocks(clock: hands, policy: .learned) { .seconds(hands.uptime.withLock { $0 }) }
        #expect(clocks.timestamp(for: "h") == 1_000)
        hands.set(990, uptime: 1)
        #expect(clocks.timestamp(for: "h") == 1_000)
        // One for all hosts, so that no call needs to know which it is.
        #expect(clocks.timestamp(for: "new") == 1_000)
        let suspicion = try #require(clocks.suspect(500, of: "h"))
        #expect(clocks.timestamp(for: "h") == 1_000)
        hands.set(992, uptime: 6)
        clocks.learn(suspicion)
        // Five seconds went by until an answer showed that it was right.
        #expect(clocks.timestamp(for: "h") == 505)
        hands.set(5_000, uptime: 11)
        #expect(clocks.timestamp(for: "h") == 510)
        #expect(clocks.suspect(5_000 + 86_401, of: "h") == nil)
        clocks.doubt("new")
        clocks.doubt("h")
        #expect(clocks.timestamp(for: "h") == 5_000)
    }

    @Test("A clock that was far ahead holds nobody back once it is right", arguments: [true, false])
    func setBack(isDoubted: Bool) throws {
        let hands = Hands()
        let clocks = ServiceClocks(clock: hands, policy: .learned) { .zero }
        hands.set(1_000 + 3_600, uptime: 0)
        #expect(clocks.timestamp(for: "h") == 1_000 + 3_600)
        clocks.learn(try #require(clocks.suspect(1_000, of: "h")))
        hands.set(1_010, uptime: 0)
        if isDoubted { clocks.doubt("h") }
        #expect(clocks.timestamp(for: "h") == (isDoubted ? 1_010 : 1_000))
        #expect(clocks.timestamp(for: "new") == 1_010)
        // Up to five minutes are waited for.
        hands.set(1_010 - 300, uptime: 0)
        #expect(clocks.timestamp(for: "new") == 1_010)
        hands.set(1_010 - 301, uptime: 0)
        #expect(clocks.timestamp(for: "new") == 1_010 - 301)
    }

    @Test("Calls of one client take timestamps while others learn and doubt")
    func concurrency() async throws {
        let clocks = ServiceClocks(clock: FixedClock(time: 1_000), policy: .learned) { .zero }
        let suspicion = try #require(clocks.suspect(500, of: "h"))
        let times = await withTaskGroup(of: Set<Int64>.self) { group in
            for task in 0..<8 {
                group.addTask {
                    var times: Set<Int64> = []
                    for turn in 0..<1_000 {
                        if task == 0 { clocks.learn(suspicion) }
                        if task == 1 { clocks.doubt("h") }
                        times.insert(clocks.timestamp(for: turn.isMultiple(of: 2) ? "h" : "other"))
                    }
                    return times
                }
            }
            return await group.reduce(into: Set<Int64>()) { $0.formUnion($1) }
        }
        #expect(times.isSubset(of: [500, 1_000]))
        #expect(clocks.timestamp(for: "other") == 1_000)
    }

    @Test("The number of hosts whose time is stored is limited")
    func limit() throws {
        let hands = Hands()
        let clocks = ServiceClocks(clock: hands, policy: .learned) { .zero }
        for number in 0..<300 { clocks.learn(try #require(clocks.suspect(500, of: "h\(number)"))) }
        let remembered = (0..<300).filter { clocks.timestamp(for: "h\($0)") == 500 }
        #expect(remembered.count == 256)
        #expect(clocks.timestamp(for: "h299") == 500)
        #expect(clocks.timestamp(for: "other") == 1_000)
    }

    @Test("No host is looked up before the time of one is known")
    func lazyHost() throws {
        let hands = Hands()
        let clocks = ServiceClocks(clock: hands, policy: .learned) { .zero }
        var asked = 0
        func host() -> String {
            asked += 1
            return "h"
        }
        #expect(clocks.timestamp(for: host()) == 1_000)
        #expect(asked == 0)
        clocks.learn(try #require(clocks.suspect(500, of: "h")))
        #expect(clocks.timestamp(for: host()) == 500)
        #expect(asked == 1)
        clocks.doubt("h")
        #expect(clocks.timestamp(for: host()) == 1_000)
        #expect(asked == 1)
    }
}
