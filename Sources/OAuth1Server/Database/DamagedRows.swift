//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The rows that could not be decrypted while keys were rotated.
package struct DamagedRows: Sendable {
    /// The most rows that an error names.
    private static let maximumShown = 10

    private var count = 0
    private var shown: [String] = []

    /// Creates an empty list.
    package init() {}

    /// Adds a row by its identifier, which is a keyed hash.
    package mutating func add(_ identifier: [UInt8], of table: String) {
        count += 1
        guard shown.count < Self.maximumShown else { return }
        let hexadecimal = identifier.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        shown.append("\(table) \(hexadecimal)")
    }

    /// An error that names the rows, if there are any.
    ///
    /// It is thrown by the caller: an asynchronous function that calls one with typed throws crashes the optimizer of Swift 6.3.
    package var error: OAuth1DatabaseError? {
        guard count > 0 else { return nil }
        let more = count > shown.count ? " and \(count - shown.count) more" : ""
        return OAuth1DatabaseError(
            .damaged,
            "\(count == 1 ? "1 row" : "\(count) rows") can't be decrypted: \(shown.joined(separator: ", "))\(more). Restore "
                + "them from a backup, or remove them; all other rows have the newest key"
        )
    }
}
