//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
public import OAuth1

/// The keys of a database: the first encrypts and finds, the others open and find what is older.
///
/// To rotate them, restart all processes with the old key and then the new one, so that each can read what another one writes
/// later. Restart them with the new key first, call `rotateKeys()` of the database, and then remove the old key.
public struct OAuth1DatabaseKeys: Sendable, CustomStringConvertible, CustomReflectable {
    package let keys: [DatabaseKey]

    /// Creates keys.
    ///
    /// - Parameter secrets: The secrets, the newest first, each of 32 random bytes or more, for instance as 64 hex digits. A
    ///   line break after a secret is not part of it.
    /// - Throws: ``OAuth1DatabaseError`` with code ``OAuth1DatabaseError/Code/invalidKeys`` if there is none, or one is shorter.
    public init(_ secrets: [OAuth1Secret]) throws(OAuth1DatabaseError) {
        guard !secrets.isEmpty else {
            throw OAuth1DatabaseError(
                .invalidKeys,
                "a database needs at least one key: create one with `openssl rand -hex 32`"
            )
        }
        var keys: [DatabaseKey] = []
        for secret in secrets {
            let bytes = Self.bytes(of: secret)
            guard bytes.count >= 32 else {
                throw OAuth1DatabaseError(
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
    package var current: DatabaseKey { keys[0] }

    /// The key with which a row was written.
    package func key(_ identifier: Int64) throws(OAuth1DatabaseError) -> DatabaseKey {
        guard let key = keys.first(where: { $0.identifier == identifier }) else {
            throw MissingKeys.error(identifier)
        }
        return key
    }

    /// Says that keys are here, and nothing of them.
    public var description: String { "OAuth1DatabaseKeys(<redacted>, \(keys.count))" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
