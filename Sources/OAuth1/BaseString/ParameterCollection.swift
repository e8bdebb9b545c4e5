//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The places of one parameter in the text of collected parameters.
///
/// The text has `name%3Dvalue`, name and value percent-encoded twice, exactly as it goes into the base string, and
/// `%26` in front of all but the first.
struct ParameterEntry: BitwiseCopyable {
    var start: UInt32
    var nameEnd: UInt32
    var end: UInt32

    @inline(__always)
    var name: Range<Int> { Int(start)..<Int(nameEnd) }
    @inline(__always)
    var value: Range<Int> { (Int(nameEnd) &+ 3)..<Int(end) }
    @inline(__always)
    var all: Range<Int> { Int(start)..<Int(end) }

    /// Returns whether another parameter follows this one in the text.
    @inline(__always)
    func isFollowed(by other: ParameterEntry) -> Bool { other.start == end &+ 3 }
}

extension EncodedPair {
    /// The most bytes that the pair becomes, with `%26` in front of its name and `%3D` after it.
    @inline(__always)
    var textCapacity: Int {
        (isUnreserved ? 1 : EncodingDepth.twice.mostBytes) * (name.count + value.count) + 6
    }
}

/// Collects the parameters of a request (RFC 5849 section 3.4.1.3), the one way for signer and verifier.
///
/// Parameters are written encoded twice from the start. That keeps the order of section 3.4.1.3.2, which compares
/// them encoded once: the second encoding turns each `%` into `%25` and changes nothing else.
enum ParameterCollection {
    /// How many bytes of text the pairs of so many bytes of query, form or header can become.
    ///
    /// A byte becomes five at most. The shortest pair of two bytes, such as `*&`, needs eleven, three of them in front of
    /// its name and three after it.
    static func textCapacity(forEncoded count: Int) -> Int { 11 * (count + 2) / 2 }

    /// How many pairs so many bytes of query or form can have.
    static func entryCapacity(forEncoded count: Int) -> Int { (count + 1) / 2 }

    /// Starts a parameter after the existing ones, and returns its place.
    @inline(__always)
    static func begin(_ text: inout ByteWriter, _ entries: borrowing OutputSpan<ParameterEntry>) -> Int {
        if !entries.isEmpty { text.append("%26") }
        return text.count
    }

    /// Collects a pair of a query, form or header, decoding each escape exactly once.
    @inline(__always)
    static func collect(
        _ pair: EncodedPair,
        of source: Span<UInt8>,
        _ plusSign: PlusSign,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        let start = begin(&text, entries)
        if pair.isUnreserved {
            text.append(source.extracting(pair.name))
        } else {
            appendTranscoded(source.extracting(pair.name), plusSign, to: &text)
        }
        let nameEnd = text.count
        text.append("%3D")
        if pair.isUnreserved {
            text.append(source.extracting(pair.value))
        } else {
            appendTranscoded(source.extracting(pair.value), plusSign, to: &text)
        }
        try add(start, nameEnd, text.count, to: &entries)
    }

    /// Collects a parameter that is not encoded yet.
    @inline(__always)
    static func collect(
        name: Span<UInt8>,
        value: Span<UInt8>,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        let start = begin(&text, entries)
        text.appendEncoded(name, .twice)
        let nameEnd = text.count
        text.append("%3D")
        text.appendEncoded(value, .twice)
        try add(start, nameEnd, text.count, to: &entries)
    }

    /// Remembers the place of a parameter.
    @inline(__always)
    static func add(
        _ start: Int,
        _ nameEnd: Int,
        _ end: Int,
        to entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        guard entries.freeCapacity > 0 else {
            throw .tooManyParameters(entries.capacity)
        }
        entries.append(
            ParameterEntry(
                start: UInt32(truncatingIfNeeded: start),
                nameEnd: UInt32(truncatingIfNeeded: nameEnd),
                end: UInt32(truncatingIfNeeded: end)
            )
        )
    }

    /// Collects the pairs of a query or form that are signed, decoding each escape exactly once.
    ///
    /// Finds names and values by the rules of ``EncodedPairCursor``, in the same walk that transcodes them.
    @inline(__always)
    static func collectPairs(
        of encoded: Span<UInt8>,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>,
        where isSigned: (_ name: Range<Int>) throws(OAuth1Error) -> Bool
    ) throws(OAuth1Error) {
        var index = 0
        while index < encoded.count {
            let nameStart = index
            if encoded[index] == UInt8(ascii: "&") {
                index &+= 1
                continue
            }
            let textEnd = text.count
            let start = begin(&text, entries)
            appendTranscoded(encoded, from: &index, .isSpace, to: &text) { byte in
                byte == UInt8(ascii: "=") || byte == UInt8(ascii: "&")
            }
            let nameEnd = text.count
            let isSigned = try isSigned(nameStart..<index)
            text.append("%3D")
            if index < encoded.count, encoded[index] == UInt8(ascii: "=") {
                index &+= 1
                appendTranscoded(encoded, from: &index, .isSpace, to: &text) { byte in byte == UInt8(ascii: "&") }
            }
            if isSigned {
                try add(start, nameEnd, text.count, to: &entries)
            } else {
                text.removeAll(from: textEnd)
            }
        }
    }

