//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Secrets are not shown")
struct RedactionTests {
    private static let clientSecret = "c0nsumer-s3cret"
    private static let tokenSecret = "t0ken-s3cret"
    private static let client = OAuth1ClientCredentials(key: "key", secret: OAuth1Secret(clientSecret))
    private static let token = OAuth1AccessToken(
        token: "token",
        secret: OAuth1Secret(tokenSecret),
        parameters: ["oauth_session_handle": tokenSecret]
    )

    /// Every way in which a value can come into a log.
    private static func texts(_ value: Any) -> [String] {
        var dumped = ""
        dump(value, to: &dumped)
        var printed = ""
        print(value, to: &printed)
        var debugPrinted = ""
        debugPrint(value, to: &debugPrinted)
        return [
            dumped, printed, debugPrinted, "\(value)", String(describing: value), String(reflecting: value),
            "\([value])", "\(["a": value])", "\(value as Any?)", mirrored(value),
        ]
    }

    /// What a walk through the mirrors finds.
    private static func mirrored(_ value: Any) -> String {
        let children = Mirror(reflecting: value).children
        return "\(value)" + children.map { ($0.label ?? "") + mirrored($0.value) }.joined()
    }

    private static func expectNoSecret(in value: Any, sourceLocation: SourceLocation = #_sourceLocation) {
        for text in texts(value) {
            for secret in [clientSecret, tokenSecret] {
                #expect(text.contains(secret) == false, sourceLocation: sourceLocation)
                // Arrays of bytes show themselves in decimal.
                let bytes = secret.utf8.map(String.init).joined(separator: ", ")
                #expect(text.contains(bytes) == false, sourceLocation: sourceLocation)
            }
        }
    }

    /// Expects that texts don't depend on the secrets, which is more than that they don't contain them.
    private static func expectSame(
        _ make: (_ clientSecret: OAuth1Secret, _ tokenSecret: OAuth1Secret) throws -> Any,
        sourceLocation: SourceLocation = #_sourceLocation
    ) rethrows {
        let one = texts(try make(OAuth1Secret(clientSecret), OAuth1Secret(tokenSecret)))
        let other = texts(try make("another consumer secret", "another token secret"))
        #expect(one == other, sourceLocation: sourceLocation)
    }

    @Test("A secret shows that it is one")
    func secret() {
        let secret = OAuth1Secret(RedactionTests.clientSecret)
        #expect("\(secret)" == "<redacted>")
        #expect(String(reflecting: secret) == "<redacted>")
        #expect(Mirror(reflecting: secret).children.isEmpty)
        RedactionTests.expectNoSecret(in: secret)
        RedactionTests.expectSame { secret, _ in secret }
        #expect(secret.reveal() == RedactionTests.clientSecret)
    }

    @Test("Credentials show the key")
    func credentials() {
        #expect("\(RedactionTests.client)" == "OAuth1ClientCredentials(key: key, secret: <redacted>)")
        RedactionTests.expectSame { secret, _ in OAuth1ClientCredentials(key: "key", secret: secret) }
    }

    @Test("Tokens show the token, and neither secret nor what else the service answered")
    func tokens() {
        #expect("\(RedactionTests.token)" == "OAuth1AccessToken(token: token, secret: <redacted>)")
        RedactionTests.expectNoSecret(in: RedactionTests.token)
        RedactionTests.expectSame { _, secret in
            OAuth1AccessToken(token: "token", secret: secret, parameters: ["handle": secret.reveal()])
        }
        let requestToken = OAuth1RequestToken(token: "token", secret: RedactionTests.token.secret)
        #expect("\(requestToken)" == "OAuth1RequestToken(token: token, secret: <redacted>)")
        RedactionTests.expectSame { _, secret in
            OAuth1RequestToken(token: "token", secret: secret, parameters: ["handle": secret.reveal()])
        }
    }

    @Test("A signer shows neither secrets nor a key made of them", arguments: try StandardMethodTests.methods())
    func signer(method: OAuth1SignatureMethod) {
        RedactionTests.expectSame { clientSecret, tokenSecret in
            OAuth1Signer(
                client: OAuth1ClientCredentials(key: "key", secret: clientSecret),
                token: OAuth1AccessToken(token: "token", secret: tokenSecret),
                method: method
            )
        }
        let signer = OAuth1Signer(client: RedactionTests.client, token: RedactionTests.token, method: method)
        #expect("\(signer)" == "OAuth1Signer(key: key, token: token, method: \(method.name))")
    }

