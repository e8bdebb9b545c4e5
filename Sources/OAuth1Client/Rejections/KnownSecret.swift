//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A secret of the request that a service answers, as it is searched for in what the service says.
struct KnownSecret: Sendable {
    /// The fewest bytes of a secret that is searched for: shorter ones are in every text.
    static let shortest = 4
    /// The bytes from which on a secret is found within a word, in whatever case, and in part where a text ends:
    /// shorter ones may be a part of something else by chance.
    private static let distinctive = 8
    /// The first bytes of a secret that are hidden, whatever follows them.
    private static let prefix = 64
    /// The most bytes of a secret that are compared.
    static let longest = 1_024

    /// The bytes that are compared.
    let bytes: [UInt8]
    private let isDistinctive: Bool
    /// Whether the secret has more bytes.
    private let isCut: Bool

    /// Creates a secret, or returns `nil` if it is too short to be distinguished from other text.
    init?(_ secret: some Collection<UInt8>) {
        // Runs of blanks are one blank in the texts that are searched. Those around it may be a mistake of copying, and then
        // the service knows the secret without them.
        let start = Array(secret.prefix(KnownSecret.longest))
        let hasSpace = start.contains(where: \.isASCIISpace)
        let text = hasSpace ? ReadableText.beginning(of: start[...], isPage: false).text : start
        let rest = text.drop { $0 == 0x20 }
        let trimmed = rest.last == 0x20 ? rest.dropLast() : rest
        guard trimmed.count >= KnownSecret.shortest else { return nil }
        isDistinctive = trimmed.count >= KnownSecret.distinctive
        isCut = secret.count > start.count
        bytes = isDistinctive ? trimmed.map(KnownSecret.folded) : Array(trimmed)
    }

    /// Whether a part of the secret is found, too.
    var isLong: Bool { bytes.count > KnownSecret.prefix }

    /// The bytes that a secret can start with in a text.
    var starts: [UInt8] {
        guard let first = bytes.first, isDistinctive else { return Array(bytes.prefix(1)) }
        return switch first {
        case UInt8(ascii: "+"): [first, UInt8(ascii: "-"), 0x20] + Array(0x09...0x0D)
        case UInt8(ascii: "/"): [first, UInt8(ascii: "_")]
        case UInt8(ascii: "a")...UInt8(ascii: "z"): [first, first & ~0x20]
        default: [first]
        }
    }

    /// The place of the secret, if it starts at a place of a text whose escapes are decoded.
    func place(in text: [UInt8], at start: Int) -> Range<Int>? {
        guard let end = isDistinctive ? foldedEnd(in: text, at: start) : exactEnd(in: text, at: start) else {
            return nil
        }
        return KnownSecret.withNeighbours(start..<end, in: text)
    }

    /// A byte as services repeat it: in another case, with a blank for a plus sign, in the alphabet of URLs.
    private static func folded(_ byte: UInt8) -> UInt8 {
        switch byte {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
        case UInt8(ascii: "-"), 0x20, 0x09...0x0D: UInt8(ascii: "+")
        case UInt8(ascii: "_"): UInt8(ascii: "/")
        default: byte
        }
    }

    /// The end of a distinctive secret, or of its first bytes if they are enough or the text ends.
    private func foldedEnd(in text: [UInt8], at start: Int) -> Int? {
        var (index, offset) = (start, 0)
        while offset < bytes.count {
            guard index < text.count else { return offset >= KnownSecret.distinctive ? index : nil }
            if KnownSecret.folded(text[index]) == bytes[offset] {
                index += 1
                offset += 1
            } else if offset > 0, let next = KnownSecret.endOfLineBreak(in: text, at: index) {
                index = next
            } else {
                return offset >= KnownSecret.prefix ? index : nil
            }
        }
        // What was not compared of a secret has no blank in it.
        while isCut, index < text.count, !text[index].isASCIISpace, text[index] != UInt8(ascii: "<") { index += 1 }
        return index
    }

    /// The end of a line break within a secret, with what some formats write in front of it.
    private static func endOfLineBreak(in text: [UInt8], at start: Int) -> Int? {
        let isMarked = text[start] == UInt8(ascii: "=") || text[start] == UInt8(ascii: "\\")
        let blanks = isMarked ? start + 1 : start
        let end = text[blanks...].prefix(4).prefix { $0.isASCIISpace }.endIndex
        return end > blanks ? end : nil
    }

    private func exactEnd(in text: [UInt8], at start: Int) -> Int? {
        let end = start + bytes.count
        guard end <= text.count else { return nil }
        for offset in bytes.indices {
            let byte = text[start + offset]
            guard byte != bytes[offset] else { continue }
            // A form has a plus sign for a space.
            guard bytes[offset] == 0x20, byte == UInt8(ascii: "+") || byte.isASCIISpace else { return nil }
        }
        func isWord(_ index: Int) -> Bool {
            text.indices.contains(index) && (text[index].isASCIILetter || text[index].isASCIIDigit)
        }
        return isWord(start - 1) || isWord(end) ? nil : end
    }

    /// The range with what PLAINTEXT joins to it: one of two secrets may be another one than this client knows.
    private static func withNeighbours(_ range: Range<Int>, in text: [UInt8]) -> Range<Int> {
        func isPart(_ byte: UInt8) -> Bool { byte.isUnreserved || byte == UInt8(ascii: "%") }
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
