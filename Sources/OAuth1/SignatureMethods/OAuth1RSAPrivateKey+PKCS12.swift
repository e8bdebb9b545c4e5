//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1RSAPrivateKey {
    /// Reads the private key of a PKCS#12 file (RFC 7292), which has the extension `.p12` or `.pfx`.
    ///
    /// Its first private key is read, and its certificates are not needed. The key may be encrypted with PBES2 (AES, the
    /// default of OpenSSL 3 and of new Windows versions) or with the older 3DES. Files whose keys are inside of an
    /// encrypted part, or that are not in DER, have to be converted; the error has the command.
    ///
    /// - Parameters:
    ///   - pkcs12: The bytes of the file, at most 1 MiB.
    ///   - passphrase: The passphrase, in ASCII and shorter than 1,024 bytes; empty if there is none.
    ///   - minimumBits: The smallest size to accept, in bits; keys below 1,024 bits are always rejected.
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidKey``, or ``OAuth1Error/Code/limitExceeded`` if the
    ///   file is too large, or its passphrase has more than 2,000,000 iterations.
    public init(pkcs12: [UInt8], passphrase: OAuth1Secret, minimumBits: Int = 2_048) throws(OAuth1Error) {
        switch try PKCS12File(pkcs12).key {
        case .plain(let bytes):
            try self.init(pem: Self.pem("PRIVATE KEY", bytes), minimumBits: minimumBits)
        case .encrypted(let bytes):
            try self.init(
                encryptedPEM: Self.pem("ENCRYPTED PRIVATE KEY", bytes),
                passphrase: passphrase,
                minimumBits: minimumBits
            )
        }
    }

    /// Whether bytes start as a PKCS#12 file does.
    ///
    /// - Parameter bytes: The bytes of a key file.
    /// - Returns: Whether ``init(pkcs12:passphrase:minimumBits:)`` is what reads them.
    package static func isPKCS12(_ bytes: [UInt8]) -> Bool { PKCS12File.isOne(bytes) }

    private static func pem(_ label: String, _ bytes: ArraySlice<UInt8>) -> String {
        let text = Base64.encode(Array(bytes).span)
        var lines = ["-----BEGIN \(label)-----"]
        var rest = Substring(text)
        while !rest.isEmpty {
            lines.append(String(rest.prefix(64)))
            rest = rest.dropFirst(64)
        }
        lines.append("-----END \(label)-----\n")
        return lines.joined(separator: "\n")
    }
}
