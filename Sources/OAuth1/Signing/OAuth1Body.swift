//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The body of a request, as far as the signature is concerned.
public enum OAuth1Body: Sendable, Hashable {
    /// There is none.
    case none
    /// An `application/x-www-form-urlencoded` body, exactly as it is sent: its parameters are signed.
    case form([UInt8])
    /// Any other body, exactly as it is sent: only its hash can be signed.
    case other([UInt8])

    /// Sorts a body by its media type (RFC 5849 section 3.4.1.3.1).
    ///
    /// Parameters of the media type, such as `charset`, and its case play no part.
    ///
    /// - Parameters:
    ///   - bytes: The body, or `nil` if there is none.
    ///   - contentType: The value of the Content-Type header.
    public init(_ bytes: [UInt8]?, contentType: String?) {
        guard let bytes else {
            self = .none
            return
        }
        self = contentType.map(OAuth1Body.isForm) == true ? .form(bytes) : .other(bytes)
    }

    /// Returns whether a Content-Type is that of a form.
    static func isForm(contentType: String) -> Bool {
        withBytes(of: contentType) { text in
            var end = text.firstIndex(of: UInt8(ascii: ";"), in: 0..<text.count)
            var start = 0
            while start < end, text[start] == UInt8(ascii: " ") || text[start] == UInt8(ascii: "\t") { start += 1 }
            while end > start, text[end - 1] == UInt8(ascii: " ") || text[end - 1] == UInt8(ascii: "\t") { end -= 1 }
            return text.isEqual(start..<end, ignoringCase: "application/x-www-form-urlencoded")
        }
    }

    /// The bytes, whatever they are; none when there is no body.
    public var bytes: [UInt8] {
        switch self {
        case .none: []
        case .form(let bytes), .other(let bytes): bytes
        }
    }

    /// The bytes of a form; none when the body is not one.
    var form: [UInt8] {
        if case .form(let bytes) = self { bytes } else { [] }
    }
}

extension OAuth1Signer {
    /// The value of `oauth_body_hash` that a request needs, or `nil` if it needs none.
    @inline(__always)
    func bodyHash(of body: OAuth1Body, _ options: OAuth1SigningOptions) -> String? {
        guard parts.configuration.bodyHash != .off else { return nil }
        guard !options.isTokenRequest, options.callback == nil, options.verifier == nil else { return nil }
        if let bodyHash = options.bodyHash { return bodyHash }
        switch (body, parts.configuration.bodyHash) {
        case (.form, _): return nil
        case (.none, .nonFormBodies): return nil
        case (.other(let bytes), .nonFormBodies) where bytes.isEmpty: return nil
        default: return parts.method.bodyHashDigest.bodyHash(of: body.bytes)
        }
    }
}
