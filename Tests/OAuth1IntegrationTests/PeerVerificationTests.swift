//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

/// What oauthlib signs must be what we read, to the last byte of the base string.
@Suite("Verification and the peer oauthlib", .enabled(if: PeerPython.isExpected, "OAUTH1_PEER_PYTHON is not set"))
struct PeerVerificationTests {
    private static let form = "application/x-www-form-urlencoded"
    /// For each of 8 methods and 3 placements.
    private static let repetitions = 15

    private struct UnsignedLine: Encodable {
        let method: String
        let uri: String
        let contentType: String?
        let body: String?
        let signatureMethod: String
        let placement: String
        let clientKey: String
        let clientSecret: String
        let token: String?
        let tokenSecret: String?
        let callback: String?
        let verifier: String?
        let realm: String?
        let nonce: String
        let timestamp: String
        let privateKey: String
    }

    private struct SignedLine: Decodable {
        let uri: String
        let authorization: String?
        let contentType: String?
        let body: String?
        let error: String?

        var signedBody: OAuth1Body { OAuth1Body(body.map { Array($0.utf8) }, contentType: contentType) }
    }

    private static let verifier = OAuth1Verifier(
        methods: OAuth1Verifier.defaultMethods.union([.rsaSHA1, .plaintext])
    )

    @Test("We accept what oauthlib signs, and reject it when it was changed")
    func signedByPeer() async throws {
        let keys = try PeerKeys()
        var random = PeerGenerator(seed: 5_849)
        var lines: [UnsignedLine] = []
        for method in keys.methods {
            for placement in OAuth1Placement.allCases {
                for _ in 0..<PeerVerificationTests.repetitions {
                    lines.append(unsigned(method.name, placement, keys, &random))
                }
            }
        }

        let signed = try await PeerPython.run("sign.py", lines, as: SignedLine.self)
        #expect(signed.count == 360)
        for (unsigned, signed) in zip(lines, signed) {
            #expect(signed.error == nil, "\(unsigned.method) \(unsigned.uri) \(unsigned.body ?? "")")
            guard signed.error == nil else { continue }
            try check(unsigned, signed, keys)
        }
    }

    private func check(_ unsigned: UnsignedLine, _ signed: SignedLine, _ keys: PeerKeys) throws {
        let key = OAuth1VerificationKey(
            client: OAuth1ClientCredentials(key: unsigned.clientKey, secret: OAuth1Secret(unsigned.clientSecret)),
            tokenSecret: OAuth1Secret(unsigned.tokenSecret ?? ""),
            rsaPublicKey: keys.publicKey
        )
        let incoming = try #require(try read(unsigned, signed, uri: signed.uri))
        #expect(incoming.placement.rawValue == unsigned.placement)
        #expect(incoming.consumerKey == unsigned.clientKey)
        #expect(incoming.token == unsigned.token)
        #expect(incoming.callback == unsigned.callback)
        #expect(incoming.verifier == unsigned.verifier)
        #expect(incoming.nonce == unsigned.nonce)
        #expect(incoming.timestampText == unsigned.timestamp)
        #expect(incoming.realm == (unsigned.placement == "header" ? unsigned.realm : nil))
        #expect(throws: Never.self, "\(unsigned.signatureMethod) \(unsigned.method) \(signed.uri) \(signed.body ?? "")")
        {
            try PeerVerificationTests.verifier.checkParameters(of: incoming)
            try PeerVerificationTests.verifier.verify(incoming, with: key)
        }

        guard unsigned.signatureMethod != "PLAINTEXT" else { return }
        let changed = try #require(
            try read(unsigned, signed, uri: signed.uri + (signed.uri.contains("?") ? "&z=1" : "?z=1"))
        )
        #expect(throws: OAuth1Error(.invalidSignature, "", parameter: "oauth_signature")) {
            try PeerVerificationTests.verifier.verify(changed, with: key)
        }
    }

    private func read(
        _ unsigned: UnsignedLine,
        _ signed: SignedLine,
        uri: String
    ) throws -> OAuth1IncomingRequest? {
        try OAuth1IncomingRequest.read(
            method: unsigned.method,
            url: uri,
            authorization: signed.authorization,
            body: signed.signedBody
        )
    }

    private func unsigned(
        _ method: OAuth1SignatureMethod.Name,
        _ placement: OAuth1Placement,
        _ keys: PeerKeys,
        _ random: inout PeerGenerator
    ) -> UnsignedLine {
        let credentials = PeerCredentials(&random)
        var contentType: String?
        var body: String?
        // oauthlib signs no forms of GET and HEAD, and its body hash is always SHA-1.
        let hasForm = placement == .body || random.flip()
        if hasForm {
            contentType = PeerVerificationTests.form
            body = random.pairs()
        } else if method == .hmacSHA1 || method == .rsaSHA1, random.flip() {
            contentType = "application/json"
            body = "{\"a\":\"b=c&d\"}"
        }
        let methods = ["POST", "PUT", "DELETE", "PATCH"] + (hasForm ? [] : ["GET", "HEAD", "OPTIONS"])
        // oauthlib decodes oauth_ values of queries and forms twice when it signs, too: no percent signs there.
        let excluded = placement == .header ? "" : "%"
        return UnsignedLine(
            method: random.one(of: methods),
            uri: random.url(),
            contentType: contentType,
            body: body,
            signatureMethod: method.rawValue,
            placement: placement.rawValue,
            clientKey: credentials.client.key,
            clientSecret: credentials.client.secret.reveal(),
            token: credentials.token?.token,
            tokenSecret: credentials.token?.secret.reveal(),
            callback: random.flip() ? "https://client.example/" + random.text(upTo: 8, without: excluded) : nil,
            verifier: random.flip() ? "v" + random.text(upTo: 8, without: excluded) : nil,
            realm: random.flip() ? "Photos of " + random.identifier() : nil,
            nonce: "n" + random.text(upTo: 8, without: excluded),
            timestamp: String(Int.random(in: 1...9_999_999_999, using: &random)),
            privateKey: keys.privatePEM
        )
    }
}
