//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Foundation
import OAuth1

/// Encrypts small values into cookies that nobody can read or change without the key (AES-GCM).
///
/// The name of the cookie is authenticated with it, so that the value of one is none for another.
struct CookieSealer: Sendable {
    /// The first one encrypts, the others still open.
    private let keys: [SymmetricKey]

    /// Derives the keys of a purpose, so that no two purposes have the same.
    init(_ secrets: [OAuth1Secret], purpose: String) {
        keys = secrets.map { secret in
            HKDF<SHA256>
                .deriveKey(
                    inputKeyMaterial: SymmetricKey(data: Data(secret.reveal().utf8)),
                    info: Data("LoginWith \(purpose)".utf8),
                    outputByteCount: 32
                )
        }
    }

    func seal(_ value: some Encodable, as name: String) throws -> String {
        let box = try AES.GCM.seal(JSONEncoder().encode(value), using: keys[0], authenticating: Data(name.utf8))
        return (box.combined ?? Data()).base64EncodedString()
    }

    /// The value, or `nil` if it was changed, belongs to another cookie, or is encrypted with a key that is not there.
    func open<Value: Decodable>(_ text: String, as name: String) -> Value? {
        guard let data = Data(base64Encoded: text), let box = try? AES.GCM.SealedBox(combined: data) else { return nil }
        for key in keys {
            guard let bytes = try? AES.GCM.open(box, using: key, authenticating: Data(name.utf8)) else { continue }
            return try? JSONDecoder().decode(Value.self, from: bytes)
        }
        return nil
    }
}
