//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto

/// One key: it encrypts values, and hashes what rows are found by.
package struct DatabaseKey: Sendable {
    /// Says in a row with which key it was written; nothing of the key.
    package let identifier: Int64
    private let sealingKey: SymmetricKey
    /// Has the key already.
    private let finding: HMAC<SHA256>

    init(_ secret: SymmetricKey) {
        func derive(_ purpose: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>
                .deriveKey(
                    inputKeyMaterial: secret,
                    info: Array("swift-oauth1 database 1, \(purpose)".utf8),
                    outputByteCount: count
                )
        }
        sealingKey = derive("encryption", 32)
        finding = HMAC<SHA256>(key: derive("look-up", 32))
        let bytes = derive("identifier", 8).withUnsafeBytes { Array($0) }
        identifier = bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }

    /// 128 bits of the keyed hash of a text, different for each kind of text.
    package func hash(_ text: String, _ kind: RowKind) -> [UInt8] {
        var code = finding
        var bytes: [UInt8] = []
        bytes.reserveCapacity(128)
        bytes.append(contentsOf: kind.rawValue.utf8)
        bytes.append(0x3A)
        bytes.append(contentsOf: text.utf8)
        code.update(data: bytes)
        return code.finalize().withUnsafeBytes { Array($0.prefix(16)) }
    }

    /// Encrypts bytes and binds them to their place.
    package func seal(_ bytes: [UInt8], _ place: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: sealingKey, authenticating: place)
        return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// The bytes, or `nil` if they were changed or belong in another place.
    package func open(_ encrypted: [UInt8], _ place: [UInt8]) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: encrypted) else { return nil }
        return (try? AES.GCM.open(box, using: sealingKey, authenticating: place)).map { Array($0) }
    }
}

/// What a row is found by.
package enum RowKind: String, Sendable {
    case client
    case user
    case requestToken
    case accessToken
}
