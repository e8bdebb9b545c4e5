//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Finds the private key in a PKCS#12 file (RFC 7292), as it is there: decrypting it is left to the crypto library.
///
/// Integrity is not checked by the file's code but by the key, whose decryption fails with a wrong passphrase.
struct PKCS12File {
    /// A private key in a file.
    enum Key: Equatable {
        /// PKCS#8 without encryption.
        case plain(ArraySlice<UInt8>)
        /// Encrypted PKCS#8.
        case encrypted(ArraySlice<UInt8>)
    }

    private enum ObjectIdentifier {
        // 1.2.840.113549.1.7.1
        static let data: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x07, 0x01]
        // 1.2.840.113549.1.12.10.1, and one byte more.
        static let bags: [UInt8] = [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x0C, 0x0A, 0x01]
        static let keyBag: UInt8 = 1
        static let shroudedKeyBag: UInt8 = 2
        static let nestedBags: UInt8 = 6
    }

    /// How deep bags may be in bags.
    private static let maximumDepth = 8

    /// Whether bytes start as such a file does, in DER or in BER.
    static func isOne(_ bytes: some Collection<UInt8>) -> Bool {
        let start = Array(bytes.prefix(12))
        guard start.count > 8, start[0] == 0x30 else { return false }
        let header = start[1] < 0x80 ? 2 : 2 + Int(start[1] - 0x80)
        return header <= 6 && start[header...].starts(with: [0x02, 0x01, 0x03, 0x30])
    }

    /// The first private key.
    let key: Key

    init(_ bytes: [UInt8]) throws(OAuth1Error) {
        guard bytes.count <= KeyFileMistake.maximumBytes else { throw KeyFileMistake.tooLarge }
        guard PKCS12File.isOne(bytes) else {
            let isPEM = bytes.prefix(65_536).firstRange(of: Array("-----BEGIN".utf8)) != nil
            throw PKCS12File.failure(
                isPEM ? "it is PEM text: read it with OAuth1RSAPrivateKey(pem:)" : "the bytes are not a PKCS#12 file"
            )
        }
        guard let safe = PKCS12File.authenticatedSafe(bytes) else {
            throw PKCS12File.failure("it is not encoded as DER: convert it with \(PKCS12File.conversion)")
        }
        guard let key = PKCS12File.key(inSafe: safe) else {
            throw PKCS12File.failure(
                "its private key is inside an encrypted part: convert it with \(PKCS12File.conversion)"
            )
        }
        self.key = key
    }

    private static let conversion =
        "openssl pkcs12 -in FILE -nodes -nocerts -out key.pem (add -legacy for an old file)"

    private static func failure(_ found: String) -> OAuth1Error {
        OAuth1Error(.invalidKey, "expected a PKCS#12 file (.p12 or .pfx) with a private key, but \(found)")
    }

    /// The parts of the file (RFC 7292 section 4).
    private static func authenticatedSafe(_ bytes: [UInt8]) -> DERReader? {
        var file = DERReader(bytes[...])
        var outer = file.enter(DERReader.Tag.sequence)
        _ = outer?.next()
        guard var info = outer?.enter(DERReader.Tag.sequence), let content = data(of: &info) else { return nil }
        var reader = DERReader(content)
        return reader.enter(DERReader.Tag.sequence)
    }

    /// The content of an unencrypted part (section 4.1).
    private static func data(of info: inout DERReader) -> ArraySlice<UInt8>? {
        guard info.content(DERReader.Tag.objectIdentifier)?.elementsEqual(ObjectIdentifier.data) == true else {
            return nil
        }
        var value = info.enter(DERReader.Tag.explicit0)
        return value?.content(DERReader.Tag.octetString)
    }

    private static func key(inSafe safe: DERReader) -> Key? {
        var safe = safe
        while var info = safe.enter(DERReader.Tag.sequence) {
            guard let content = data(of: &info) else { continue }
            var reader = DERReader(content)
            if let bags = reader.enter(DERReader.Tag.sequence), let key = key(inBags: bags, depth: 0) { return key }
        }
        return nil
    }

    /// The first key of some bags (section 4.2).
    private static func key(inBags bags: DERReader, depth: Int) -> Key? {
        guard depth < maximumDepth else { return nil }
        var bags = bags
        while var bag = bags.enter(DERReader.Tag.sequence) {
            guard let identifier = bag.content(DERReader.Tag.objectIdentifier),
                identifier.dropLast().elementsEqual(ObjectIdentifier.bags),
                var value = bag.enter(DERReader.Tag.explicit0), let content = value.next(),
                content.tag == DERReader.Tag.sequence
            else {
                continue
            }
            switch identifier.last {
            case ObjectIdentifier.keyBag: return .plain(content.bytes)
            case ObjectIdentifier.shroudedKeyBag: return .encrypted(content.bytes)
            case ObjectIdentifier.nestedBags:
                if let key = key(inBags: DERReader(content.content), depth: depth + 1) { return key }
            default: continue
            }
        }
        return nil
    }
}
