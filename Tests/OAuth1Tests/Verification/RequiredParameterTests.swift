//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Required parameters")
struct RequiredParameterTests {
    private static let all: KeyValuePairs<String, String> = [
        "oauth_consumer_key": "k", "oauth_signature_method": "HMAC-SHA1", "oauth_signature": "s",
        "oauth_timestamp": "1", "oauth_nonce": "n", "oauth_token": "t", "oauth_version": "1.0",
    ]

    private func incoming(
        without name: String? = nil,
        with changed: (String, String)? = nil
    ) throws -> OAuth1IncomingRequest {
        let pairs =
            RequiredParameterTests.all.filter { $0.key != name && $0.key != changed?.0 }
            .map { ($0.key, $0.value) } + (changed.map { [$0] } ?? [])
        let header = "OAuth " + pairs.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ", ")
        return try #require(
            try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: header)
        )
    }

    @Test("A complete request passes")
    func complete() throws {
        try Fixtures.verifier.checkParameters(of: try incoming())
    }

    @Test(
        "Each required parameter that is absent is named",
        arguments: [
            "oauth_consumer_key", "oauth_signature_method", "oauth_signature", "oauth_timestamp", "oauth_nonce",
        ]
    )
    func absent(name: String) throws {
        let incoming = try incoming(without: name)
        expectError(.missingParameter, parameter: name, saying: name) {
            try Fixtures.verifier.checkParameters(of: incoming)
        }
    }

    @Test("Token and version may be absent", arguments: ["oauth_token", "oauth_version"])
    func optional(name: String) throws {
        try Fixtures.verifier.checkParameters(of: try incoming(without: name))
    }

    @Test("An empty nonce is none")
    func emptyNonce() throws {
        for method in ["HMAC-SHA1", "PLAINTEXT"] {
            let header = """
                OAuth oauth_consumer_key="k", oauth_signature_method="\(method)", oauth_signature="s", \
                oauth_timestamp="1", oauth_nonce=""
                """
            let incoming = try #require(
                try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: header)
            )
            expectError(.missingParameter, parameter: "oauth_nonce") {
                try Fixtures.verifier.checkParameters(of: incoming)
            }
        }
    }

    @Test(
        "A method that is unknown, not accepted or spelled in another case is rejected",
        arguments: ["HMAC-MD5", "", "hmac-sha1", "HMAC-SHA1 ", "PLAINTEXT", "RSA-SHA1"]
    )
    func method(name: String) throws {
        let incoming = try incoming(with: ("oauth_signature_method", name))
        expectError(.unsupportedSignatureMethod, parameter: "oauth_signature_method") {
            try OAuth1Verifier().checkParameters(of: incoming)
        }
        expectError(.unsupportedSignatureMethod, parameter: "oauth_signature_method") {
            try OAuth1Verifier().verify(incoming, with: Fixtures.verificationKey)
        }
        expectError(.unsupportedSignatureMethod, parameter: "oauth_signature_method", saying: "HMAC-SHA256, RSA-PSS") {
            try OAuth1Verifier(methods: [.rsaPSS, .hmacSHA256]).checkParameters(of: incoming)
        }
    }

    @Test("Without a signature there is nothing to verify")
    func noSignature() throws {
        for name in ["oauth_signature", "oauth_signature_method"] {
            let incoming = try incoming(without: name)
            expectError(.missingParameter, parameter: "oauth_signature") {
                try Fixtures.verifier.verify(incoming, with: Fixtures.verificationKey)
            }
        }
    }

    @Test("OAuth without any parameter is a request that lacks them all")
    func nothing() throws {
        for header in ["OAuth", "OAuth ", "oauth ,", "OAuth realm=\"a\""] {
            let incoming = try #require(
                try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: header)
            )
            #expect(incoming.consumerKey == nil)
            expectError(.missingParameter, parameter: "oauth_consumer_key") {
                try Fixtures.verifier.checkParameters(of: incoming)
            }
        }
    }
}
