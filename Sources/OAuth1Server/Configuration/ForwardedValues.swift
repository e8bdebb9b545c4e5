//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The scheme and the host that the nearest proxy wrote into a request: the last value of each field.
///
/// A field that can't be read, or of which the client may have written a part that hides the proxy's own, is an error.
struct ForwardedValues {
    /// `http` or `https`, or `nil` if the proxy says nothing of it.
    let scheme: String?
    /// The host, which is not checked, or `nil` if the proxy says nothing of it.
    let host: String?

    /// Longer fields are rejected.
    private static let maximumBytes = 4_096

    init(of request: HTTPRequest, _ field: OAuth1TrustedProxies.Field) throws(OAuth1ServerError) {
        switch field {
        case .xForwarded:
            scheme = try Self.last("X-Forwarded-Proto", of: request).map(Self.checkedScheme)
            host = try Self.last("X-Forwarded-Host", of: request)
        case .forwarded:
            guard let text = try Self.value(of: "Forwarded", in: request) else {
                scheme = nil
                host = nil
                return
            }
            let element = try Self.lastElement(of: text)
            scheme = try element["proto"].map(Self.checkedScheme)
            host = element["host"]
        }
    }

    private static func value(of name: String, in request: HTTPRequest) throws(OAuth1ServerError) -> String? {
        guard let field = HTTPField.Name(name), let value = request.headerFields[values: field].last else { return nil }
        guard value.utf8.count <= maximumBytes else {
            throw unreadable(name, "it has more than \(maximumBytes) bytes")
        }
        return value
    }

    private static func last(_ name: String, of request: HTTPRequest) throws(OAuth1ServerError) -> String? {
        guard let value = try value(of: name, in: request) else { return nil }
        let last = value.split(separator: ",", omittingEmptySubsequences: false).last?.trimmingSpaces ?? ""
        guard !last.isEmpty else { throw unreadable(name, "its last value is empty") }
        return last
    }

    private static func checkedScheme(_ text: String) throws(OAuth1ServerError) -> String {
        let scheme = text.lowercased()
        guard scheme == "http" || scheme == "https" else {
            throw OAuth1ServerError(
                .invalidRequest,
                "the proxy names a scheme that is neither http nor https: the operator must configure the proxy"
            )
        }
        return scheme
    }

    /// The pairs of the last element of `Forwarded` (RFC 7239 section 4), by name in lower case.
    ///
    /// The elements before it are read as well: a quote that one of them leaves open would hide the last one.
    private static func lastElement(of text: String) throws(OAuth1ServerError) -> [String: String] {
        var last: [String: String] = [:]
        for element in try parts(of: text[...], at: ",") {
            last = [:]
            for pair in try parts(of: element, at: ";") where !pair.trimmingSpaces.isEmpty {
                guard let equals = pair.firstIndex(of: "=") else {
                    throw unreadable("Forwarded", "a part of it has no equals sign")
                }
                let name = pair[..<equals].trimmingSpaces.lowercased()
                let value = try unquoted(pair[pair.index(after: equals)...].trimmingSpaces)
                guard !name.isEmpty, !name.contains("\""), !value.isEmpty else {
                    throw unreadable("Forwarded", "a part of it is empty or quoted in the wrong place")
                }
                guard last.updateValue(value, forKey: name) == nil else {
                    throw unreadable("Forwarded", "an element has two values of the same name")
                }
            }
        }
        return last
    }

    /// The parts between delimiters that are not in quotes.
    private static func parts(of text: Substring, at delimiter: Character) throws(OAuth1ServerError) -> [Substring] {
        var (parts, start, isQuoted, isEscaped): ([Substring], Substring.Index, Bool, Bool) = (
            [], text.startIndex, false, false
        )
        for index in text.indices {
            let character = text[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, character == "\\" {
                isEscaped = true
            } else if character == "\"" {
                isQuoted.toggle()
            } else if character == delimiter, !isQuoted {
                parts.append(text[start..<index])
                start = text.index(after: index)
            }
        }
        guard !isQuoted, !isEscaped else { throw unreadable("Forwarded", "a quoted value has no end") }
        return parts + [text[start...]]
    }

    /// A value without its quotes, which must be around all of it.
    private static func unquoted(_ text: String) throws(OAuth1ServerError) -> String {
        guard text.contains("\"") else { return text }
        let inner = text.dropFirst().dropLast()
        guard text.count >= 2, text.first == "\"", text.last == "\"" else {
            throw unreadable("Forwarded", "a quote is in the wrong place")
        }
        var isEscaped = false
        for character in inner {
            guard isEscaped || character != "\"" else { throw unreadable("Forwarded", "a quote is in the wrong place") }
            isEscaped = !isEscaped && character == "\\"
        }
        return String(inner)
    }

    private static func unreadable(_ field: String, _ reason: String) -> OAuth1ServerError {
        OAuth1ServerError(
            .invalidRequest,
            "the field \(field) of the proxy can't be read, as \(reason): the operator must have the proxy replace what "
                + "clients send"
        )
    }
}
