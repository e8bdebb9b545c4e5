//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

/// A table that expectations can change.
private final class Table<Value: Sendable> {
    private var table: ExpiringTable<Value>
    var steps: Int { table.steps }
    var count: Int { table.count }

    init(maximumCount: Int, maximumPerOwner: Int? = nil) {
        table = ExpiringTable(maximumCount: maximumCount, maximumPerOwner: maximumPerOwner)
    }

    subscript(key: String) -> Value? { table[key] }

    func insert(_ value: Value, for key: String, of owner: String? = nil, at now: Int64, expiresAt: Int64?) -> Bool {
        table.insert(value, for: key, of: owner, at: now, expiresAt: expiresAt)
    }

    func remove(_ key: String) { table.remove(key) }
}

@Suite("Tables whose entries expire")
struct ExpiringTableTests {
    @Test("A full table is not looked through, however often it is asked for room")
    func fullTable() {
        let table = Table<Int>(maximumCount: 10_000)
        for number in 0..<10_000 {
            #expect(table.insert(number, for: "\(number)", at: 100, expiresAt: 700 + Int64(number % 600)))
        }
        for number in 0..<1_000 { #expect(!table.insert(number, for: "more\(number)", at: 100, expiresAt: 700)) }
        #expect(table.steps == 0)
        #expect(table.count == 10_000)
    }

    @Test("Each entry is looked at once when it has expired, a few of them in each call")
    func eachOnce() {
        let table = Table<Int>(maximumCount: 10_000)
        for number in 0..<10_000 { #expect(table.insert(number, for: "\(number)", at: 100, expiresAt: 700)) }
        #expect(!table.insert(0, for: "late", at: 700, expiresAt: 1_300))
        #expect(table.insert(0, for: "next", at: 701, expiresAt: 1_301))
        #expect(table.steps == 64)
        for number in 0..<1_000 { #expect(table.insert(number, for: "new\(number)", at: 701, expiresAt: 1_301)) }
        #expect(table.steps == 10_000)
        #expect(table.count == 1_001)
    }

    @Test("One owner can fill half of a table, and others are not affected")
    func shares() {
        let table = Table<Int>(maximumCount: 1_000)
        let first = (0..<2_000).filter { table.insert($0, for: "a\($0)", of: "a", at: 1, expiresAt: 10) }.count
        #expect(500...501 ~= first)
        let second = (0..<2_000).filter { table.insert($0, for: "b\($0)", of: "b", at: 1, expiresAt: 10) }.count
        #expect(249...251 ~= second)
        #expect(table.insert(0, for: "c", of: "c", at: 1, expiresAt: 10))
        // What has expired is nobody's share anymore.
        #expect(table.insert(0, for: "again", of: "a", at: 11, expiresAt: 20))
    }

    @Test("A share that is given is the limit, and expired entries of others do not count against it")
    func givenShare() {
        let table = Table<Int>(maximumCount: 1_000, maximumPerOwner: 2)
        for number in 0..<400 {
            #expect(table.insert(number, for: "\(number)", of: "other\(number)", at: 1, expiresAt: 9))
        }
        #expect(table.insert(0, for: "a0", of: "a", at: 1, expiresAt: 10))
        #expect(table.insert(0, for: "a1", of: "a", at: 1, expiresAt: 10))
        #expect(!table.insert(0, for: "a2", of: "a", at: 1, expiresAt: 10))
        #expect(table.insert(0, for: "a2", of: "a", at: 11, expiresAt: 20))
        #expect(table.insert(0, for: "a1", of: "a", at: 11, expiresAt: 20))
        table.remove("a1")
        #expect(table.insert(0, for: "a3", of: "a", at: 11, expiresAt: 20))
    }

    @Test("An entry takes the place of one with the same key, and its end is the later one's")
    func replaced() {
        let table = Table<String>(maximumCount: 1)
        #expect(table.insert("old", for: "k", of: "a", at: 1, expiresAt: 10))
        #expect(table.insert("new", for: "k", of: "b", at: 1, expiresAt: 100))
        #expect(table["k"] == "new")
        #expect(!table.insert("x", for: "other", at: 50, expiresAt: 60))
        #expect(table["k"] == "new")
        #expect(table.insert("x", for: "other", at: 101, expiresAt: 160))
        #expect(table["k"] == nil)
    }

    @Test("Keys of entries that were removed do not pile up")
    func removed() {
        let table = Table<Int>(maximumCount: 10)
        for number in 0..<100_000 {
            #expect(table.insert(number, for: "\(number)", at: 1, expiresAt: 1_000))
            table.remove("\(number)")
        }
        #expect(table.count == 0)
        #expect(table.steps < 1_000)
        // All that is left is found in a few steps.
        let before = table.steps
        #expect(table.insert(0, for: "x", at: 2_000, expiresAt: 3_000))
        #expect(table.insert(0, for: "y", at: 2_000, expiresAt: 3_000))
        #expect(table.steps - before < 2_100)
    }

    @Test("A heap gives its elements in their order")
    func heap() {
        var heap = MinimumHeap()
        let numbers = (0..<1_000).map { Int64(($0 * 7_919) % 1_009) }
        for number in numbers { heap.insert(number) }
        var sorted: [Int64] = []
        while let first = heap.first {
            sorted.append(first)
            heap.removeFirst()
        }
        #expect(sorted == numbers.sorted())
        heap.removeFirst()
        #expect(heap.first == nil)
    }
}
