//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization
import Testing

@testable import OAuth1Server

@Suite("Keys that are missing while a server runs")
struct MissingKeyWatchTests {
    /// A database that counts how often it is asked.
    private final class Database: Sendable {
        private let state = Mutex<(missing: Int64?, count: Int)>((nil, 0))

        var count: Int { state.withLock { $0.count } }

        func lose(_ key: Int64?) { state.withLock { $0.missing = key } }

        func search() -> Int64? {
            state.withLock { state in
                state.count += 1
                return state.missing
            }
        }
    }

    @Test("However many unknown tokens come, the database is asked once a second, and a readiness check always asks")
    func limit() async throws {
        let database = Database()
        let watch = MissingKeyWatch { database.search() }
        let start = ContinuousClock.now
        for _ in 0..<1_000 { try await watch.checkUnknown() }
        let seconds = Int((ContinuousClock.now - start) / .seconds(1))
        #expect((1...(seconds + 1)).contains(database.count))
        database.lose(7)
        let count = database.count
        for _ in 0..<2 {
            await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) { try await watch.check() }
        }
        #expect(database.count == count + 2)
    }

    @Test("The last answer counts for a second, with the identifier of the key as the reason, and then the next one")
    func lastAnswer() async throws {
        let database = Database()
        let watch = MissingKeyWatch { database.search() }
        database.lose(7)
        for _ in 0..<2 {
            let error = await #expect(throws: OAuth1ServerError.self) { try await watch.checkUnknown() }
            #expect(error?.code == .storeUnavailable && error?.reason.contains("0000000000000007") == true)
        }
        database.lose(nil)
        try await Task.sleep(for: .milliseconds(1_100))
        try await watch.checkUnknown()
        try await watch.checkUnknown()
    }
}
