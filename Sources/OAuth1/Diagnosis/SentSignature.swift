//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The signature that was sent, in each reading of its text.
struct SentSignature: Sendable {
    /// One reading: the bytes, and the mistakes with which they were written.
    struct Reading: Sendable {
        /// The bytes of a code or an RSA signature.
        let bytes: [UInt8]
        /// Their canonical Base64 text.
        let base64: String
        /// The ids of the mistakes.
        let mistakes: [String]
    }

    /// Readings as text, for PLAINTEXT.
    let texts: [(text: [UInt8], mistakes: [String])]
    /// Readings as bytes.
    let readings: [Reading]

    /// The longest signature that is read: RSA keys of 16,384 bits in hex.
    static let maximumBytes = 8_192

    init(_ signature: [UInt8]) {
        var texts: [(text: [UInt8], mistakes: [String])] = [(signature, [])]
        if signature.contains(UInt8(ascii: "%")) {
            texts.append((signature.decodedOnce(), ["signature-encoded-twice"]))
        }
        for (text, mistakes) in texts where text.contains(where: { $0 == 0x0A || $0 == 0x0D }) {
            texts.append((text.filter { $0 != 0x0A && $0 != 0x0D }, mistakes + ["signature-line-break"]))
        }
        self.texts = texts
        var readings: [Reading] = []
        for (text, mistakes) in texts {
            for (bytes, more) in SentSignature.readings(of: text) where !bytes.isEmpty {
                readings.append(
                    Reading(bytes: bytes, base64: Base64.encode(bytes.span), mistakes: mistakes + more)
                )
            }
        }
        self.readings = readings
    }

    private static func readings(of text: [UInt8]) -> [(bytes: [UInt8], mistakes: [String])] {
        var result: [(bytes: [UInt8], mistakes: [String])] = []
        if let bytes = Base64.decode(text.span) {
            result.append((bytes, []))
            if let hex = hexDecoded(bytes) { result.append((hex, ["base64-of-hex"])) }
        } else if text.contains(UInt8(ascii: " ")) {
            let restored = text.map { $0 == UInt8(ascii: " ") ? UInt8(ascii: "+") : $0 }
            if let bytes = Base64.decode(restored.span) { result.append((bytes, ["signature-plus-lost"])) }
        } else {
            let isURL = text.contains { $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            let standard = text.map { byte in
                switch byte {
                case UInt8(ascii: "-"): UInt8(ascii: "+")
                case UInt8(ascii: "_"): UInt8(ascii: "/")
                default: byte
                }
            }
            let missing = (4 - standard.count % 4) % 4
            let padded = standard + [UInt8](repeating: UInt8(ascii: "="), count: missing)
            if let bytes = Base64.decode(padded.span) {
                let mistakes = (isURL ? ["base64url-signature"] : []) + (missing > 0 ? ["unpadded-signature"] : [])
                // The usual alphabet for URLs has no padding: that is one mistake.
                result.append((bytes, isURL ? ["base64url-signature"] : mistakes))
            }
        }
        if let hex = hexDecoded(text) { result.append((hex, ["hex-signature"])) }
        return result
    }

    /// The bytes that hex digits of either case represent, or `nil` if a text has other characters.
    static func hexDecoded(_ text: [UInt8]) -> [UInt8]? {
        guard !text.isEmpty, text.count.isMultiple(of: 2) else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count / 2)
        for index in stride(from: 0, to: text.count, by: 2) {
            guard let byte = PercentEncoding.value(ofHexDigits: text[index], text[index + 1]) else { return nil }
            bytes.append(byte)
        }
        return bytes
    }
}

// With PLAINTEXT the secrets themselves.
extension SentSignature: Redacted {}
