//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// The cookies that a browser sent (RFC 6265 section 4.2), split byte by byte.
struct RequestCookies {
    /// More than this is not read; servers refuse such heads anyway.
    private static let maximumBytes = 65_536

    /// Names and values in their order.
    private let pairs: [(name: String, value: String)]

    init(_ request: HTTPRequest) {
        var pairs: [(name: String, value: String)] = []
        var bytes = 0
        // HTTP/2 may split them into several fields.
        for field in request.headerFields[values: .cookie] {
            bytes += field.utf8.count
            guard bytes <= Self.maximumBytes else { break }
            for pair in field.utf8.split(separator: UInt8(ascii: ";")) {
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else { continue }
                let name = Self.trimmed(pair[..<equals])
                guard !name.isEmpty else { continue }
                pairs.append((name, Self.trimmed(pair[pair.index(after: equals)...])))
            }
        }
        self.pairs = pairs
    }

    /// The bytes of all cookies together.
    var byteCount: Int { pairs.reduce(0) { $0 + Self.byteCount($1) } }

    /// The bytes of a cookie, with what stands between it and the next.
    static func byteCount(_ pair: (name: String, value: String)) -> Int {
        pair.name.utf8.count + pair.value.utf8.count + 3
    }

    /// The value of a cookie; the first, which is the one with the longest path, if there are several.
    subscript(_ name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// The cookies whose names begin so.
    func beginning(with prefix: String) -> [(name: String, value: String)] {
        pairs.filter { $0.name.utf8.starts(with: prefix.utf8) }
    }

    private static func trimmed(_ text: Substring.UTF8View) -> String {
        let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        let start = text.drop(while: isSpace)
        let end = start.lastIndex { !isSpace($0) }
        return end.map { String(decoding: start[...$0], as: UTF8.self) } ?? ""
    }
}
