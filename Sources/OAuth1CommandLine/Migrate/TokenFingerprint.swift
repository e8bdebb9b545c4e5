//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Crypto
import Foundation

/// The hash of a token, by which files and memory know it.
///
/// Tokens are long and random, so that the token can't be found from it.
struct TokenFingerprint: Hashable, Sendable {
    /// The first half of the hash: enough to distinguish tokens, as an input may have millions.
    private let high: UInt64
    private let low: UInt64

    /// Hashes a token with SHA-256.
    ///
    /// - Parameter token: The token.
    /// - Returns: The fingerprint, and the text with the whole hash for files.
    static func of(_ token: String) -> (fingerprint: TokenFingerprint, text: String) {
        let digest = Array(SHA256.hash(data: Data(token.utf8)))
        func word(_ range: Range<Int>) -> UInt64 { digest[range].reduce(0) { $0 << 8 | UInt64($1) } }
        let hex = digest.map { byte in
            let text = String(byte, radix: 16)
            return text.count == 1 ? "0\(text)" : text
        }
        return (TokenFingerprint(high: word(0..<8), low: word(8..<16)), "sha256:\(hex.joined())")
    }

    private init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// Reads the text of a file, such as `sha256:9f86d0…`.
    init?(_ text: String) {
        let hex = text.utf8.dropFirst(7)
        guard text.hasPrefix("sha256:"), hex.count == 64, let high = UInt64(String(hex.prefix(16)) ?? "", radix: 16),
            let low = UInt64(String(hex.dropFirst(16).prefix(16)) ?? "", radix: 16)
        else {
            return nil
        }
        self.init(high: high, low: low)
    }
}
#endif
