//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Tampering")
struct TamperingTests {
    /// One change to a signed request or to what the provider knows.
    struct Change: Sendable, CustomTestStringConvertible {
        let testDescription: String
        var edit: @Sendable (inout OAuth1SignedRequest) throws -> Void = { _ in }
        var key = OAuth1VerificationKey(
            client: Fixtures.client,
            tokenSecret: Fixtures.token.secret,
            rsaPublicKey: nil
        )
    }

    private static func edit(
        _ name: String,
        _ edit: @escaping @Sendable (inout OAuth1SignedRequest) throws -> Void
    ) -> Change {
        Change(testDescription: name, edit: edit)
    }

    /// Replaces text wherever the protocol parameters are, and makes sure that it was there.
    private static func replace(_ old: String, _ new: String) -> Change {
        edit("\(old) becomes \(new)") { signed in
            let before = (signed.request, signed.body)
            signed.request.path = signed.request.path?.replacing(old, with: new)
            if let header = signed.authorization {
                signed.request.headerFields[.authorization] = header.replacing(old, with: new)
            }
            signed.body = signed.bodyText.map { Array($0.replacing(old, with: new).utf8) }
            try #require(before.0 != signed.request || before.1 != signed.body)
        }
    }

    static let changes: [Change] = [
        edit("method") { $0.request.method = .put },
        edit("scheme") { $0.request.scheme = "http" },
        edit("host") { $0.request.authority = "example.org" },
        edit("port") { $0.request.authority = "example.com:8443" },
        edit("path") { $0.request.path = $0.request.path?.replacing("/a/b", with: "/a/c") },
        edit("trailing slash") { $0.request.path = $0.request.path?.replacing("/a/b", with: "/a/b/") },
        edit("spelling of the path") { $0.request.path = $0.request.path?.replacing("/a/b", with: "/%61/b") },
        edit("query value") { $0.request.path = $0.request.path?.replacing("q=1", with: "q=2") },
        edit("query name") { $0.request.path = $0.request.path?.replacing("q=1", with: "r=1") },
        edit("query pair added") { $0.request.path?.append("&x=y") },
        edit("query pair repeated") { $0.request.path?.append("&q=1") },
        edit("query pair removed") { $0.request.path = $0.request.path?.replacing("q=1&", with: "") },
        edit("form value") { $0.body = $0.bodyText.map { Array($0.replacing("f=1", with: "f=2").utf8) } },
        edit("form pair added") { $0.body?.append(contentsOf: "&x=y".utf8) },
        edit("form pair removed") { $0.body = $0.bodyText.map { Array($0.replacing("f=1&", with: "").utf8) } },
        edit("form no longer a form") { signed in
            let placedInBody = signed.authorization == nil && signed.request.path?.contains("oauth_") != true
            // Without its type the body has no parameters to find at all.
            if placedInBody {
                signed.body?.append(contentsOf: "&x=y".utf8)
            } else {
                signed.request.headerFields[.contentType] = "text/plain"
            }
        },
        edit("pair moved from query to form, and changed") { signed in
            signed.request.path = signed.request.path?.replacing("q=1", with: "z=1")
            signed.body?.append(contentsOf: "&q=2".utf8)
        },
        replace("chapoH", "chapoI"),
        replace("137131202", "137131203"),
        replace("dpf43f3p2l4k3l03", "dpf43f3p2l4k3l04"),
        replace("nnch734d00sl2jdk", "nnch734d00sl2jdl"),
        replace("hfdp7dh39dks9884", "hfdp7dh39dks9885"),
        replace("oob", "oop"),
        replace("1.0", "1.1"),
        replace("oauth_verifier", "oauth_verifiers"),
        replace("oauth_token", "oauth_tokem"),
        Change(
            testDescription: "consumer secret",
            key: OAuth1VerificationKey(
                client: OAuth1ClientCredentials(key: Fixtures.client.key, secret: "kd94hf93k423kf45"),
                tokenSecret: Fixtures.token.secret
            )
        ),
        Change(
            testDescription: "token secret",
            key: OAuth1VerificationKey(client: Fixtures.client, tokenSecret: "pfkkdhi9sl3r4s01")
        ),
        Change(testDescription: "no token secret", key: OAuth1VerificationKey(client: Fixtures.client)),
        Change(
            testDescription: "secrets swapped",
            key: OAuth1VerificationKey(
                client: OAuth1ClientCredentials(key: Fixtures.client.key, secret: Fixtures.token.secret),
                tokenSecret: Fixtures.client.secret
            )
        ),
    ]

