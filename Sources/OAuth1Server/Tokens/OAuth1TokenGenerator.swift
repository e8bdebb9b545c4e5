//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// Where the provider's tokens, secrets and verifiers come from.
///
/// All of them must be impossible to guess (RFC 5849 section 4.9): 128 bits or more, except for the typed verifier, which
/// a limited number of attempts protects.
public protocol OAuth1TokenGenerator: Sendable {
    /// Makes a token that was not there before.
    ///
    /// - Returns: The token.
    func makeToken() -> String
    /// Makes a token secret.
    ///
    /// - Returns: The secret.
    func makeSecret() -> OAuth1Secret
    /// Makes a verifier that is carried by a redirect.
    ///
    /// - Returns: The verifier.
    func makeVerifier() -> OAuth1Secret
    /// Makes a verifier that a user can type, for `oob`.
    ///
    /// - Returns: The verifier.
    func makeTypedVerifier() -> OAuth1Secret
}

/// Letters and digits from the operating system's random number generator.
public struct OAuth1RandomTokenGenerator: OAuth1TokenGenerator {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8)
    private static let digits = Array("0123456789".utf8)

    /// Creates the generator.
    public init() {}

    /// Makes a token of 32 letters and digits, 190 bits.
    ///
    /// - Returns: The token.
    public func makeToken() -> String { OAuth1RandomTokenGenerator.text(32, Self.alphabet) }

    /// Makes a secret of 43 letters and digits, 256 bits.
    ///
    /// - Returns: The secret.
    public func makeSecret() -> OAuth1Secret { OAuth1Secret(OAuth1RandomTokenGenerator.text(43, Self.alphabet)) }

    /// Makes a verifier of 32 letters and digits, 190 bits.
    ///
    /// - Returns: The verifier.
    public func makeVerifier() -> OAuth1Secret { OAuth1Secret(OAuth1RandomTokenGenerator.text(32, Self.alphabet)) }

    /// Makes a verifier of nine digits, which every keyboard has and nobody confuses.
    ///
    /// - Returns: The verifier.
    public func makeTypedVerifier() -> OAuth1Secret { OAuth1Secret(OAuth1RandomTokenGenerator.text(9, Self.digits)) }

    /// Text of characters that are drawn evenly.
    private static func text(_ count: Int, _ alphabet: [UInt8]) -> String {
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<count).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &generator)] }
        return String(decoding: bytes, as: UTF8.self)
    }
}
