//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension String {
    /// Whether both texts have the same bytes.
    ///
    /// Swift's own comparison finds more texts equal: `é` as one character and as two, `K` and the Kelvin sign. Users, clients
    /// and tokens are distinguished by their bytes, as databases do it.
    ///
    /// - Parameter other: The other text.
    /// - Returns: Whether they do.
    @usableFromInline
    package func hasSameBytes(as other: String) -> Bool {
        withBytes(of: self) { bytes in withBytes(of: other) { bytes.isEqual($0) } }
    }
}

extension StringProtocol {
    /// The parts between the occurrences of a byte, empty ones included.
    ///
    /// `split(separator:)` of a text finds a comma or a semicolon only if no other character is joined with it, such as U+0600
    /// before it or U+0301 after it, and takes U+037E for a semicolon. Texts from outside are therefore split at bytes.
    ///
    /// - Parameter separator: An ASCII character.
    /// - Returns: The parts, at least one.
    package func parts(at separator: UInt8) -> [String] {
        utf8.split(separator: separator, omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
    }
}
