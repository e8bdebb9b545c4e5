//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Crypto
public import OAuth1

/// The keys of a database: the first encrypts and finds, the others open and find what is older.
///
/// To rotate them, restart the service with the new key first and the old one after it, call
/// ``OAuth1GRDBDatabase/rotateKeys()``, and then remove the old one. With several processes, give all of them the new key as
/// second first, so that each can read what another one writes.
public struct OAuth1DatabaseKeys: Sendable, CustomStringConvertible, CustomReflectable {
    let keys: [DatabaseKey]

    /// Creates keys.
    ///
    /// - Parameter secrets: The secrets, the newest first, each of 32 random bytes or more, for instance as 64 hex digits. A
    ///   line break after a secret is not part of it.
    /// - Throws: ``OAuth1GRDBError`` with code ``OAuth1GRDBError/Code/invalidKeys`` if there is none, or one is shorter.
    public init(_ secrets: [OAuth1Secret]) throws(OAuth1GRDBError) {
        guard !secrets.isEmpty else {
            throw OAuth1GRDBError(
                .invalidKeys,
                "a database needs at least one key: create one with `openssl rand -hex 32`"
            )
        }
        var keys: [DatabaseKey] = []
        for secret in secrets {
            let bytes = Self.bytes(of: secret)
            guard bytes.count >= 32 else {
                throw OAuth1GRDBError(
                    .invalidKeys,
                    "expected database keys of at least 32 random bytes, such as the output of `openssl rand -hex 32`, "
                        + "got \(bytes.count) bytes"
                )
            }
            keys.append(DatabaseKey(SymmetricKey(data: bytes)))
        }
        self.keys = keys
    }

    /// The bytes of a secret without the line break that files have.
    private static func bytes(of secret: OAuth1Secret) -> [UInt8] {
        var bytes = Array(secret.reveal().utf8)
        while let last = bytes.last, [0x0A, 0x0D].contains(last) { bytes.removeLast() }
        return bytes
    }

    /// The key that encrypts.
    var current: DatabaseKey { keys[0] }

    /// Says that keys are here, and nothing of them.
    public var description: String { "OAuth1DatabaseKeys(<redacted>, \(keys.count))" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}

/// One key: it encrypts values, and hashes what rows are found by.
struct DatabaseKey: Sendable {
    /// Says in a row with which key it was written; nothing of the key.
    let identifier: Int64
    private let sealingKey: SymmetricKey
    private let findingKey: SymmetricKey

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
        findingKey = derive("look-up", 32)
        let bytes = derive("identifier", 8).withUnsafeBytes { Array($0) }
        identifier = bytes.reduce(Int64(0)) { $0 << 8 | Int64($1) }
    }

    /// 128 bits of the keyed hash of a text, different for each kind of text.
    func hash(_ text: String, _ kind: RowKind) -> [UInt8] {
        var code = HMAC<SHA256>(key: findingKey)
        code.update(data: Array("\(kind.rawValue):".utf8))
        code.update(data: Array(text.utf8))
        return Array(code.finalize().prefix(16))
    }

    /// Encrypts bytes and binds them to their place.
    func seal(_ bytes: [UInt8], _ place: [UInt8]) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: sealingKey, authenticating: place)
        return Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    /// The bytes, or `nil` if they were changed or belong in another place.
    func open(_ encrypted: [UInt8], _ place: [UInt8]) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: encrypted) else { return nil }
        return (try? AES.GCM.open(box, using: sealingKey, authenticating: place)).map { Array($0) }
    }
}

/// What a row is found by.
enum RowKind: String, Sendable {
    case client
    case user
    case requestToken
    case accessToken
}
#endif
