//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The first difference between two signature base strings (RFC 5849 section 3.4.1).
///
/// Client and server compute the base string each for itself, so a signature that is rejected although both have the same
/// secrets comes from a difference here. The values are decoded, and long ones are shown around the place where they differ.
public struct OAuth1BaseStringDifference: Sendable, Hashable, CustomStringConvertible {
    /// The part of the base string that differs.
    public enum Component: Sendable, Hashable, CustomStringConvertible {
        /// The text does not have the three parts of a base string: method, URL and parameters.
        case format
        /// The HTTP method.
        case method
        /// Scheme, host, port and path.
        case url
        /// The parameter of this name.
        case parameter(String)
        /// The order of the parameters; the name is that of the first one in another place.
        case order(String)

        /// The name of the part.
        public var description: String {
            switch self {
            case .format: "the format"
            case .method: "the method"
            case .url: "the URL"
            case .parameter(let name): "the parameter \(name)"
            case .order(let name): "the order, from the parameter \(name) on"
            }
        }
    }

    /// The part that differs first.
    public let component: Component
    /// The own base string's part, or `nil` if the parameter is not in it.
    public let own: String?
    /// The other base string's part, or `nil` if the parameter is not in it.
    public let other: String?

    /// The most characters that are shown of each side.
    private static let window = 60
    /// How many equal characters are shown in front of the difference.
    private static let context = 20

    package init(component: Component, own: String?, other: String?) {
        self.component = component
        self.own = own
        self.other = other
    }

    /// Compares two base strings, or returns `nil` if they are the same.
    ///
    /// The work is linear in their lengths.
    ///
    /// - Parameters:
    ///   - own: The base string that was signed here.
    ///   - other: The base string that the other side computed.
    public init?(between own: [UInt8], and other: [UInt8]) {
        guard own != other else { return nil }
        let (mine, theirs) = (BaseStringParts(own), BaseStringParts(other))
        guard let mine, let theirs else {
            self.init(.format, own, other)
            return
        }
        if mine.method != theirs.method {
            self.init(.method, mine.method, theirs.method)
        } else if mine.url != theirs.url {
            self.init(.url, mine.url.percentDecoded, theirs.url.percentDecoded)
        } else {
            self.init(mine.parameters, theirs.parameters)
        }
    }

    private init(_ own: [BaseStringParts.Parameter], _ other: [BaseStringParts.Parameter]) {
        let index = zip(own, other).enumerated().first { $1.0 != $1.1 }?.offset ?? min(own.count, other.count)
        let mine = index < own.count ? own[index] : nil
        let theirs = index < other.count ? other[index] : nil
        let isMineMissing = mine.map { mine in !other[index...].contains { $0.name == mine.name } } ?? false
        let isTheirsMissing = theirs.map { theirs in !own[index...].contains { $0.name == theirs.name } } ?? false
        switch (mine, theirs) {
        case (let mine?, let theirs?) where mine.name == theirs.name:
            self.init(
                .parameter(mine.shownName),
                mine.value.percentDecoded.percentDecoded,
                theirs.value.percentDecoded.percentDecoded
            )
        case (let mine?, _) where isMineMissing || theirs == nil:
            self.init(.parameter(mine.shownName), mine.value.percentDecoded.percentDecoded, nil)
        case (_, let theirs?) where isTheirsMissing || mine == nil:
            self.init(.parameter(theirs.shownName), nil, theirs.value.percentDecoded.percentDecoded)
        case (let mine?, let theirs?):
            self.init(.order(mine.shownName), mine.name.percentDecoded, theirs.name.percentDecoded)
        default:
            // Only the spelling of what is between the parameters differs.
            self.init(.format, [], [])
        }
    }

    private init(_ component: Component, _ own: [UInt8]?, _ other: [UInt8]?) {
        let equal = zip(own ?? [], other ?? []).prefix { $0 == $1 }.count
        let start = own == nil || other == nil ? 0 : max(0, equal - Self.context)
        func text(_ bytes: [UInt8]) -> String {
            let part = bytes.dropFirst(start).prefix(Self.window)
            return (start > 0 ? "…" : "") + String(decoding: part, as: UTF8.self)
                + (part.endIndex < bytes.count ? "…" : "")
        }
        self.init(component: component, own: own.map(text), other: other.map(text))
    }

    /// The part and both sides.
    public var description: String {
        let (own, other) = (own.map { "\"\($0)\"" } ?? "nothing", other.map { "\"\($0)\"" } ?? "nothing")
        return "the base strings differ in \(component): this library signed \(own), the service has \(other)"
    }
}

/// A base string in its parts, which are still encoded.
private struct BaseStringParts {
    struct Parameter: Hashable {
        let name: [UInt8]
        let value: [UInt8]

        /// The name, decoded.
        var shownName: String { String(decoding: name.percentDecoded.percentDecoded.prefix(60), as: UTF8.self) }
    }

    let method: [UInt8]
    let url: [UInt8]
    let parameters: [Parameter]

    init?(_ text: [UInt8]) {
        let parts = text.split(separator: UInt8(ascii: "&"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, !parts[0].isEmpty, !parts[1].isEmpty, !parts[2].contains(UInt8(ascii: "&")) else {
            return nil
        }
        method = Array(parts[0])
        url = Array(parts[1])
        parameters = BaseStringParts.split(Array(parts[2]), at: "26")
            .map { pair in
                let sides = BaseStringParts.split(pair, at: "3D", once: true)
                return Parameter(name: sides[0], value: sides.count > 1 ? sides[1] : [])
            }
    }

    /// Splits a text at an escape.
    private static func split(_ text: [UInt8], at escape: String, once: Bool = false) -> [[UInt8]] {
        let separator = Array("%\(escape)".utf8)
        var parts: [[UInt8]] = [[]]
        var index = 0
        while index < text.count {
            let isSeparator =
                index + 2 < text.count && text[index] == separator[0] && text[index + 1] == separator[1]
                && text[index + 2] & 0xDF == separator[2] & 0xDF
            if isSeparator, !once || parts.count == 1 {
                parts.append([])
                index += 3
            } else {
                parts[parts.count - 1].append(text[index])
                index += 1
            }
        }
        return parts
    }
}

extension [UInt8] {
    /// The bytes that a percent-encoded text represents.
    fileprivate var percentDecoded: [UInt8] { self.span.decoded(0..<count, .isLiteral) }
}
