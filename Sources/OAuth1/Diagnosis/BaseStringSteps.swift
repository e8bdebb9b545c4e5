//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A parameter of a diagnosed request, as it is on the wire.
struct StepParameter: Sendable {
    /// The place that a parameter is from.
    enum Source: Sendable {
        case query
        case form
        case header
        /// Signed by mistake, and not sent.
        case added
    }

    /// The name, not decoded.
    var name: [UInt8]
    /// The value, not decoded.
    var value: [UInt8]
    var source: Source
    /// Whether there is an equals sign after the name.
    var hasEqualsSign = true

    /// A parameter that is not on the wire, with a name and value that are not encoded.
    static func added(_ name: [UInt8], _ value: [UInt8]) -> StepParameter {
        let encoder = StepEncoder()
        return StepParameter(name: encoder.encoded(name), value: encoder.encoded(value), source: .added)
    }

    /// The name, decoded.
    var decodedName: [UInt8] { name.decodedOnce(source.plusSign) }
    /// The value, decoded.
    var decodedValue: [UInt8] { value.decodedOnce(source.plusSign) }
    /// Whether the name starts with `oauth_`.
    var isProtocolParameter: Bool { decodedName.starts(with: "oauth_".utf8) }
}

extension StepParameter.Source {
    /// The meaning of a plus sign in this place.
    var plusSign: PlusSign {
        switch self {
        case .query, .form: .isSpace
        case .header, .added: .isLiteral
        }
    }
}

extension [UInt8] {
    /// The bytes that a percent-encoded text represents.
    func decodedOnce(_ plusSign: PlusSign = .isLiteral) -> [UInt8] { span.decoded(0..<count, plusSign) }
}

/// The steps from a request to a base string (RFC 5849 section 3.4.1), each of which can be done wrong.
///
/// Without a change they give the base string of the signer and the verifier, which the tests compare. A mistake is a
/// change of these values.
struct BaseStringSteps: Sendable {
    /// How parameters are ordered.
    enum Order: Sendable {
        /// By encoded name, then by encoded value (section 3.4.1.3.2).
        case sorted
        case byDecodedText
        case byNameOnly
        case byJoinedText
        case ignoringCase
        case unsorted
        /// The protocol parameters first or last, each group sorted.
        case inGroups(protocolFirst: Bool)
    }

    /// How parameters with the same name are treated.
    enum Duplicates: Sendable {
        case kept
        case first
        case last
        /// Those with the same name and value once.
        case exactOnce
    }

    /// A change of a decoded text.
    enum TextChange: Sendable {
        case none
        case latin1
        case utf8Twice
        case lineFeeds
        case carriageReturns
    }

    var method: [UInt8]
    var scheme: RequestScheme
    var host: [UInt8]
    /// The port that is signed.
    var port: [UInt8]?
    var path: [UInt8]
    /// A text after the path, such as the query.
    var urlSuffix: [UInt8] = []
    var parameters: [StepParameter]

    /// How many times a parameter of the query or form is decoded.
    var decodings = 1
    /// How many times a protocol parameter is decoded.
    var protocolDecodings = 1
    /// Whether a plus sign in query and form represents a space.
    var plusIsSpace = true
    var textChange = TextChange.none
    var dropsEmptyValues = false
    var omitsEqualsSigns = false
    var duplicates = Duplicates.kept
    var order = Order.sorted

    var encoder = StepEncoder()
    var nameEncodings = 1
    var valueEncodings = 1
    /// What encodes the joined parameters and the URL.
    var outerEncoder = StepEncoder()
    var parameterStringEncodings = 1
    var urlEncodings = 1
    var prefix: [UInt8] = []
    var suffix: [UInt8] = []
    /// Whether the whole base string is encoded.
    var encodesAll = false
    var ending: [UInt8] = []

    /// The URL of the base string, not encoded.
    var url: [UInt8] {
        var url = Array((scheme == .https ? "https://" : "http://").utf8) + host
        if let port { url += [UInt8(ascii: ":")] + port }
        return url + path + urlSuffix
    }

    /// The base string.
    func baseString() -> [UInt8] {
        var parameters = outerEncoder.encoded(prefix + parameterString() + suffix, times: parameterStringEncodings)
        parameters += ending
        let ampersand = UInt8(ascii: "&")
        let text = method + [ampersand] + outerEncoder.encoded(url, times: urlEncodings) + [ampersand] + parameters
        return encodesAll ? outerEncoder.encoded(text) : text
    }

    /// A parameter between the wire and the base string.
    private struct Pair {
        var name: [UInt8]
        var value: [UInt8]
        var encodedName: [UInt8] = []
        var encodedValue: [UInt8] = []
        var isProtocolParameter: Bool
        var hasEqualsSign: Bool