    static let methods: [OAuth1SignatureMethod] = [.hmacSHA1, .hmacSHA256, .hmacSHA512]

    private func signed(
        _ method: OAuth1SignatureMethod,
        _ placement: OAuth1Placement
    ) throws -> OAuth1SignedRequest {
        var request = try HTTPRequest(method: .post, absoluteURL: "https://example.com/a/b?q=1&q=3")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        return try Fixtures.signer(method, OAuth1SigningConfiguration(placement: placement))
            .sign(
                request,
                body: Array("f=1&g=2".utf8),
                OAuth1SigningOptions(
                    callback: "oob",
                    verifier: "hfdp7dh39dks9884",
                    nonce: "chapoH",
                    timestamp: 137_131_202
                )
            )
    }

    @Test("Any change to a signed request is noticed", arguments: changes, OAuth1Placement.allCases)
    func noticed(change: Change, placement: OAuth1Placement) throws {
        for method in TamperingTests.methods {
            var signed = try signed(method, placement)
            try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
            try change.edit(&signed)
            let incoming = try signed.read()
            expectError(.invalidSignature, parameter: "oauth_signature") {
                try Fixtures.verifier.verify(incoming, with: change.key)
            }
        }
    }

    @Test("Any change to a signature is noticed", arguments: OAuth1Placement.allCases)
    func signature(placement: OAuth1Placement) throws {
        for method in TamperingTests.methods {
            let signed = try signed(method, placement)
            let old = OAuth1Parameters([OAuth1Parameter("oauth_signature", signed.signature)]).formEncodedString
            var characters = Array(signed.signature)
            for index in characters.indices where characters[index] != "=" {
                let kept = characters[index]
                characters[index] = kept == "A" ? "B" : "A"
                let new = OAuth1Parameters([OAuth1Parameter("oauth_signature", String(characters))]).formEncodedString
                characters[index] = kept
                var changed = signed
                try replaceSignature(old, new, in: &changed)
                let incoming = try changed.read()
                expectError(.invalidSignature, parameter: "oauth_signature") {
                    try Fixtures.verifier.verify(incoming, with: Fixtures.verificationKey)
                }
            }
        }
    }

    private func replaceSignature(_ old: String, _ new: String, in signed: inout OAuth1SignedRequest) throws {
        let old = old.replacing("oauth_signature=", with: "")
        let new = new.replacing("oauth_signature=", with: "")
        let change = TamperingTests.replace(old, new)
        try change.edit(&signed)
    }

    @Test("Unsigned parts may change: order, spelling of parameters, case of scheme and host, realm")
    func harmless() throws {
        var signed = try signed(.hmacSHA1, .header)
        signed.request.path = "/a/b?q=3&%71=%31"
        signed.request.scheme = "HTTPS"
        signed.request.authority = "EXAMPLE.com:443"
        signed.body = Array("g=%32&f=1&".utf8)
        signed.request.headerFields[.contentType] = "Application/x-www-form-urlencoded; charset=utf-8"
        signed.request.headerFields[.authorization] = signed.authorization?
            .replacing("OAuth ", with: "oauth realm=\"other\", ")
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test(
        "PLAINTEXT compares the secrets, whole and exactly",
        arguments: [
            "kd94hf93k423kf44&", "", "&", "kd94hf93k423kf44&pfkkdhi9sl3r4s0", "KD94HF93K423KF44&pfkkdhi9sl3r4s00",
            "kd94hf93k423kf44&pfkkdhi9sl3r4s00&", "kd94hf93k423kf44%26pfkkdhi9sl3r4s00",
        ]
    )
    func plaintext(signature: String) throws {
        let signed = try signed(.plaintext, .header)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
        var changed = signed
        try replaceSignature(
            OAuth1Parameters([OAuth1Parameter("oauth_signature", signed.signature)]).formEncodedString,
            OAuth1Parameters([OAuth1Parameter("oauth_signature", signature)]).formEncodedString,
            in: &changed
        )
        let incoming = try changed.read()
        expectError(.invalidSignature, parameter: "oauth_signature") {
            try Fixtures.verifier.verify(incoming, with: Fixtures.verificationKey)
        }
    }
}
