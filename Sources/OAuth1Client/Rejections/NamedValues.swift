//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A name in a service's text that matters here, and the value that it has there.
struct NamedValue {
    let meaning: NameMeaning
    /// Where the value is.
    let value: Range<Int>
    /// Whether it is certain that the value ends there.
    ///
    /// If not, what follows may be the rest of it.
    let hasCertainEnd: Bool
    /// Whether the value is certainly the name's: in quotes, in an element, or one that looks like a secret.
    ///
    /// If not, what was found may be the value's type, or a bracket in front of it.
    var isCertain = true
}

/// Finds the values of names in a text of whatever format: form, header, JSON, XML, HTML, lists of pairs and prose.
///
/// One pass over the text, with a bounded look around each name.
struct NamedValues {
    /// How far a value's separator or an object's end may be from the name.
    static let reach = 256

    let bytes: [UInt8]

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    /// Calls a closure with each value.
    func visit(_ body: (NamedValue) -> Void) {
        var index = 0
        var previous: Range<Int>?
        // Names within a value that was found are not looked at again, so that nested ones cost no more than others. A base
        // string has names of secrets in it, which are.
        var (secrets, baseStrings) = (CoveredText(), CoveredText())
        var pairs = PairSearch()
        var opaque = OpaqueSearch()
        var isFound = false
        func report(_ found: NamedValue) {
            isFound = isFound || found.isCertain
            let value = found.value.lowerBound..<(found.hasCertainEnd ? found.value.upperBound : bytes.count)
            if found.meaning == .baseString { baseStrings.add(value) } else { secrets.add(value) }
            body(found)
        }
        while index < bytes.count {
            guard NamedValues.isInName(bytes[index]) else {
                if NamedValues.isBracket(bytes[index]) { pairs.bracket = index }
                index += 1
                continue
            }
            let start = index
            var mayHaveSecretWord = false
            var last: UInt8 = 0
            while index < bytes.count, NamedValues.isInName(bytes[index]) {
                mayHaveSecretWord = mayHaveSecretWord || NameMeaning.mayStartSecretWord(last, bytes[index])
                last = bytes[index]
                index += 1
            }
            let name = start..<index
            let before = previous
            previous = name
            guard mayHaveSecretWord || NameMeaning.mayEndName(last) else { continue }
            let neighbour = before.flatMap { $0.upperBound + 1 == start ? bytes[$0] : nil }
            guard !secrets.covers(name),
                let meaning = NameMeaning(bytes[name], after: neighbour, mayHaveSecretWord: mayHaveSecretWord),
                meaning != .baseString || !baseStrings.covers(name)
            else { continue }
            isFound = false
            find(meaning, name, &pairs, report)
            guard meaning == .secret, !isFound else { continue }
            opaque.visit(bytes, near: name, after: isQuote(byte(name.lowerBound - 1)) ? pairs.bracket : name.upperBound)
            {
                body(NamedValue(meaning: .secret, value: $0, hasCertainEnd: true))
            }
        }
    }

