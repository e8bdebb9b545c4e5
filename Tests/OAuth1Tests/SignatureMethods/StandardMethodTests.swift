//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import Testing

@Suite("Standard signature methods")
struct StandardMethodTests {
    static func methods() throws -> [OAuth1SignatureMethod] {
        let key = try OAuth1RSAPrivateKey(pem: try Vectors.key("rsa-2048-pkcs8.pem"))
        return [
            .hmacSHA1, .hmacSHA256, .hmacSHA512, .plaintext, .rsaSHA1(key), .rsaSHA256(key), .rsaSHA512(key),
            .rsaPSS(key),
        ]
    }

    static func verificationKey(
        _ preparing: OAuth1SignatureMethod.Name? = nil
    ) throws -> OAuth1VerificationKey {
        OAuth1VerificationKey(
            client: Fixtures.client,
            tokenSecret: Fixtures.token.secret,
            rsaPublicKey: try OAuth1RSAPublicKey(pem: try Vectors.key("rsa-2048-spki.pem")),
            preparing: preparing
        )
    }

    @Test(
        "A request signed with each method and in each place is accepted",
        arguments: try methods(),
        OAuth1Placement.allCases
    )
    func accepted(method: OAuth1SignatureMethod, placement: OAuth1Placement) async throws {
        let signer = Fixtures.signer(method, OAuth1SigningConfiguration(placement: placement))
        let request = try HTTPRequest(method: .post, absoluteURL: Fixtures.url)
        for signed in [try signer.sign(request), try await signer.signAsynchronously(request)] {
            let incoming = try signed.read()
            #expect(incoming.placement == placement)
            #expect(incoming.signatureMethod == method.name)
            #expect(try incoming.baseString() == signed.baseString)
            try Fixtures.verifier.check(incoming, with: try StandardMethodTests.verificationKey())
        }
    }

    @Test("A key prepared for one method verifies all", arguments: try methods())
    func preparedKey(method: OAuth1SignatureMethod) throws {
        let signed = try Fixtures.signer(method).sign(HTTPRequest(method: .get, absoluteURL: Fixtures.url))
        let incoming = try signed.read()
        for name in Fixtures.allMethods {
            try Fixtures.verifier.verify(incoming, with: try StandardMethodTests.verificationKey(name))
        }
    }

    @Test("Header and request have the same signature, except for the randomized method", arguments: try methods())
    func sameSignature(method: OAuth1SignatureMethod) throws {
        let signer = Fixtures.signer(method)
        let header = try signer.authorizationHeader(method: "GET", url: Fixtures.url, Fixtures.options)
        let signed = try signer.sign(HTTPRequest(method: .get, absoluteURL: Fixtures.url), Fixtures.options)
        #expect((header == signed.authorization) == (method.name != .rsaPSS))
    }

    @Test("RSA-PSS signatures differ each time and are accepted with the public key only")
    func pss() throws {
        let key = try OAuth1RSAPrivateKey(pem: try Vectors.key("rsa-2048-pkcs8.pem"))
        let signer = Fixtures.signer(.rsaPSS(key))
        let request = try HTTPRequest(method: .get, absoluteURL: Fixtures.url)
        let first = try signer.sign(request, Fixtures.options)
        let second = try signer.sign(request, Fixtures.options)
        #expect(first.signature != second.signature)
        #expect(first.baseString == second.baseString)
        let publicOnly = OAuth1VerificationKey(
            client: OAuth1ClientCredentials(key: Fixtures.client.key),
            rsaPublicKey: key.publicKey
        )
        try Fixtures.verifier.check(try first.read(), with: publicOnly)
        try Fixtures.verifier.check(try second.read(), with: publicOnly)
    }

    @Test("A signature is not that of another method", arguments: try methods(), Fixtures.allMethods.map(\.self))
    func otherMethod(method: OAuth1SignatureMethod, name: OAuth1SignatureMethod.Name) throws {
        guard method.name != name else { return }
        let header = try Fixtures.signer(method).authorizationHeader(method: "GET", url: Fixtures.url, Fixtures.options)
        let changed = header.replacing("\"\(method.name)\"", with: "\"\(name)\"")
        #expect(changed != header)
        let incoming = try #require(
            try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: changed)
        )
        expectError(.invalidSignature, parameter: "oauth_signature") {
            try Fixtures.verifier.verify(incoming, with: try StandardMethodTests.verificationKey())
        }
    }

    @Test("RSA signatures of a wrong length are rejected", arguments: [0, 1, 128, 255, 257, 512])
    func signatureLength(count: Int) throws {
        let text = OAuth1Parameters([OAuth1Parameter("", [UInt8](repeating: 1, count: count).base64)]).formEncodedString
        for name in ["RSA-SHA1", "RSA-SHA256", "RSA-SHA512", "RSA-PSS"] {
            let incoming = try #require(
                try OAuth1IncomingRequest.read(
                    method: "GET",
                    url: Fixtures.url,
                    authorization: """
                        OAuth oauth_consumer_key="k", oauth_signature_method="\(name)", oauth_timestamp="1", \
                        oauth_nonce="n", oauth_signature="\(text.dropFirst())"
                        """
                )
            )
            expectError(.invalidSignature, parameter: "oauth_signature") {
                try Fixtures.verifier.check(incoming, with: try StandardMethodTests.verificationKey())
            }
        }
    }

    @Test("An RSA method without a public key has a separate error")
    func noPublicKey() throws {
        let key = try OAuth1RSAPrivateKey(pem: try Vectors.key("rsa-2048-pkcs8.pem"))
        let signed = try Fixtures.signer(.rsaSHA256(key)).sign(HTTPRequest(method: .get, absoluteURL: Fixtures.url))
        let incoming = try signed.read()
        expectError(.invalidKey, saying: "no RSA public key") {
            try Fixtures.verifier.verify(incoming, with: Fixtures.verificationKey)
        }
    }

    @Test("Neither weak methods nor those without a signature are accepted by default")
    func defaults() {
        #expect(OAuth1Verifier().methods == Fixtures.allMethods.subtracting([.rsaSHA1, .plaintext]))
    }
}

extension [UInt8] {
    fileprivate var base64: String { Data(self).base64EncodedString() }
}
