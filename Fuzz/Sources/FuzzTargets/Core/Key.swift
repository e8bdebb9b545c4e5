//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// A text is a key or an error that shows nothing of it.
///
/// Encrypted keys are left out: how long their passphrase is hashed is in the key, which is the application's own.
func fuzzKey(_ input: inout FuzzInput) throws {
    let isPrivate = input.flag()
    let text = input.remainingText()
    do {
        if isPrivate {
            let key = try OAuth1RSAPrivateKey(pem: text, minimumBits: 1_024)
            try hold(key.bitCount >= 1_024, "a key was read that is too short")
            try hold(
                try OAuth1RSAPublicKey(pem: key.publicKey.pem, minimumBits: 1_024).pem == key.publicKey.pem,
                "a key changed"
            )
            try checkHidden(key, of: text)
        } else {
            let key = try OAuth1RSAPublicKey(pem: text, minimumBits: 1_024)
            try hold(key.bitCount >= 1_024, "a key was read that is too short")
            try hold(try OAuth1RSAPublicKey(pem: key.pem, minimumBits: 1_024).pem == key.pem, "a key changed")
        }
    } catch let error as OAuth1Error {
        try checkHidden(error, of: text)
    }
}

/// Throws if as much as 48 characters of ASCII in a row of a text are shown: of a label, an error shows 40.
private func checkHidden(_ value: Any, of text: String) throws {
    let bytes = Array(text.utf8)
    guard bytes.count > 48 else { return }
    var dumped = ""
    dump(value, to: &dumped)
    for shown in ["\(value)", dumped].map({ Array($0.utf8) }) {
        for start in stride(from: 0, through: bytes.count - 48, by: 7) {
            let part = Array(bytes[start..<(start + 48)])
            // The error's own words, such as the expected label, may be in the text, too.
            guard part.allSatisfy({ $0 < 0x80 }), !part.contains(Array("-----".utf8)) else { continue }
            try hold(!shown.contains(part), "a key is shown: \(String(decoding: shown, as: UTF8.self))")
        }
    }
}
