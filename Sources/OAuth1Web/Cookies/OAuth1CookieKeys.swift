//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
public import OAuth1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// The keys that encrypt what a login remembers in the browser: one that encrypts, and older ones that still open.
///
/// All servers of an application have the same keys. To rotate them, give all servers the new one as previous first,
/// then make it the current one everywhere, and drop the old one when no login can be older, after the lifetime of a login.
/// A line break after a key is not part of it.
public struct OAuth1CookieKeys: Sendable, CustomStringConvertible, CustomReflectable {
    private let keys: [CookieKey]

    /// Creates keys.
    ///
    /// - Parameters:
    ///   - current: The key that encrypts, of 32 random bytes or more, for instance as 64 hex digits.
    ///   - previous: Keys that open what was encrypted with them.
    /// - Throws: ``OAuth1WebError`` with code ``OAuth1WebError/Code/invalidConfiguration`` if a key is shorter.
    public init(current: OAuth1Secret, previous: [OAuth1Secret] = []) throws(OAuth1WebError) {
        var keys: [CookieKey] = []
        for secret in [current] + previous { keys.append(try CookieKey(secret)) }
        self.keys = keys
    }

    private init(random: CookieKey) {
        keys = [random]
    }

    /// A key that is gone when the process ends, for tests and for development with one process.
    ///
    /// - Returns: The keys.
    public static func random() -> OAuth1CookieKeys {
        OAuth1CookieKeys(random: CookieKey(SymmetricKey(size: .bits256)))
    }

    /// Says that keys are here, and nothing of them.
    public var description: String { "OAuth1CookieKeys(<redacted>, \(keys.count))" }
    /// A mirror without children.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }

    /// Encrypts bytes and binds them to the name of their cookie.
    func seal(_ bytes: [UInt8], as name: String) throws -> String {
        // There is always a first one.
        guard let key = keys.first else { return "" }
        let sealed = try key.seal(bytes, as: name)
        return Base64.encode(sealed.span)
    }

    /// The bytes, or `nil` if they were changed, was in another cookie, or are encrypted with a key that is not there.
    func open(_ text: String, as name: String) -> [UInt8]? {
        let bytes = Array(text.utf8)
        guard let sealed = Base64.decode(bytes.span) else { return nil }
        for key in keys {
            if let bytes = key.open(sealed, as: name) { return bytes }
        }
        return nil
    }
}

/// One key, with a name by which its cookies are known.
private struct CookieKey: Sendable {
    private static let identifierLength = 4

    private let identifier: [UInt8]
    private let key: SymmetricKey

    init(_ secret: OAuth1Secret) throws(OAuth1WebError) {
        let bytes = Array(secret.revealWithoutLineEnd().utf8)
        guard bytes.count >= 32 else {
            throw OAuth1WebError(
                .invalidConfiguration,
                "expected a cookie key of at least 32 random bytes, such as the output of `openssl rand -hex 32`, got "
                    + "\(bytes.count) bytes"
            )
        }
        self.init(SymmetricKey(data: bytes))
    }

    init(_ secret: SymmetricKey) {
        func derive(_ purpose: String, _ count: Int) -> SymmetricKey {
            HKDF<SHA256>
                .deriveKey(
                    inputKeyMaterial: secret,
                    info: Array("swift-oauth1 login cookie 1, \(purpose)".utf8),
                    outputByteCount: count
                )
        }
        key = derive("key", 32)
        identifier = derive("identifier", Self.identifierLength).withUnsafeBytes { Array($0) }
    }

    func seal(_ bytes: [UInt8], as name: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Array(name.utf8))
        return identifier + Array(box.nonce) + Array(box.ciphertext) + Array(box.tag)
    }

    func open(_ sealed: [UInt8], as name: String) -> [UInt8]? {
        guard sealed.starts(with: identifier) else { return nil }
        guard let box = try? AES.GCM.SealedBox(combined: sealed.dropFirst(Self.identifierLength)) else { return nil }
        return (try? AES.GCM.open(box, using: key, authenticating: Array(name.utf8))).map { Array($0) }
    }
}
