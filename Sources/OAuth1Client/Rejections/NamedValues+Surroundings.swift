//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Values whose place depends on what is around the name: elements, pairs and sentences.
extension NamedValues {
    /// What is in the element whose tag's name ends at a place.
    func element(after nameEnd: Int) -> (Range<Int>, Bool)? {
        guard let tagEnd = first(UInt8(ascii: ">"), from: nameEnd) else { return (nameEnd..<bytes.count, false) }
        if byte(tagEnd - 1) == UInt8(ascii: "/") { return (nameEnd..<tagEnd, true) }
        return content(from: tagEnd + 1)
    }

    /// What is between two tags.
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

    /// What is in the next element that has a text, after the one that holds a name.
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
    func pair(_ name: Range<Int>, _ next: Int, _ body: (NamedValue) -> Void) {
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
        let lowest = max(0, name.lowerBound - NamedValues.reach)
        let highest = min(bytes.count, name.upperBound + NamedValues.reach)
        let start = bytes[lowest..<name.lowerBound].lastIndex { isBracket($0) } ?? lowest
        let end = bytes[name.upperBound..<highest].firstIndex { isBracket($0) } ?? highest
        var index = start
        while index < end {
            if bytes.hasText("val", at: index) || bytes.hasText("content", at: index)
                || bytes.hasText("text", at: index),
                !NamedValues.isInName(byte(index - 1) ?? 0)
            {
                while index < end, NamedValues.isInName(bytes[index]) { index += 1 }
                if isQuote(byte(index)) { index += 1 }
                if let start = afterSeparator(skippingSpace(index)),
                    let found = value(.secret, after: start, isProse: false)
                {
                    body(found)
                }
            }
            index += 1
        }
    }

    func isBracket(_ byte: UInt8) -> Bool { [0x7B, 0x7D, 0x3C, 0x3E].contains(byte) }

    /// A value after some words, as in "The secret that was sent: …", if it does not look like one more word.
    func prose(_ meaning: NameMeaning, _ start: Int) -> NamedValue? {
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
