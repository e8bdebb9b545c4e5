//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The bytes of a file are a key, the same one whenever they are read, or an error that shows neither them nor the
/// passphrase.
///
/// A line with the passphrase comes first. Files whose passphrase takes long are left out: a run would be about hashing.
func fuzzPKCS12(_ input: inout FuzzInput) throws {
    let passphrase = input.text()
    let bytes = input.remaining()
    guard !hasLongWork(bytes) else { return }
    let key = try read(bytes, passphrase)
    let other = try read(bytes, passphrase + "x")
    guard let key else { return }
    try hold(key.bitCount >= 1_024, "a key was read that is too short")
    let publicKey = key.publicKey.pem
    try hold(try OAuth1RSAPublicKey(pem: publicKey, minimumBits: 1_024).pem == publicKey, "a key changed")
    // Without encryption every passphrase does.
    try hold(other.map { $0.publicKey.pem == publicKey } ?? true, "the passphrase decides which key is read")
    try Secrecy.check(printed: key, hides: shownParts(of: bytes, passphrase))
}

private func read(_ bytes: [UInt8], _ passphrase: String) throws -> OAuth1RSAPrivateKey? {
    do {
        return try OAuth1RSAPrivateKey(pkcs12: bytes, passphrase: OAuth1Secret(passphrase), minimumBits: 1_024)
    } catch {
        try hold(error.code == .invalidKey || error.code == .limitExceeded, "an error of another kind: \(error)")
        try hold("\(error)".utf8.count < 1_024, "an error is longer than a few sentences")
        try Secrecy.check(printed: error, hides: shownParts(of: bytes, passphrase))
        return nil
    }
}

/// What an error must not repeat: the passphrase, unless it is a word that errors have, and the start of the file.
private func shownParts(of bytes: [UInt8], _ passphrase: String) -> [String] {
    let start = String(decoding: bytes.prefix(64), as: UTF8.self)
    return [start, passphrase].filter { $0.utf8.count >= 48 || $0.contains("never-shown") }
}

/// Whether some number in the file would be a long time's work as a number of iterations.
///
/// More than the library accepts costs nothing.
private func hasLongWork(_ bytes: [UInt8]) -> Bool {
    for index in bytes.indices where bytes[index] == 0x02 {
        var start = index + 1
        guard start < bytes.count else { return false }
        var length = Int(bytes[start])
        start += 1
        if length > 0x80 {
            let digits = bytes.dropFirst(start).prefix(length - 0x80)
            guard digits.count <= 4 else { continue }
            start += digits.count
            length = digits.reduce(0) { $0 << 8 | Int($1) }
        }
        let number = bytes.dropFirst(start).prefix(length).drop { $0 == 0 }
        guard number.count <= 3 else { continue }
        if 20_000...2_000_000 ~= number.reduce(0, { $0 << 8 | Int($1) }) { return true }
    }
    return false
}
