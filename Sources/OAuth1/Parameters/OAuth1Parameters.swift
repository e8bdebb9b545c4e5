//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// One name and value, as bytes: nothing that is on the wire is lost or replaced.
public struct OAuth1Parameter: Sendable, Hashable {
    /// The decoded bytes of the name.
    public var nameBytes: [UInt8]
    /// The decoded bytes of the value.
    public var valueBytes: [UInt8]

    /// Creates a parameter from bytes, which need not be UTF-8.
    ///
    /// - Parameters:
    ///   - nameBytes: The bytes of the name, not percent-encoded.
    ///   - valueBytes: The bytes of the value, not percent-encoded.
    public init(nameBytes: [UInt8], valueBytes: [UInt8]) {
        self.nameBytes = nameBytes
        self.valueBytes = valueBytes
    }

    /// Creates a parameter from text.
    ///
    /// - Parameters:
    ///   - name: The name, not percent-encoded.
    ///   - value: The value, not percent-encoded.
    public init(_ name: String, _ value: String) {
        self.init(nameBytes: Array(name.utf8), valueBytes: Array(value.utf8))
    }

    /// The name as text; bytes that are not UTF-8 are replaced.
    public var name: String { String(decoding: nameBytes, as: UTF8.self) }
    /// The value as text; bytes that are not UTF-8 are replaced.
    public var value: String { String(decoding: valueBytes, as: UTF8.self) }
}

/// Names and values in their order, duplicates included.
///
/// Reads and writes `application/x-www-form-urlencoded` text for queries, form bodies and token responses. Writing
/// escapes everything but the unreserved characters, a space as `%20`, so that lenient and strict services agree.
public struct OAuth1Parameters: Sendable, Hashable {
    private var pairs: [OAuth1Parameter]

    /// Creates no parameters.
    public init() {
        pairs = []
    }

    /// Creates parameters from pairs.
    ///
    /// - Parameter pairs: The pairs in their order.
    public init(_ pairs: some Sequence<OAuth1Parameter>) {
        self.pairs = Array(pairs)
    }

    /// Reads the text of a query or a form, decoding each escape and plus sign exactly once.
    ///
    /// - Parameter encoded: The text without a leading question mark, any bytes.
    public init(formEncoded encoded: some Sequence<UInt8>) {
        let bytes = Array(encoded)
        self.init(text: bytes.span, range: 0..<bytes.count)
    }

    /// Reads the text of a query or a form.
    ///
    /// - Parameter encoded: The text without a leading question mark.
    public init(formEncoded encoded: String) {
        self = withBytes(of: encoded) { text in OAuth1Parameters(text: text, range: 0..<text.count) }
    }

    /// Reads only some parameters of a query or a form, in one pass; all others are skipped without being decoded.
    ///
    /// - Parameters:
    ///   - encoded: The text without a leading question mark.
    ///   - names: The names of the parameters to read, not percent-encoded.
    ///   - count: How many of each name to read at most: two show that a name occurs more than once.
    package init(formEncoded encoded: String, keeping names: [StaticString], atMost count: Int = 2) {
        pairs = withBytes(of: encoded) { text in
            var pairs: [OAuth1Parameter] = []
            var found = [Int](repeating: 0, count: names.count)
            var cursor = EncodedPairCursor(0..<text.count)
            while let pair = cursor.next(in: text) {
                let known = names.firstIndex { text.stands(pair.name, for: $0, .isSpace) }
                guard let known, found[known] < count else { continue }
                found[known] += 1
                pairs.append(
                    OAuth1Parameter(
                        nameBytes: text.decoded(pair.name, .isSpace),
                        valueBytes: text.decoded(pair.value, .isSpace)
                    )
                )
            }
            return pairs
        }
    }

    private init(text: Span<UInt8>, range: Range<Int>) {
        pairs = []
        var cursor = EncodedPairCursor(range)
        while let pair = cursor.next(in: text) {
            pairs.append(
                OAuth1Parameter(
                    nameBytes: text.decoded(pair.name, .isSpace),
                    valueBytes: text.decoded(pair.value, .isSpace)
                )
            )
        }
    }

    /// The text of a form or a query with these parameters.
    public var formEncoded: [UInt8] {
        let capacity = pairs.reduce(0) { sum, pair in sum + 3 * (pair.nameBytes.count + pair.valueBytes.count) + 2 }
        return [UInt8](capacity: capacity) { output in
            for (index, pair) in pairs.enumerated() {
                if index > 0 { output.append(UInt8(ascii: "&")) }
                output.appendEncoded(pair.nameBytes.span, .once)
                output.append(UInt8(ascii: "="))
                output.appendEncoded(pair.valueBytes.span, .once)
            }
        }
    }

    /// The text of a form or a query with these parameters; it is all ASCII.
    public var formEncodedString: String { String(decoding: formEncoded, as: UTF8.self) }

    /// The first value of a name, or `nil` if there is none.
    ///
    /// - Parameter name: The name.
    public subscript(_ name: String) -> String? {
        pairs.first { $0.nameBytes.elementsEqual(name.utf8) }?.value
    }

    /// All values of a name, in their order.
    ///
    /// - Parameter name: The name.
    /// - Returns: The values.
    public func values(for name: String) -> [String] {
        pairs.lazy.filter { $0.nameBytes.elementsEqual(name.utf8) }.map(\.value)
    }

    /// Adds a pair at the end.
    ///
    /// - Parameter parameter: The pair.
    public mutating func append(_ parameter: OAuth1Parameter) {
        pairs.append(parameter)
    }

    /// Adds pairs at the end.
    ///
    /// - Parameter parameters: The pairs.
    public mutating func append(contentsOf parameters: some Sequence<OAuth1Parameter>) {
        pairs.append(contentsOf: parameters)
    }
}

extension OAuth1Parameters: RandomAccessCollection {
    /// The position of the first pair.
    public var startIndex: Int { pairs.startIndex }
    /// The position after the last pair.
    public var endIndex: Int { pairs.endIndex }
    /// The pair at a position.
    ///
    /// - Parameter position: The position.
    public subscript(position: Int) -> OAuth1Parameter { pairs[position] }
}

extension OAuth1Parameters: ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    /// Creates parameters from pairs.
    ///
    /// - Parameter elements: The pairs in their order.
    public init(arrayLiteral elements: OAuth1Parameter...) {
        self.init(elements)
    }

    /// Creates parameters from names and values, duplicates kept.
    ///
    /// - Parameter elements: The names and values in their order.
    public init(dictionaryLiteral elements: (String, String)...) {
        self.init(elements.lazy.map { name, value in OAuth1Parameter(name, value) })
    }
}