    /// The value after a name that ends at a place, if it is in quotes, in an element or ends as a value of a form does.
    func plainValue(after nameEnd: Int) -> Range<Int>? {
        var index = nameEnd
        while index < nameEnd + 4, isClosing(byte(index)) { index += 1 }
        index = skippingSpace(index)
        if byte(index) == UInt8(ascii: ">") { return content(from: index + 1).0 }
        guard let start = afterSeparator(index) else { return nil }
        index = skippingSpace(start)
        if isQuote(byte(index)) { return quoted(from: index).0 }
        if byte(index) == UInt8(ascii: "\\") { return nil }
        let end = bytes[index...].firstIndex { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";") || isEnd($0) }
        return index..<(end ?? bytes.count)
    }

    static func isInName(_ byte: UInt8) -> Bool {
        byte.isASCIILetter || byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
            || byte == UInt8(ascii: ".")
    }

    private func find(
        _ meaning: NameMeaning,
        _ name: Range<Int>,
        _ pairs: inout PairSearch,
        _ body: (NamedValue) -> Void
    ) {
        if byte(name.lowerBound - 1) == UInt8(ascii: "<") {
            element(after: name.upperBound).map { body(NamedValue(meaning: meaning, $0)) }
            return
        }
        // Tokens have names that are also in URLs.
        if meaning == .token, byte(name.lowerBound - 1) == UInt8(ascii: "/") { return }
        var index = name.upperBound
        // The end of a quoted name or an index: "name", ['name'].
        while index < name.upperBound + 4, isClosing(byte(index)) { index += 1 }
        let isQuoted = index > name.upperBound
        let separator = skippingSpace(index)
        if let start = afterSeparator(separator) {
            value(meaning, after: start, isProse: byte(separator) == UInt8(ascii: ":") && !isQuoted).map(body)
        } else if byte(separator) == UInt8(ascii: "<"), isAfterTag(name.lowerBound) {
            nextElement(separator).map { body(NamedValue(meaning: meaning, $0)) }
        } else if isQuoted, meaning.isSecret || meaning == .signature {
            pair(name, separator, &pairs, body)
        } else {
            prose(meaning, separator).map(body)
        }
    }

    /// Whether only blanks are between a place and the end of a tag in front of it.
    private func isAfterTag(_ start: Int) -> Bool {
        bytes[max(0, start - NamedValues.reach)..<start].last { !$0.isASCIISpace } == UInt8(ascii: ">")
    }

    private func isClosing(_ byte: UInt8?) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "]"), UInt8(ascii: ")"),
            UInt8(ascii: "\\"):
            true
        default: false
        }
    }

    func isQuote(_ byte: UInt8?) -> Bool {
        byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") || byte == UInt8(ascii: "`")
    }

    /// The place after `=`, `:`, `=>`, `->` or `:=`, or `nil` if none of them is there.
    func afterSeparator(_ index: Int) -> Int? {
        switch (byte(index), byte(index + 1)) {
        case (UInt8(ascii: "="), UInt8(ascii: ">")), (UInt8(ascii: "-"), UInt8(ascii: ">")),
            (UInt8(ascii: ":"), UInt8(ascii: "=")), (UInt8(ascii: "="), UInt8(ascii: "=")):
            index + 2
        case (UInt8(ascii: "="), _), (UInt8(ascii: ":"), _): index + 1
        default: nil
        }
    }

    // MARK: Values

    func value(_ meaning: NameMeaning, after start: Int, isProse: Bool) -> NamedValue? {
        var index = skippingSpace(start)
        // Python and Objective-C have a letter or a sign in front of quotes.
        if isQuote(byte(index + 1)), [UInt8(ascii: "u"), UInt8(ascii: "b"), UInt8(ascii: "@")].contains(byte(index)) {
            index += 1
        }
        switch byte(index) {
        case UInt8(ascii: "\"")?, UInt8(ascii: "'")?, UInt8(ascii: "`")?:
            return NamedValue(meaning: meaning, quoted(from: index))
        case UInt8(ascii: "{")?, UInt8(ascii: "[")?:
            return NamedValue(meaning: meaning, value: index..<bytes.count, hasCertainEnd: false)
        case UInt8(ascii: "<")? where bytes.hasText("<redacted>", at: index):
            // It was found before; what has no end of a value in front belongs to it.
            let rest = index + 10
            let end = unquotedEnd(of: meaning, from: rest)
            return end > rest ? NamedValue(meaning: meaning, value: rest..<end, hasCertainEnd: true) : nil
        case UInt8(ascii: "<")?:
            return nextElement(index)
                .map { NamedValue(meaning: meaning, value: $0, hasCertainEnd: $1, isCertain: false) }
        case nil:
            return nil
        case let first?:
            // A quote with a backslash in front is one in a text that is not decoded yet.
            if first == UInt8(ascii: "\\"), isQuote(byte(index + 1)) { return nil }
            let end = unquotedEnd(of: meaning, from: index)
            guard end > index else { return nil }
            if meaning == .signatureWord, isProse, !looksRandom(index..<end) { return nil }
            let isCertain = OpaqueSearch.hasOpaque(bytes[index..<end]) || byte(end) == UInt8(ascii: "&")
            return NamedValue(meaning: meaning, value: index..<end, hasCertainEnd: true, isCertain: isCertain)
        }
    }

    /// A value in quotes, up to the quote that ends it, or to the end of the text.
    private func quoted(from start: Int) -> (Range<Int>, Bool) {
        let quote = bytes[start]
        var index = start + 1
        while index < bytes.count, bytes[index] != quote { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
        return index < bytes.count ? ((start + 1)..<index, true) : ((start + 1)..<bytes.count, false)
    }

    /// The end of a value without quotes.
    func unquotedEnd(of meaning: NameMeaning, from start: Int) -> Int {
        var index = start
        while index < bytes.count {
            if isEnd(bytes[index]) { return index }
            if bytes[index] == UInt8(ascii: "&"), endsAtAmpersand(index, meaning) { return index }
            index += 1
        }
        return index
    }

    /// Whether a byte ends a value without quotes, whatever format that is in.
    private func isEnd(_ byte: UInt8) -> Bool {
        isQuote(byte) || byte == UInt8(ascii: "<") || byte == UInt8(ascii: ",") || byte.isASCIISpace
    }

    /// Whether the next parameter starts after an ampersand: PLAINTEXT has one within its signature.
    private func endsAtAmpersand(_ ampersand: Int, _ meaning: NameMeaning) -> Bool {
        guard !meaning.isSecret else { return true }
        var index = ampersand + 1
        while index < bytes.count, NamedValues.isInName(bytes[index]) || bytes[index] == UInt8(ascii: "%") {
            index += 1
        }
        let next = byte(index)
        return next == UInt8(ascii: "=")
            || (next == UInt8(ascii: ";") && index > ampersand + 1 && meaning != .baseString)
    }

    func looksRandom(_ range: Range<Int>) -> Bool {
        range.count >= 16
            || bytes[range].contains { $0.isASCIIDigit || [0x2B, 0x2F, 0x3D, 0x25, 0x26].contains($0) }
    }

    // MARK: Bytes

    func byte(_ index: Int) -> UInt8? { bytes.indices.contains(index) ? bytes[index] : nil }

    func skippingSpace(_ start: Int) -> Int {
        var index = start
        while let byte = byte(index), byte.isASCIISpace, index < start + NamedValues.reach { index += 1 }
        return index
    }

    func first(_ wanted: UInt8, from start: Int, within reach: Int = NamedValues.reach) -> Int? {
        guard start < bytes.count else { return nil }
        return bytes[start..<min(bytes.count, start + reach)].firstIndex(of: wanted)
    }
}

extension NamedValue {
    init(meaning: NameMeaning, _ found: (Range<Int>, Bool)) {
        self.init(meaning: meaning, value: found.0, hasCertainEnd: found.1)
    }
}