        var joined: [UInt8] { hasEqualsSign ? encodedName + [UInt8(ascii: "=")] + encodedValue : encodedName }
    }

    private func parameterString() -> [UInt8] {
        var pairs = parameters.map(decoded)
        if dropsEmptyValues { pairs.removeAll { $0.value.isEmpty } }
        pairs = withoutDuplicates(pairs)
        for index in pairs.indices {
            pairs[index].encodedName = encoder.encoded(pairs[index].name, times: nameEncodings)
            pairs[index].encodedValue = encoder.encoded(pairs[index].value, times: valueEncodings)
        }
        return Array(ordered(pairs).map(\.joined).joined(separator: [UInt8(ascii: "&")]))
    }

    private func decoded(_ parameter: StepParameter) -> Pair {
        let isProtocolParameter = parameter.isProtocolParameter
        let count = parameter.source == .added ? 1 : isProtocolParameter ? protocolDecodings : decodings
        func decoded(_ text: [UInt8]) -> [UInt8] {
            var text = text
            for round in 0..<count {
                let isSpace = round == 0 && plusIsSpace && parameter.source.plusSign == .isSpace
                text = text.decodedOnce(isSpace ? .isSpace : .isLiteral)
            }
            return textChange.apply(text)
        }
        return Pair(
            name: decoded(parameter.name),
            value: decoded(parameter.value),
            isProtocolParameter: isProtocolParameter,
            hasEqualsSign: !omitsEqualsSigns || parameter.hasEqualsSign
        )
    }

    private func withoutDuplicates(_ pairs: [Pair]) -> [Pair] {
        switch duplicates {
        case .kept:
            return pairs
        case .first:
            var seen: Set<[UInt8]> = []
            return pairs.filter { seen.insert($0.name).inserted }
        case .last:
            var seen: Set<[UInt8]> = []
            return pairs.reversed().filter { seen.insert($0.name).inserted }.reversed()
        case .exactOnce:
            var seen: Set<[[UInt8]]> = []
            return pairs.filter { seen.insert([$0.name, $0.value]).inserted }
        }
    }

    private func ordered(_ pairs: [Pair]) -> [Pair] {
        switch order {
        case .unsorted:
            return pairs
        case .sorted:
            return sorted(pairs) { [$0.encodedName, $0.encodedValue] }
        case .byDecodedText:
            return sorted(pairs) { [$0.name, $0.value] }
        case .byNameOnly:
            return sorted(pairs) { [$0.encodedName] }
        case .byJoinedText:
            return sorted(pairs) { [$0.joined] }
        case .ignoringCase:
            return sorted(pairs) {
                [$0.encodedName.map(\.asciiLowercased), $0.encodedValue.map(\.asciiLowercased)]
            }
        case .inGroups(let protocolFirst):
            let own = sorted(pairs.filter(\.isProtocolParameter)) { [$0.encodedName, $0.encodedValue] }
            let others = sorted(pairs.filter { !$0.isProtocolParameter }) { [$0.encodedName, $0.encodedValue] }
            return protocolFirst ? own + others : others + own
        }
    }

    /// Sorts by keys that are made once; equal ones keep their order.
    private func sorted(_ pairs: [Pair], by key: (Pair) -> [[UInt8]]) -> [Pair] {
        let keyed = pairs.enumerated().map { (offset: $0.offset, key: key($0.element), pair: $0.element) }
        return
            keyed.sorted { lhs, rhs in
                for (left, right) in zip(lhs.key, rhs.key) where left != right {
                    return left.lexicographicallyPrecedes(right)
                }
                return lhs.offset < rhs.offset
            }
            .map(\.pair)
    }
}

extension BaseStringSteps.TextChange {
    /// The changed text.
    func apply(_ text: [UInt8]) -> [UInt8] {
        switch self {
        case .none:
            return text
        case .latin1:
            let scalars = String(decoding: text, as: UTF8.self).unicodeScalars
            return scalars.flatMap { $0.value < 0x100 ? [UInt8($0.value)] : Array(String($0).utf8) }
        case .utf8Twice:
            return text.flatMap { Array(String(Unicode.Scalar($0)).utf8) }
        case .lineFeeds:
            var result: [UInt8] = []
            for (index, byte) in text.enumerated() {
                let isBeforeLineFeed = byte == 0x0D && index + 1 < text.count && text[index + 1] == 0x0A
                if !isBeforeLineFeed { result.append(byte) }
            }
            return result
        case .carriageReturns:
            var result: [UInt8] = []
            for byte in text {
                if byte == 0x0A, result.last != 0x0D { result.append(0x0D) }
                result.append(byte)
            }
            return result
        }
    }
}
