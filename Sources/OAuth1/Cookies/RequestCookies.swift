//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import HTTPTypes

/// The cookies of one kind that a browser sent (RFC 6265 section 4.2), read in one pass over the bytes; the others are only
/// counted.
package struct RequestCookies {
    /// More than this is not read; servers reject such heads anyway.
    private static let maximumBytes = 65_536
    /// More cookies than any browser keeps for one site.
    private static let maximumCount = 1_000

    /// Names and values in their order.
    package private(set) var pairs: [(name: String, value: String)] = []
    /// The bytes of all cookies together, the others included.
    package private(set) var byteCount = 0

    /// Reads the cookies of a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - prefix: The name prefix of the cookies to keep.
    package init(_ request: HTTPRequest, keeping prefix: String) {
        var bytes = 0
        var count = 0
        // HTTP/2 may split them into several fields.
        for field in request.headerFields[values: .cookie] {
            bytes += field.utf8.count
            guard bytes <= Self.maximumBytes else { return }
            var rest = field.utf8[...]
            while !rest.isEmpty {
                count += 1
                guard count <= Self.maximumCount else { return }
                let pair = rest.prefix { $0 != UInt8(ascii: ";") }
                rest = rest[pair.endIndex...].dropFirst()
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
                let name = Self.trimmed(pair[..<equals])
                guard !name.isEmpty else { continue }
                let value = Self.trimmed(pair[pair.index(after: equals)...])
                byteCount += Self.byteCount(name.count, value.count)
                guard name.starts(with: prefix.utf8) else { continue }
                pairs.append((String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self)))
            }
        }
    }

    /// The bytes of a cookie, with what is between it and the next.
    package static func byteCount(_ pair: (name: String, value: String)) -> Int {
        byteCount(pair.name.utf8.count, pair.value.utf8.count)
    }

    private static func byteCount(_ name: Int, _ value: Int) -> Int { name + value + 3 }

    /// The value of a cookie; the first, which is the one with the longest path, if there are several.
    package subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// The cookies whose names start so.
    package func beginning(with prefix: String) -> [(name: String, value: String)] {
        pairs.filter { $0.name.utf8.starts(with: prefix.utf8) }
    }

    private static func trimmed(_ text: Substring.UTF8View) -> Substring.UTF8View {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = text.drop(while: isSpace)
        guard let end = start.lastIndex(where: { !isSpace($0) }) else { return start[..<start.startIndex] }
        return start[...end]
    }
}
