//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The protocol parameters of RFC 5849 and of the body hash draft, in the order in which they sort.
enum ProtocolParameter: Int, CaseIterable, Sendable {
    case bodyHash
    case callback
    case consumerKey
    case nonce
    case signature
    case signatureMethod
    case timestamp
    case token
    case verifier
    case version

    /// How many protocol parameters there are.
    static let count = 10

    /// The name on the wire.
    ///
    /// It has unreserved characters only, so it is its own encoding.
    @inline(__always)
    var name: StaticString {
        switch self {
        case .bodyHash: "oauth_body_hash"
        case .callback: "oauth_callback"
        case .consumerKey: "oauth_consumer_key"
        case .nonce: "oauth_nonce"
        case .signature: "oauth_signature"
        case .signatureMethod: "oauth_signature_method"
        case .timestamp: "oauth_timestamp"
        case .token: "oauth_token"
        case .verifier: "oauth_verifier"
        case .version: "oauth_version"
        }
    }

    /// How many bytes the name has.
    @inline(__always)
    var nameCount: Int { name.utf8CodeUnitCount }

    /// The protocol parameter whose name the text in `range` represents, if it is one.
    @inline(__always)
    init?(_ text: Span<UInt8>, _ range: Range<Int>, _ plusSign: PlusSign) {
        // Nearly all names of requests start with another letter, and a percent sign may hide an `o`.
        guard let first = range.first, text[first] == UInt8(ascii: "o") || text[first] == UInt8(ascii: "%") else {
            return nil
        }
        if let parameter = ProtocolParameter(plain: text, range) {
            self = parameter
        } else if text.firstIndex(of: UInt8(ascii: "%"), in: range) < range.upperBound {
            self.init(escaped: text, range, plusSign)
        } else {
            return nil
        }
    }

    /// A name without escapes: its length and its first letter after `oauth_` leave one candidate.
    private init?(plain text: Span<UInt8>, _ range: Range<Int>) {
        guard range.count > 6 else { return nil }
        let parameter: ProtocolParameter
        switch (range.count, text[range.lowerBound &+ 6]) {
        case (15, UInt8(ascii: "b")): parameter = .bodyHash
        case (14, UInt8(ascii: "c")): parameter = .callback
        case (18, UInt8(ascii: "c")): parameter = .consumerKey
        case (11, UInt8(ascii: "n")): parameter = .nonce
        case (15, UInt8(ascii: "s")): parameter = .signature
        case (22, UInt8(ascii: "s")): parameter = .signatureMethod
        case (15, UInt8(ascii: "t")): parameter = .timestamp
        case (11, UInt8(ascii: "t")): parameter = .token
        case (14, UInt8(ascii: "v")): parameter = .verifier
        case (13, UInt8(ascii: "v")): parameter = .version
        default: return nil
        }
        guard text.extracting(range).isEqual(parameter.name.span) else { return nil }
        self = parameter
    }

    private init?(escaped text: Span<UInt8>, _ range: Range<Int>, _ plusSign: PlusSign) {
        for parameter in ProtocolParameter.allCases where text.stands(range, for: parameter.name, plusSign) {
            self = parameter
            return
        }
        return nil
    }
}

extension OAuth1Parameter {
    /// Whether this is one of the parameters that a signer sends.
    package var isProtocolParameter: Bool {
        ProtocolParameter(nameBytes.span, nameBytes.indices, .isLiteral) != nil
    }
}

extension OAuth1Error {
    /// The error for a protocol parameter that occurs more than once.
    static func duplicate(_ parameter: ProtocolParameter, _ reason: String) -> OAuth1Error {
        OAuth1Error(.duplicateParameter, "\(parameter.name) \(reason)", parameter: "\(parameter.name)")
    }
}
