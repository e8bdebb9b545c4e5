//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Values whose place depends on what is around the name: elements, pairs and sentences.
extension NamedValues {
    /// The content of the element whose tag's name ends at a place.
    func element(after nameEnd: Int) -> (Range<Int>, Bool)? {
        guard let tagEnd = first(UInt8(ascii: ">"), from: nameEnd) else { return (nameEnd..<bytes.count, false) }
        if byte(tagEnd - 1) == UInt8(ascii: "/") { return (nameEnd..<tagEnd, true) }
        return content(from: tagEnd + 1)
    }

    /// The text between two tags.
    func content(from start: Int) -> (Range<Int>, Bool) {
        let text = skippingSpace(start)
        if bytes.hasText("<![cdata[", at: text) {
            let inner = text + 9
            guard let end = bytes.firstIndex(ofText: "]]>", from: inner) else { return (inner..<bytes.count, false) }
            return (inner..<end, true)
        }
        let end = first(UInt8(ascii: "<"), from: start, within: bytes.count)
        return end.map { (start..<$0, true) } ?? (start..<bytes.count, false)
    }

    /// The text of the next element that has one, after the one that holds a name.
    func nextElement(_ start: Int) -> (Range<Int>, Bool)? {
        var index = start
        for _ in 0..<6 {
            guard byte(index) == UInt8(ascii: "<"), !bytes.hasText("<![cdata[", at: index) else { break }
            guard let end = first(UInt8(ascii: ">"), from: index) else { return (index..<bytes.count, false) }
            index = skippingSpace(end + 1)
        }
        guard index < bytes.count else { return nil }
        return content(from: index)
    }

    // MARK: Pairs and prose

    /// The value next to a name that is itself a value: `{"name": "…", "value": "…"}`, `<p name="…" value="…"/>`,
    /// `("…", "…")`.
    func pair(_ name: Range<Int>, _ next: Int, _ search: inout PairSearch, _ body: (NamedValue) -> Void) {
        let opening = name.lowerBound - 1
        var before = opening - 1
        if byte(before) == UInt8(ascii: "u") || byte(before) == UInt8(ascii: "b") { before -= 1 }
        if byte(next) == UInt8(ascii: ","), byte(before) == UInt8(ascii: "(") || byte(before) == UInt8(ascii: "[") {
            let start = skippingSpace(next + 1)
            // Lists of names have names only.
            if !bytes.hasText("oauth_", at: start + 1), let found = value(.secret, after: start, isProse: false) {
                body(found)
            }
            return
        }
        let surroundings = search.surroundings(of: name, in: bytes)
        var index = surroundings.lowerBound
        var (lastWord, valueEnd) = (index, 0)
        while index < surroundings.upperBound {
            guard NamedValues.isInName(bytes[index]) else {
                index += 1
                continue
            }
            let word = index
            while index < surroundings.upperBound, NamedValues.isInName(bytes[index]) { index += 1 }
            lastWord = word
            guard
                bytes.hasText("val", at: word) || bytes.hasText("content", at: word) || bytes.hasText("text", at: word),
                !NamedValues.isInName(byte(word - 1) ?? 0)
            else { continue }
            // Values that start within one that was found end with it.
            if let start = afterSeparator(skippingSpace(isQuote(byte(index)) ? index + 1 : index)), start >= valueEnd,
                let found = value(.secret, after: start, isProse: false)
            {
                valueEnd = found.hasCertainEnd ? found.value.upperBound : bytes.count
                body(found)
            }
        }
        // A word that was cut is looked at again.
        search.seen = NamedValues.isInName(byte(index) ?? 0) ? lastWord : index
    }

    static func isBracket(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "{"), UInt8(ascii: "}"), UInt8(ascii: "<"), UInt8(ascii: ">"): true
        default: false
        }
    }

    /// A value that follows the word in quotes or brackets, as in "the secret 'x1' is wrong".
    private func quotedProse(_ meaning: NameMeaning, _ start: Int) -> NamedValue? {
        guard byte(start - 1)?.isASCIISpace == true else { return nil }
        let opening = byte(start) == UInt8(ascii: "(") ? start + 1 : start
        let isQuoted = isQuote(byte(opening))
        guard isQuoted || opening > start else { return nil }
        let value = isQuoted ? opening + 1 : opening
        let end = unquotedEnd(of: meaning, from: value)
        let bracket = isQuoted ? nil : bytes[value..<end].firstIndex(of: UInt8(ascii: ")"))
        let range = value..<(bracket ?? end)
        // The name of a method is there, too.
        let isValue = meaning.isSecret ? looksRandom(range) : looksSigned(range)
        return isValue ? NamedValue(meaning: meaning, value: range, hasCertainEnd: true) : nil
    }

    /// Whether a value can be a signature: long, or with what Base64 and PLAINTEXT have in them and names have not.
    private func looksSigned(_ range: Range<Int>) -> Bool {
        range.count >= 20 || bytes[range].contains { [0x2B, 0x2F, 0x3D, 0x25, 0x26].contains($0) }
    }

    /// A value after some words, as in "The secret that was sent: …", if it does not look like one more word.
    func prose(_ meaning: NameMeaning, _ start: Int) -> NamedValue? {
        if let found = quotedProse(meaning, start) { return found }
        var index = start
        while index < start + 20, let byte = byte(index), byte.isASCIILetter || [0x20, 0x28, 0x29, 0x2D].contains(byte)
        {
            index += 1
        }
        // "signature base string: …" is not about a signature.
        guard index > start, !bytes[start..<index].hasTextSuffix("string"), let after = afterSeparator(index) else {
            return nil
        }
        let value = skippingSpace(after)
        let end = unquotedEnd(of: meaning, from: value)
        guard end > value, looksRandom(value..<end) else { return nil }
        return NamedValue(meaning: meaning, value: value..<end, hasCertainEnd: true)
    }
}
