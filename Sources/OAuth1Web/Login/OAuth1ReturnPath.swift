//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Where in the application the user goes after a login: a separate path, which never leads anywhere else.
///
/// It usually comes from a query that anybody can write. So it is a type: a path that could lead to another host is not valid, and
/// a path that was not checked can't be given.
public struct OAuth1ReturnPath: Sendable, Hashable, CustomStringConvertible {
    /// The path `/`.
    public static let root = OAuth1ReturnPath(checked: "/")

    /// The most bytes that a path may have.
    public static let maximumLength = 512

    /// The path with its query, as it is in a `Location` field.
    public let description: String

    private init(checked path: String) {
        description = path
    }

    /// Takes a path that leads nowhere else, and is `nil` for any other text.
    ///
    /// Browsers read `//host` and `/\host` as another host, and leave out tabs and line breaks before they look. A path that
    /// becomes one of these when it is decoded or normalized, as some servers and proxies do before they redirect, is
    /// rejected, too: `/%2Fhost`, `/%5Chost`, `/%09/host`, `/..//host`.
    ///
    /// - Parameter path: A path with one slash in front, percent-encoded, with a query and a fragment if there are any.
    public init?(_ path: String) {
        let bytes = Array(path.utf8)
        guard bytes.count <= Self.maximumLength, bytes.first == UInt8(ascii: "/"),
            bytes.count == 1 || bytes[1] != UInt8(ascii: "/"),
            bytes.allSatisfy(Self.isHarmless), !Self.leadsElsewhereDecoded(path)
        else {
            return nil
        }
        self.init(checked: path)
    }

    /// Neither a blank, a control character, nor a backslash, which browsers take for a slash.
    private static func isHarmless(_ byte: UInt8) -> Bool {
        (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "\\")
    }

    private static func hasEmptySegment(_ path: [UInt8]) -> Bool {
        zip(path, path.dropFirst()).contains { $0 == UInt8(ascii: "/") && $1 == UInt8(ascii: "/") }
    }

    private static func hasDotSegment(_ path: [UInt8]) -> Bool {
        path.split(separator: UInt8(ascii: "/")).contains { $0.elementsEqual(".".utf8) || $0.elementsEqual("..".utf8) }
    }

    private static func leadsElsewhereDecoded(_ path: String) -> Bool {
        let target = URLReference(path)
        let decoded = target.base.percentDecodedBytes
        return decoded.starts(with: "//".utf8)
            || decoded.contains { $0 < 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }
            || (hasDotSegment(decoded) && hasEmptySegment(decoded))
    }
}
