//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

/// One signed request with everything that went into its signature, as `Vectors/signatures.json` has it.
struct SignatureVector: Decodable, Sendable, CustomTestStringConvertible {
    let name: String
    let source: String
    let method: String
    let url: String
    let contentType: String?
    let body: String?
    let consumerKey: String
    let consumerSecret: String
    let token: String?
    let tokenSecret: String?
    let callback: String?
    let verifier: String?
    let nonce: String
    let timestamp: Int64
    let sendsVersion: Bool
    let realm: String?
    let signatureMethod: String
    let privateKey: String?
    let baseString: String
    let signature: String

    var testDescription: String { name }

    static func all() throws -> [SignatureVector] { try Vectors.load("signatures.json") }

    /// The status update in Twitter's guide, with which the benchmarks compare libraries, too.
    static func twitter() throws -> SignatureVector { try first { $0.name == "Twitter guide, status update" } }

    static func first(_ matches: (SignatureVector) -> Bool) throws -> SignatureVector {
        try #require(try all().first(where: matches))
    }

    var client: OAuth1ClientCredentials {
        OAuth1ClientCredentials(key: consumerKey, secret: OAuth1Secret(consumerSecret))
    }

    var signedBody: OAuth1Body { OAuth1Body(body.map { Array($0.utf8) }, contentType: contentType) }

    var options: OAuth1SigningOptions {
        OAuth1SigningOptions(
            callback: callback,
            verifier: verifier,
            nonce: OAuth1Nonce(nonce),
            timestamp: timestamp
        )
    }

    func signer() throws -> OAuth1Signer {
        OAuth1Signer(
            client: client,
            token: token.map { OAuth1AccessToken(token: $0, secret: OAuth1Secret(tokenSecret ?? "")) },
            method: try signatureMethodWithKey(),
            configuration: OAuth1SigningConfiguration(realm: realm, sendsVersion: sendsVersion)
        )
    }

    func verificationKey() throws -> OAuth1VerificationKey {
        OAuth1VerificationKey(
            client: client,
            tokenSecret: OAuth1Secret(tokenSecret ?? ""),
            rsaPublicKey: try privateKey.map { _ in try rsaKey().publicKey }
        )
    }

    private func rsaKey() throws -> OAuth1RSAPrivateKey {
        try OAuth1RSAPrivateKey(pem: try Vectors.key(privateKey ?? ""), minimumBits: 1_024)
    }

    private func signatureMethodWithKey() throws -> OAuth1SignatureMethod {
        switch signatureMethod {
        case "HMAC-SHA1": .hmacSHA1
        case "HMAC-SHA256": .hmacSHA256
        case "HMAC-SHA512": .hmacSHA512
        case "RSA-SHA1": .rsaSHA1(try rsaKey())
        case "RSA-SHA256": .rsaSHA256(try rsaKey())
        case "RSA-SHA512": .rsaSHA512(try rsaKey())
        case "PLAINTEXT": .plaintext
        default: throw OAuth1Error(.unsupportedSignatureMethod, "the vector has the method \(signatureMethod)")
        }
    }
}