    @inline(__always)
    private static func appendTranscoded(_ encoded: Span<UInt8>, _ plusSign: PlusSign, to text: inout ByteWriter) {
        var index = 0
        appendTranscoded(encoded, from: &index, plusSign, to: &text) { _ in false }
    }

    /// Transcodes bytes from `index` on, up to one that `isEnd` accepts, and moves `index` there.
    @inline(__always)
    private static func appendTranscoded(
        _ encoded: Span<UInt8>,
        from index: inout Int,
        _ plusSign: PlusSign,
        to text: inout ByteWriter,
        until isEnd: (UInt8) -> Bool
    ) {
        precondition(index >= 0, "no such byte")
        text.batch(atMost: EncodingDepth.twice.mostBytes &* (encoded.count &- index)) { batch in
            while index < encoded.count {
                // The index only grows: half of the time in this loop would go into checking that it is not negative.
                let byte = unsafe encoded[unchecked: index]
                if PercentEncoding.isUnreserved(byte) {
                    // Most bytes represent themselves, and need neither decoding nor encoding.
                    batch.append(byte)
                    index &+= 1
                } else if isEnd(byte) {
                    break
                } else {
                    batch.appendEncoded(encoded.decodedByte(at: &index, before: encoded.count, plusSign), .twice)
                }
            }
        }
    }

    /// Returns whether the entries are sorted, and the text from `start` on has them in this order and nothing else.
    static func isSorted(_ entries: Span<ParameterEntry>, text: Span<UInt8>, from start: Int) -> Bool {
        guard !entries.isEmpty else { return true }
        var last = entries[0]
        guard last.all.lowerBound == start else { return false }
        for index in 1..<entries.count {
            let entry = entries[index]
            guard last.isFollowed(by: entry), !isOrdered(entry, before: last, in: text) else { return false }
            last = entry
        }
        return last.all.upperBound == text.count
    }

    /// Sorts entries by name, then by value (section 3.4.1.3.2).
    static func sort(_ entries: inout OutputSpan<ParameterEntry>, text: Span<UInt8>) {
        if entries.count <= insertionSortLimit {
            insertionSort(&entries, text: text)
        } else {
            librarySort(&entries, text: text)
        }
    }

    /// Requests have few parameters, nearly sorted already; for these the library's sort costs more than the work.
    private static let insertionSortLimit = 32

    @inline(__always)
    private static func insertionSort(_ entries: inout OutputSpan<ParameterEntry>, text: Span<UInt8>) {
        var entries = entries.mutableSpan
        for index in 1..<max(1, entries.count) {
            let entry = entries[index]
            var hole = index
            while hole > 0, isOrdered(entry, before: entries[hole &- 1], in: text) {
                entries[hole] = entries[hole &- 1]
                hole &-= 1
            }
            entries[hole] = entry
        }
    }

    private static func librarySort(_ entries: inout OutputSpan<ParameterEntry>, text: Span<UInt8>) {
        var entries = entries.mutableSpan
        unsafe entries.withUnsafeMutableBufferPointer { buffer in
            unsafe text.withUnsafeBufferPointer { text in
                var buffer = unsafe buffer
                unsafe buffer.sort { isOrdered($0, before: $1, in: unsafe text.span) }
            }
        }
    }

    @inline(__always)
    static func isOrdered(_ lhs: ParameterEntry, before rhs: ParameterEntry, in text: Span<UInt8>) -> Bool {
        // The first eight bytes distinguish nearly all compared names, because these start with `oauth_`.
        if lhs.start &+ 8 <= lhs.nameEnd, rhs.start &+ 8 <= rhs.nameEnd {
            let (lhs, rhs) = (text.word(at: Int(lhs.start)), text.word(at: Int(rhs.start)))
            if lhs != rhs { return lhs < rhs }
        }
        let order = text.extracting(lhs.name).order(text.extracting(rhs.name))
        return order != 0 ? order < 0 : text.extracting(lhs.value).order(text.extracting(rhs.value)) < 0
    }
}

extension OAuth1Error {
    /// The error for a request with more parameters than there is room for, which is what the limit says.
    static func tooManyParameters(_ limit: Int) -> OAuth1Error {
        OAuth1Error(
            .limitExceeded,
            "the request has more than \(limit) parameters"
        )
    }

    /// The error for a request with more bytes than the limit allows.
    static func tooManyBytes(_ what: StaticString, _ limits: OAuth1Limits) -> OAuth1Error {
        OAuth1Error(
            .limitExceeded,
            "\(what) have more than \(limits.byteCount) bytes"
        )
    }
}
