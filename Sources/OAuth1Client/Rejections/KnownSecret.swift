//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A secret of the request that a service answers, as it is searched for in what the service says.
struct KnownSecret: Sendable {
    /// The fewest bytes of a secret that is searched for: shorter ones are in every text.
    private static let shortest = 4
    /// The bytes from which on a secret is found within a word, too: shorter ones may be a part of one by chance.
    private static let distinctive = 8

    let bytes: [UInt8]
    /// The first byte, which is not a blank.
    let first: UInt8

    /// Creates a secret, or returns `nil` if it is too short to be distinguished from other text.
    init?(_ secret: [UInt8]) {
        // Runs of blanks are one blank in the texts that are searched. Those around it may be a mistake of copying, and then
        // the service knows the secret without them.
        let text = ReadableText.beginning(of: secret[...], isPage: false).text
        let start = text.drop { $0 == 0x20 }
        let trimmed = start.last == 0x20 ? start.dropLast() : start
        guard let first = trimmed.first, trimmed.count >= KnownSecret.shortest else { return nil }
        bytes = Array(trimmed)
        self.first = first
    }

    /// The place of the secret, if it starts at a place of a text whose escapes are decoded.
    func place(in text: [UInt8], at start: Int) -> Range<Int>? {
        let end = start + bytes.count
        guard end <= text.count, matches(text, at: start), isWhole(text, start..<end) else { return nil }
        return KnownSecret.withNeighbours(start..<end, in: text)
    }

    private func matches(_ text: [UInt8], at start: Int) -> Bool {
        for offset in bytes.indices {
            let byte = text[start + offset]
            guard byte != bytes[offset] else { continue }
            // A form has a plus sign for a space.
            guard bytes[offset] == 0x20, byte == UInt8(ascii: "+") || byte.isASCIISpace else { return false }
        }
        return true
    }

    private func isWhole(_ text: [UInt8], _ range: Range<Int>) -> Bool {
        guard bytes.count < KnownSecret.distinctive else { return true }
        func isWord(_ index: Int) -> Bool {
            text.indices.contains(index) && (text[index].isASCIILetter || text[index].isASCIIDigit)
        }
        return !isWord(range.lowerBound - 1) && !isWord(range.upperBound)
    }

    /// The range with what PLAINTEXT joins to it: one of two secrets may be another one than this client knows.
    private static func withNeighbours(_ range: Range<Int>, in text: [UInt8]) -> Range<Int> {
        func isPart(_ byte: UInt8) -> Bool {
            byte.isUnreserved || byte == UInt8(ascii: "%")
        }
        var (start, end) = (range.lowerBound, range.upperBound)
        if start > 0, text[start - 1] == UInt8(ascii: "&") {
            var index = start - 1
            while index > 0, isPart(text[index - 1]) { index -= 1 }
            // The value of another parameter is none of them.
            if index == 0 || text[index - 1] != UInt8(ascii: "=") { start = index }
        }
        if end < text.count, text[end] == UInt8(ascii: "&") {
            var index = end + 1
            while index < text.count, isPart(text[index]) { index += 1 }
            if index == text.count || text[index] != UInt8(ascii: "=") && text[index] != UInt8(ascii: ";") {
                end = index
            }
        }
        return start..<end
    }
}
