//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1IncomingRequest {
    /// The consumer key, or `nil` if it is absent.
    public var consumerKey: String? { value(.consumerKey) }
    /// The token: `nil` if `oauth_token` is absent, and empty if it is there and empty.
    public var token: String? { value(.token) }
    /// The nonce, or `nil` if it is absent.
    public var nonce: String? { value(.nonce) }
    /// The text of the timestamp, or `nil` if it is absent.
    public var timestampText: String? { value(.timestamp) }
    /// The timestamp in seconds since 1970, or `nil` if it is absent or no positive integer (RFC 5849 section 3.3).
    public var timestamp: Int64? {
        withDecoded(.timestamp) { digits in
            // 18 digits always fit.
            guard digits.count < 19 else { return nil }
            var number: Int64 = 0
            for index in digits.indices {
                let digit = digits[index] &- UInt8(ascii: "0")
                guard digit < 10 else { return nil }
                number = number &* 10 &+ Int64(digit)
            }
            return number > 0 ? number : nil
        }
    }
    /// The value of `oauth_version`, or `nil` if it is absent.
    public var version: String? { value(.version) }
    /// The callback, for the request-token endpoint, or `nil` if it is absent.
    public var callback: String? { foundCallback }
    /// The verifier, for the access-token endpoint, or `nil` if it is absent.
    public var verifier: String? { foundVerifier }
    /// The value of `oauth_body_hash`, or `nil` if it is absent.
    public var bodyHash: String? { value(.bodyHash) }

    /// The signature as it was sent, or `nil` if it is absent.
    package var signature: String? {
        withSignature { signature in String(decoding: signature) }
    }

    /// Lends the bytes of the signature as it was sent, or returns `nil` if it is absent.
    ///
    /// A `+` that a client left unencoded in a query or form arrives as a space, which no signature has: it is put back.
    @inline(__always)
    func withSignature<Result>(_ body: (Span<UInt8>) -> Result?) -> Result? {
        withDecoded(.signature) { decoded in
            guard placement != .header, signatureMethod != .plaintext else { return body(decoded) }
            return withScratch(capacity: decoded.count) { text in
                for index in decoded.indices {
                    text.append(decoded[index] == UInt8(ascii: " ") ? UInt8(ascii: "+") : decoded[index])
                }
                return body(text.span)
            }
        }
    }

    /// The signature base string that this request must have been signed with.
    ///
    /// - Returns: The base string, which has the token, but no secret.
    /// - Throws: ``OAuth1Error`` if the request has more parameters than the limit allows.
    public func baseString() throws(OAuth1Error) -> [UInt8] {
        try withBaseString { $0.copied() }
    }
}
