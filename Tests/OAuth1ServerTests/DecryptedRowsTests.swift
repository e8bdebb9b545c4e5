//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1Server
import Testing

@Suite("Rows that are read again")
struct DecryptedRowsTests {
    private func row(_ number: Int, _ encrypted: [UInt8], key: Int64 = 1) -> SealedRow {
        let bytes = (0..<16).map { UInt8(truncatingIfNeeded: number >> ($0 * 8 % 64)) }
        return SealedRow(id: bytes, key: key, encrypted: encrypted)
    }

    @Test("A row is decrypted once as long as its bytes are the same, and again after each change")
    func changes() {
        let rows = DecryptedRows<Int>()
        var count = 0
        func read(_ row: SealedRow) -> Int? {
            rows.content(of: row) { _ in
                count += 1
                return count
            }
        }
        let first = row(1, [1, 2, 3])
        #expect(read(first) == 1)
        #expect(read(first) == 1)
        // Another content, another key, another row with the same content, a shorter one.
        for (index, other) in [row(1, [1, 2, 4]), row(1, [1, 2, 4], key: 2), row(2, [1, 2, 4]), row(1, [1, 2])]
            .enumerated()
        {
            #expect(read(other) == index + 2)
            #expect(read(other) == index + 2)
        }
        // What it was before is not remembered.
        #expect(read(first) == 6)
    }

    @Test("A row that can't be decrypted, or is gone, is not kept")
    func failures() {
        struct Failure: Error {}
        let rows = DecryptedRows<Int>()
        #expect(throws: Failure.self) { try rows.content(of: row(1, [1])) { _ in throw Failure() } }
        #expect(rows.content(of: row(1, [1])) { _ in nil } == nil)
        #expect(rows.count == 0)
        for number in 0..<3 { #expect(rows.content(of: row(number, [1])) { _ in number } == number) }
        rows.forget([row(0, []).id, row(2, []).id, row(9, []).id, []])
        #expect(rows.count == 1)
        #expect(rows.content(of: row(0, [1])) { _ in 7 } == 7)
        #expect(rows.content(of: row(1, [1])) { _ in 7 } == 1)
    }

    @Test("Rows and bytes are limited, and what is read again stays")
    func limits() {
        let rows = DecryptedRows<Int>(maximumCount: 100)
        for number in 0..<1_000 {
            _ = rows.content(of: row(number, [1])) { _ in number }
            #expect(rows.content(of: row(0, [1])) { _ in -1 } == 0)
            #expect(rows.count <= 101)
        }
        #expect(rows.count > 50)
        let small = DecryptedRows<Int>(maximumByteCount: 100_000)
        let bytes = [UInt8](repeating: 1, count: 1_000)
        for number in 0..<1_000 { _ = small.content(of: row(number, bytes)) { _ in number } }
        #expect(small.count <= 12)
        // A huge one does not push out the others.
        let count = small.count
        let huge = row(5_000, [UInt8](repeating: 1, count: 100_000))
        #expect(small.content(of: huge) { _ in 1 } == 1)
        #expect(small.content(of: huge) { _ in 2 } == 2)
        #expect(small.count == count)
    }

    @Test("The same row at the same time from many tasks has one content")
    func races() async {
        let rows = DecryptedRows<Int>(maximumCount: 16)
        let wrong = await withTaskGroup(of: Int.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    (0..<2_000)
                        .count { number in
                            let id = number % 40
                            return rows.content(of: row(id, [UInt8(id)])) { _ in id } != id
                        }
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrong == 0)
    }
}
