//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Searches a text for many words at once, whatever their case.
///
/// One pass: at each place only the words are compared that start with the two bytes there. Whitespace after a colon is passed over, so
/// that `"code": 32` is found as `"code":32`, and a word that ends with a digit is not found in a longer number.
struct WordSearch: Sendable {
    private let words: [[UInt8]]
    /// The words by their first two bytes, which distinguish nearly all of them.
    private let starts: [[Int]]

    /// Creates a search.
    ///
    /// - Parameter words: ASCII, in lower case, two bytes or more. Earlier ones win over later ones.
    init(_ words: [String]) {
        self.words = words.map { Array($0.utf8) }
        var starts = [[Int]](repeating: [], count: 1_024)
        for (index, word) in self.words.enumerated() where word.count > 1 {
            starts[WordSearch.start(word[0], word[1])].append(index)
        }
        self.starts = starts
    }

    /// The index of the first of the words that the text contains, wherever it is.
    func first(in text: [UInt8]) -> Int? {
        let text = WordSearch.normalized(text)
        var best = words.count
        for start in text.indices.dropLast() {
            for word in starts[WordSearch.start(text[start], text[start + 1])] {
                if word >= best { break }
                if matches(words[word], text, at: start) { best = word }
            }
        }
        return best < words.count ? best : nil
    }

    /// The place of two bytes among the starts: letters of one case have separate places.
    private static func start(_ first: UInt8, _ second: UInt8) -> Int { Int(first & 31) << 5 | Int(second & 31) }

    private func matches(_ word: [UInt8], _ text: [UInt8], at start: Int) -> Bool {
        let end = start + word.count
        guard end <= text.count else { return false }
        for index in word.indices where word[index] != text[start + index] { return false }
        guard let last = word.last, WordSearch.isDigit(last), end < text.count else { return true }
        return !WordSearch.isDigit(text[end])
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0") <= byte && byte <= UInt8(ascii: "9") }

    /// The text in lower case, without whitespace after colons.
    private static func normalized(_ text: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(text.count)
        for byte in text {
            let isSpace = byte == 0x20 || (0x09...0x0D).contains(byte)
            if isSpace, result.last == UInt8(ascii: ":") { continue }
            result.append(UInt8(ascii: "A") <= byte && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte)
        }
        return result
    }
}