    @Test(
        "A verification key shows neither secrets nor a key made of them",
        arguments: [nil, "HMAC-SHA1", "HMAC-SHA512"]
    )
    func verificationKey(preparing: OAuth1SignatureMethod.Name?) {
        RedactionTests.expectSame { clientSecret, tokenSecret in
            OAuth1VerificationKey(
                client: OAuth1ClientCredentials(key: "key", secret: clientSecret),
                tokenSecret: tokenSecret,
                preparing: preparing
            )
        }
    }

    @Test("The input of a custom method shows no secret")
    func input() {
        RedactionTests.expectSame { clientSecret, tokenSecret in
            OAuth1SignatureMethod.Input(
                baseString: [1, 2, 3],
                client: OAuth1ClientCredentials(key: "key", secret: clientSecret),
                tokenSecret: tokenSecret
            )
        }
    }

    @Test(
        "A request signed by PLAINTEXT does not show the secrets that are its signature",
        arguments: OAuth1Placement.allCases
    )
    func signedRequest(placement: OAuth1Placement) throws {
        try RedactionTests.expectSame { clientSecret, tokenSecret in
            try OAuth1Signer(
                client: OAuth1ClientCredentials(key: "key", secret: clientSecret),
                token: OAuth1AccessToken(token: "token", secret: tokenSecret),
                method: .plaintext,
                configuration: OAuth1SigningConfiguration(placement: placement)
            )
            .sign(HTTPRequest(method: .post, absoluteURL: "https://example.com/a?b=c"), Fixtures.options)
        }
    }

    @Test("A request as it was read does not show them either", arguments: OAuth1Placement.allCases)
    func incomingRequest(placement: OAuth1Placement) throws {
        try RedactionTests.expectSame { clientSecret, tokenSecret in
            try OAuth1Signer(
                client: OAuth1ClientCredentials(key: "key", secret: clientSecret),
                token: OAuth1AccessToken(token: "token", secret: tokenSecret),
                method: .plaintext,
                configuration: OAuth1SigningConfiguration(placement: placement)
            )
            .sign(HTTPRequest(method: .post, absoluteURL: "https://example.com/a?b=c"), Fixtures.options)
            .read()
        }
    }

    @Test("Options do not show the verifier, nor what is sent with it")
    func options() {
        RedactionTests.expectSame { secret, _ in
            OAuth1SigningOptions(
                verifier: secret.reveal(),
                additionalParameters: ["oauth_session_handle": secret.reveal()],
                additionallySigned: ["password": secret.reveal()],
                nonce: "n",
                timestamp: 1
            )
        }
    }

    @Test("RSA keys show their size")
    func rsaKeys() throws {
        let key = try OAuth1RSAPrivateKey(pem: try Vectors.key("rsa-2048-pkcs8.pem"))
        #expect("\(key)" == "OAuth1RSAPrivateKey(2048 bits, <redacted>)")
        #expect("\(key.publicKey)" == "OAuth1RSAPublicKey(2048 bits)")
        let other = try OAuth1RSAPrivateKey(generatingBits: 2_048)
        #expect(RedactionTests.texts(key) == RedactionTests.texts(other))
        for method in [OAuth1SignatureMethod.rsaSHA1, OAuth1SignatureMethod.rsaPSS] {
            #expect(RedactionTests.texts(method(key)) == RedactionTests.texts(method(other)))
        }
    }

    @Test("Errors of signing and verifying have no secret, signature, nonce or token")
    func errors() throws {
        let signed = try OAuth1Signer(client: RedactionTests.client, token: RedactionTests.token)
            .sign(HTTPRequest(method: .get, absoluteURL: "https://example.com/?a=b"))
        var changed = signed
        changed.request.path = "/?a=c"
        let incoming = try changed.read()
        let key = OAuth1VerificationKey(client: RedactionTests.client, tokenSecret: RedactionTests.token.secret)
        let error = try #require(
            #expect(throws: OAuth1Error.self) { try Fixtures.verifier.verify(incoming, with: key) }
        )
        RedactionTests.expectNoSecret(in: error)
        for text in RedactionTests.texts(error) {
            #expect(!text.contains(signed.signature))
            #expect(!text.contains("\(signed.nonce)"))
            #expect(!text.contains("a=c"))
        }
    }
}
