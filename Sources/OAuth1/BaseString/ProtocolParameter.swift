//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The protocol parameters of RFC 5849 and of the body hash draft, in the order in which they sort.
package enum ProtocolParameter: Int, CaseIterable, Sendable {
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

    /// A name without escapes.
    private init?(plain text: Span<UInt8>, _ range: Range<Int>) {
        let name = text.extracting(range)
        guard let parameter = ProtocolParameter(startOf: name), parameter.nameCount == name.count else { return nil }
        self = parameter
    }

    /// The protocol parameter whose name is at the start of a text; the longer one, if there are two.
    init?(startOf text: Span<UInt8>) {
        guard text.count > 6 else { return nil }
        // The first letter after `oauth_` leaves two candidates at most.
        let (longer, shorter): (ProtocolParameter, ProtocolParameter)
        switch text[6] {
        case UInt8(ascii: "b"): (longer, shorter) = (.bodyHash, .bodyHash)
        case UInt8(ascii: "c"): (longer, shorter) = (.consumerKey, .callback)
        case UInt8(ascii: "n"): (longer, shorter) = (.nonce, .nonce)
        case UInt8(ascii: "s"): (longer, shorter) = (.signatureMethod, .signature)
        case UInt8(ascii: "t"): (longer, shorter) = (.timestamp, .token)
        case UInt8(ascii: "v"): (longer, shorter) = (.verifier, .version)
        default: return nil
        }
        if text.begins(with: longer.name) {
            self = longer
        } else if text.begins(with: shorter.name) {
            self = shorter
        } else {
            return nil
        }
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
