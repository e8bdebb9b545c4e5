//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Edge cases of protocol parameters")
struct ProtocolParameterEdgeCaseTests {
    @Test(
        "Edge case 26: the signer rejects a URL or form that has protocol parameters already",
        arguments: ["oauth_token=a", "a=b&oauth_nonce", "oauth%5Fcallback=oob", "%6Fauth_version=1.0"]
    )
    func signedAlready(parameters: String) throws {
        expectError(.duplicateParameter, parameter: try name(parameters)) {
            try BaseString(query: parameters)
        }
        expectError(.duplicateParameter, parameter: try name(parameters)) {
            try BaseString(form: parameters)
        }
    }

    private func name(_ parameters: String) throws -> String {
        try #require(OAuth1Parameters(formEncoded: parameters).first { $0.name.hasPrefix("oauth_") }).name
    }

    @Test("Edge case 26: protocol parameters in two places are rejected", arguments: [true, false])
    func twoPlaces(inForm: Bool) throws {
        let header = try Fixtures.signer().authorizationHeader(method: "POST", url: Fixtures.url)
        expectError(.duplicateParameter, parameter: "oauth_token") {
            try OAuth1IncomingRequest.read(
                method: "POST",
                url: Fixtures.url + (inForm ? "" : "&oauth_token=a"),
                authorization: header,
                body: .form(Array((inForm ? "oauth_token=a" : "").utf8))
            )
        }
    }

    @Test("Edge case 26: LTI consumers repeat the query in the form and sign it once")
    func repeatedQuery() throws {
        let url = "https://tool.example/launch?course=1&a=b&a=b"
        // What such a consumer does: it signs the form, which has the query's parameters, with the bare URL.
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: .body))
        let bare = try HTTPRequest(method: .post, absoluteURL: "https://tool.example/launch")
        var form = bare
        form.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let signed = try signer.sign(form, body: Array("course=1&a=b&a=b&lti_version=LTI-1p0".utf8))
        var received = signed.request
        received.path = try HTTPRequest(method: .post, absoluteURL: url).path
        let strict = try #require(try OAuth1IncomingRequest.read(received, body: signed.body))
        expectError(.invalidSignature, parameter: "oauth_signature") {
            try Fixtures.verifier.verify(strict, with: Fixtures.verificationKey)
        }
        let lenient = try #require(
            try OAuth1IncomingRequest.read(received, body: signed.body, .init(ignoresBodyDuplicatesOfQuery: true))
        )
        try Fixtures.verifier.check(lenient, with: Fixtures.verificationKey)
        #expect(try lenient.baseString() == signed.baseString)
    }

    @Test("Edge case 27: oauth_version is sent by default", arguments: [true, false])
    func version(isSent: Bool) throws {
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(sendsVersion: isSent))
        let signed = try signer.sign(HTTPRequest(method: .get, absoluteURL: Fixtures.url))
        let incoming = try signed.read()
        #expect(incoming.version == (isSent ? "1.0" : nil))
        #expect(signed.baseText.contains("oauth_version") == isSent)
        try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
    }

    @Test("Edge case 27: an oauth_version other than 1.0 is rejected", arguments: ["2.0", "1.0a", "", "1"])
    func otherVersion(version: String) throws {
        let incoming = try #require(
            try OAuth1IncomingRequest.read(
                method: "GET",
                url: Fixtures.url,
                authorization: """
                    OAuth oauth_consumer_key="k", oauth_signature_method="HMAC-SHA1", oauth_signature="s", \
                    oauth_timestamp="1", oauth_nonce="n", oauth_version="\(version)"
                    """
            )
        )
        expectError(.unsupportedVersion, parameter: "oauth_version") {
            try Fixtures.verifier.checkParameters(of: incoming)
        }
    }

    @Test("Edge case 28: a token is absent, empty or there, as each service requires it")
    func tokenStates() throws {
        func token(_ token: OAuth1AccessToken?, sendsEmpty: Bool) throws -> String? {
            let signer = OAuth1Signer(
                client: Fixtures.client,
                token: token,
                configuration: OAuth1SigningConfiguration(sendsEmptyToken: sendsEmpty)
            )
            let signed = try signer.sign(HTTPRequest(method: .get, absoluteURL: Fixtures.url))
            let incoming = try signed.read()
            let key = OAuth1VerificationKey(client: Fixtures.client, tokenSecret: token?.secret ?? "")
            try Fixtures.verifier.check(incoming, with: key)
            #expect(signed.baseText.contains("oauth_token%3D") == (incoming.token != nil))
            return incoming.token
        }
        #expect(try token(nil, sendsEmpty: false) == nil)
        #expect(try token(nil, sendsEmpty: true) == "")
        #expect(try token(Fixtures.token, sendsEmpty: false) == Fixtures.token.token)
        #expect(try token(Fixtures.token, sendsEmpty: true) == Fixtures.token.token)
    }

    @Test(
        "Edge case 28: the key has its ampersand even when a secret is empty",
        arguments: [("", "", "&"), ("c", "", "c&"), ("", "t", "&t"), ("c", "t", "c&t")]
    )
    func ampersand(client: String, token: String, expected: String) throws {
        let signer = OAuth1Signer(
            client: OAuth1ClientCredentials(key: "k", secret: OAuth1Secret(client)),
            token: OAuth1AccessToken(token: "t", secret: OAuth1Secret(token)),
            method: .plaintext
        )
        let signed = try signer.sign(HTTPRequest(method: .get, absoluteURL: "https://example.com/"))
        #expect(signed.signature == expected)
    }

    @Test(
        "Edge case 32: a timestamp is a positive whole number, of however many digits",
        arguments: [("1", 1), ("137131200", 137_131_200), ("9999999999", 9_999_999_999), ("0137131200", 137_131_200)]
    )
    func timestamp(text: String, expected: Int64) throws {
        let incoming = try incoming(timestamp: text)
        #expect(incoming.timestamp == expected)
        #expect(incoming.timestampText == text)
        try Fixtures.verifier.checkParameters(of: incoming)
    }

    @Test(
        "Edge case 32: other timestamps are rejected",
        arguments: ["0", "-1", "%2B1", "1.5", "1e9", "", "abc", "1%20", "99999999999999999999", "%D9%A1"]
    )
    func noTimestamp(text: String) throws {
        let incoming = try incoming(timestamp: text)
        #expect(incoming.timestamp == nil)
        expectError(.invalidParameter, parameter: "oauth_timestamp") {
            try Fixtures.verifier.checkParameters(of: incoming)
        }
    }

    private func incoming(timestamp: String) throws -> OAuth1IncomingRequest {
        try #require(
            try OAuth1IncomingRequest.read(
                method: "GET",
                url: Fixtures.url,
                authorization: """
                    OAuth oauth_consumer_key="k", oauth_signature_method="HMAC-SHA1", oauth_signature="s", \
                    oauth_timestamp="\(timestamp)", oauth_nonce="n"
                    """
            )
        )
    }
}
