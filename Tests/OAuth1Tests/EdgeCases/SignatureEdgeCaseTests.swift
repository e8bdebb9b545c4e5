//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Edge cases of signatures")
struct SignatureEdgeCaseTests {
    @Test("Edge case 30: a PLAINTEXT signature is encoded once as the key and once more in the header")
    func plaintext() throws {
        let signer = OAuth1Signer(
            client: OAuth1ClientCredentials(key: "k", secret: "a&b c"),
            token: OAuth1AccessToken(token: "t", secret: "\u{E9}%+"),
            method: .plaintext
        )
        let signed = try signer.sign(HTTPRequest(method: .get, absoluteURL: "https://example.com/"))
        #expect(signed.signature == "a%26b%20c&%C3%A9%25%2B")
        #expect(signed.authorization?.contains(#"oauth_signature="a%2526b%2520c%26%25C3%25A9%2525%252B""#) == true)
        let key = OAuth1VerificationKey(client: signer.client, tokenSecret: "\u{E9}%+")
        try Fixtures.verifier.check(try signed.read(), with: key)
    }

    @Test("Edge case 30: PLAINTEXT needs neither timestamp nor nonce, the other methods need both")
    func plaintextWithoutNonce() throws {
        func incoming(_ method: String) throws -> OAuth1IncomingRequest {
            try #require(
                try OAuth1IncomingRequest.read(
                    method: "GET",
                    url: "https://example.com/",
                    authorization: """
                        OAuth oauth_consumer_key="k", oauth_signature_method="\(method)", oauth_signature="s%26"
                        """
                )
            )
        }
        let client = OAuth1ClientCredentials(key: "k", secret: "s")
        try Fixtures.verifier.check(try incoming("PLAINTEXT"), with: OAuth1VerificationKey(client: client))
        expectError(.missingParameter, parameter: "oauth_timestamp") {
            try Fixtures.verifier.checkParameters(of: try incoming("HMAC-SHA1"))
        }
    }

    @Test(
        "Edge case 31: the method is signed in upper case, including custom methods",
        arguments: [("get", "GET"), ("Post", "POST"), ("PURGE", "PURGE"), ("m-search", "M-SEARCH")]
    )
    func method(method: String, expected: String) throws {
        #expect(try BaseString(method: method).method == expected)
    }

    @Test(
        "Edge case 33: only the canonical Base64 text of a signature is accepted",
        arguments: [
            "hCtSmYh+iHYCEqBWrE7C7hYmtUk", "hCtSmYh+iHYCEqBWrE7C7hYmtUk=%0A", "hCtSmYh+iHYCEqBWrE7C7hYmtUk==",
            "hCtSmYh-iHYCEqBWrE7C7hYmtUk=", "hCtSmYh%20iHYCEqBWrE7C7hYmtUk=", "hCtSmYh+iHYCEqBWrE7C7hYmtUl=", "",
            "=", "842b5299887e88760212a056ac4ec2ee1626b549",
        ]
    )
    func spelling(signature: String) throws {
        let (vector, incoming) = try twitter(signature: signature)
        expectError(.invalidSignature, parameter: "oauth_signature") {
            try Fixtures.verifier.verify(incoming, with: vector.verificationKey())
        }
    }

    @Test("Edge case 33: a signature that lacks its percent-encoding is accepted, in whichever place")
    func lenientEncoding() throws {
        let (vector, incoming) = try twitter(signature: "hCtSmYh+iHYCEqBWrE7C7hYmtUk=")
        try Fixtures.verifier.check(incoming, with: vector.verificationKey())
        for placement in [OAuth1Placement.query, .body] {
            // With this nonce the signature has a plus sign, which a query reads as a space.
            let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement))
            var signed: OAuth1SignedRequest?
            for number in 0..<100 where signed?.signature.contains("+") != true {
                signed = try signer.sign(
                    HTTPRequest(method: .post, absoluteURL: "https://example.com/"),
                    OAuth1SigningOptions(nonce: OAuth1Nonce("\(number)"), timestamp: 1)
                )
            }
            var damaged = try #require(signed)
            #expect(damaged.signature.contains("+"))
            let encoded = OAuth1Parameters([OAuth1Parameter("", damaged.signature)]).formEncodedString.dropFirst()
            damaged.request.path = damaged.request.path?.replacing(encoded, with: damaged.signature)
            damaged.body = damaged.bodyText.map { Array($0.replacing(encoded, with: damaged.signature).utf8) }
            #expect(damaged.request.path?.contains("+") == true || damaged.bodyText?.contains("+") == true)
            try Fixtures.verifier.check(try damaged.read(), with: Fixtures.verificationKey)
        }
    }

    private func twitter(signature: String) throws -> (SignatureVector, OAuth1IncomingRequest) {
        let vector = try SignatureVector.twitter()
        let header = try vector.signer()
            .authorizationHeader(method: vector.method, url: vector.url, body: vector.signedBody, vector.options)
        let incoming = try #require(
            try OAuth1IncomingRequest.read(
                method: vector.method,
                url: vector.url,
                authorization: header.replacing("hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D", with: signature),
                body: vector.signedBody
            )
        )
        return (vector, incoming)
    }

    // Following redirects and trying again is for the client; what it needs of the core is a new nonce each time.
    @Test("Edge case 34: two attempts of one signer have different nonces and signatures")
    func attempts() throws {
        let signer = Fixtures.signer()
        let request = try HTTPRequest(method: .get, absoluteURL: Fixtures.url)
        let first = try signer.sign(request)
        let second = try signer.sign(first.request)
        #expect(first.nonce != second.nonce)
        #expect(first.signature != second.signature)
        #expect(second.request.headerFields[fields: .authorization].count == 1)
        try Fixtures.verifier.check(try first.read(), with: Fixtures.verificationKey)
        try Fixtures.verifier.check(try second.read(), with: Fixtures.verificationKey)
    }

    @Test("Edge case 34: HEAD is signed as HEAD")
    func head() throws {
        let signer = Fixtures.signer()
        let request = try HTTPRequest(method: .head, absoluteURL: Fixtures.url)
        let signed = try signer.sign(request, Fixtures.options)
        #expect(signed.baseText.hasPrefix("HEAD&"))
        var asGet = signed
        asGet.request.method = .get
        let incoming = try asGet.read()
        expectError(.invalidSignature, parameter: "oauth_signature") {
            try Fixtures.verifier.verify(incoming, with: Fixtures.verificationKey)
        }
    }

    @Test("Edge case 35: the example of RFC 5849 section 3.1 has the signature of erratum 2550, not the printed one")
    func erratum() throws {
        let vector = try SignatureVector.first { $0.source == "RFC 5849 erratum 2550" }
        let header = try vector.signer()
            .authorizationHeader(method: vector.method, url: vector.url, body: vector.signedBody, vector.options)
        #expect(header.hasSuffix(#"oauth_signature="r6%2FTJjbCOr97%2F%2BUU0NsvSne7s5g%3D""#))
        #expect(header.contains("bYT5CMsGcbgUdFHObYMEfcx6bsw") == false)
    }

    // What tokens a provider answers with is for the provider; the core verifies what such clients send.
    @Test("Edge case 36: a callback that a client sends with every request is signed and otherwise ignored")
    func repeatedCallback() throws {
        let options = OAuth1SigningOptions(callback: "http://client.example/ready", verifier: "v")
        let signed = try Fixtures.signer().sign(HTTPRequest(method: .post, absoluteURL: Fixtures.url), options)
        #expect(signed.baseText.contains("oauth_callback%3Dhttp%253A%252F%252Fclient.example%252Fready"))
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }
}
