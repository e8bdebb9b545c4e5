//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How much work the passphrase of an encrypted key takes (RFC 8018 sections 5 and 6, RFC 7292 appendix B).
///
/// The file itself says how many iterations, and libraries do up to a hundred million of them: a minute for each file.
enum PassphraseWork {
    /// The most iterations.
    ///
    /// OpenSSL writes 2,048, and what is recommended for PBKDF2 is below 1.5 million.
    static let maximumIterations = 2_000_000

    static var tooMuch: OAuth1Error {
        OAuth1Error(
            .limitExceeded,
            "the key's encryption uses more than \(maximumIterations) iterations: export the key again with fewer"
        )
    }

    /// Rejects a passphrase that swift-crypto can't pass on: it traps at bytes beyond ASCII, and drops long ones.
    static func checkSpelling(of passphrase: [UInt8]) throws(OAuth1Error) {
        guard passphrase.count < 1_024, passphrase.allSatisfy({ $0 < 0x80 }) else {
            throw OAuth1Error(
                .invalidKey,
                "the passphrase contains non-ASCII characters or is 1,024 bytes or longer, which is not supported: "
                    + "export the key again with another passphrase"
            )
        }
    }

    /// How many iterations an encrypted PKCS#8 key names (RFC 5958 section 3), or `nil` if it is not one.
    ///
    /// - Parameter bytes: The key in DER.
    /// - Returns: The number; `Int.max` for one of more than three bytes.
    static func iterations(ofEncryptedKey bytes: [UInt8]) -> Int? {
        var key = DERReader(bytes[...])
        var info = key.enter(DERReader.Tag.sequence)
        var algorithm = info?.enter(DERReader.Tag.sequence)
        guard algorithm?.content(DERReader.Tag.objectIdentifier) != nil,
            var parameters = algorithm?.enter(DERReader.Tag.sequence), let first = parameters.next()
        else {
            return nil
        }
        if first.tag == DERReader.Tag.octetString { return number(&parameters) }
        // PBES2 names its function first, with separate parameters.
        var function = DERReader(first.content)
        guard first.tag == DERReader.Tag.sequence, function.content(DERReader.Tag.objectIdentifier) != nil,
            var inner = function.enter(DERReader.Tag.sequence), inner.content(DERReader.Tag.octetString) != nil
        else {
            return nil
        }
        return number(&inner)
    }

    private static func number(_ reader: inout DERReader) -> Int? {
        guard let digits = reader.content(DERReader.Tag.integer), let first = digits.first, first < 0x80 else {
            return nil
        }
        let significant = digits.drop { $0 == 0 }
        return significant.count < 4 ? significant.reduce(0) { $0 << 8 | Int($1) } : .max
    }
}
