//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// An absolute URI that a browser may be sent back to (RFC 5849 section 2.1), judged by one rule for clients and
/// providers.
///
/// A client rejects anything else before it sends it, a provider before it stores it. `oob` is not a URI: compare with
/// ``outOfBand`` first.
package struct CallbackURI: Sendable, Equatable {
    /// The value that replaces a callback if the user carries the verifier to the client.
    package static let outOfBand = "oob"
    /// The most bytes that a callback may have.
    package static let maximumLength = 2_048

    /// The callback, unchanged.
    package let text: String
    /// The scheme, in lower case.
    package let scheme: String
    /// The host in lower case, an IPv6 address with its brackets; `nil` if the URI has no authority or an empty one.
    package let host: String?
    /// The port, if the URI names one.
    package let port: Int?
    /// Everything after scheme and authority: path, query and fragment, unchanged.
    package let target: String

    /// Whether the scheme is http or https; otherwise it is the scheme of an application.
    package var isWeb: Bool { CallbackURI.isWeb(scheme) }

    /// Reads a callback.
    ///
    /// - Parameters:
    ///   - text: The callback, as it is sent.
    ///   - allowsFragment: Whether it may have a fragment, which RFC 3986 section 4.3 excludes from absolute URIs.
    /// - Throws: ``CallbackDefect`` if a browser must not be sent there, or the text is not an absolute URI.
    package init(_ text: String, allowsFragment: Bool = false) throws(CallbackDefect) {
        guard !text.utf8.isEmpty else { throw .empty }
        guard text.utf8.count <= CallbackURI.maximumLength else { throw .tooLong }
        for byte in text.utf8 {
            if let defect = CallbackURI.defect(of: byte) { throw defect }
        }
        guard let scheme = CallbackURI.scheme(of: text) else { throw CallbackURI.defect(withoutScheme: text) }
        let rest = text.utf8.dropFirst(scheme.utf8.count + 1)
        guard scheme != "localhost", !CallbackURI.isPort(rest.prefix { !CallbackURI.endsAuthority($0) }) else {
            throw .hostInsteadOfScheme
        }
        try CallbackURI.check(scheme, rest)
        guard allowsFragment || !rest.contains(UInt8(ascii: "#")) else { throw .fragment }

        var authority = rest.prefix(0)
        var target = rest
        if rest.starts(with: "//".utf8) {
            target = rest.dropFirst(2)
            authority = target.prefix { !CallbackURI.endsAuthority($0) }
            target = target[authority.endIndex...]
        } else if CallbackURI.isWeb(scheme) {
            throw .noAuthority
        }
        let parts = try CallbackAuthority(authority, isWeb: CallbackURI.isWeb(scheme))
        self.text = text
        self.scheme = scheme
        host = parts.host
        port = parts.port
        self.target = String(Substring(target))
    }

    /// The scheme in lower case, or `nil` if the text does not start with one (RFC 3986 section 3.1).
    ///
    /// - Parameter text: The text.
    /// - Returns: The scheme.
    package static func scheme(of text: String) -> String? { scheme(of: Substring(text).utf8).map { String($0) } }

    private static func scheme(of text: Substring.UTF8View) -> String? {
        guard let colon = text.firstIndex(of: UInt8(ascii: ":")), let first = text.first,
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first.asciiLowercased)
        else {
            return nil
        }
        let isScheme = text[..<colon]
            .allSatisfy { byte in
                switch byte.asciiLowercased {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
                    UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            }
        return isScheme ? Substring(text[..<colon]).lowercased() : nil
    }

    private static func isWeb(_ scheme: String) -> Bool { scheme == "https" || scheme == "http" }

    /// Judges a scheme, and each one that is the whole start of what follows, as in `feed:javascript:`.
    private static func check(_ scheme: String, _ rest: Substring.UTF8View) throws(CallbackDefect) {
        guard !DangerousScheme.contains(scheme) else { throw .dangerousScheme }
        guard !rest.isEmpty else { throw .nothingAfterScheme }
        var rest = rest
        while let next = CallbackURI.scheme(of: rest) {
            guard !DangerousScheme.contains(next) else { throw .dangerousScheme }
            rest = rest.dropFirst(next.utf8.count + 1)
        }
    }

    private static func endsAuthority(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "#")
    }

    private static func isPort(_ text: Substring.UTF8View) -> Bool {
        !text.isEmpty && text.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    }

    /// The problem of a byte: it can break header fields and pages, or browsers read it as another one.
    private static func defect(of byte: UInt8) -> CallbackDefect? {
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"): .whitespace
        case 0..<0x20, 0x7F: .controlCharacter
        case 0x80...: .notASCII
        case UInt8(ascii: "\\"): .backslash
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"): .delimiter
        default: nil
        }
    }

    /// Why a text has no scheme: it may be encoded already, start with its path, or with its host.
    private static func defect(withoutScheme text: String) -> CallbackDefect {
        if text.utf8.first == UInt8(ascii: "/") { return .relative }
        let start = text.utf8.prefix(64)
        let escape = start[(start.firstIndex(of: UInt8(ascii: "%")) ?? start.endIndex)...].prefix(3)
        return Substring(escape).lowercased() == "%3a" ? .percentEncoded : .noScheme
    }
}
