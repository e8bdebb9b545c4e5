//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Round trip")
struct RoundTripTests {
    @Test("Every signed request is read and verified: 500 random requests", arguments: 0..<20)
    func roundTrip(seed: UInt64) throws {
        let methods = try StandardMethodTests.methods()
        let rsaKey = try StandardMethodTests.verificationKey().rsaPublicKey
        var random = SeededGenerator(seed: seed)
        for number in 0..<25 {
            let client = OAuth1ClientCredentials(
                key: random.text(upTo: 12),
                secret: OAuth1Secret(random.text(upTo: 40))
            )
            let token =
                Bool.random(using: &random)
                ? OAuth1AccessToken(token: random.text(upTo: 12), secret: OAuth1Secret(random.text(upTo: 40))) : nil
            // RSA takes its time in debug builds: one request in five.
            let method = methods[number % 5 == 0 ? Int.random(in: 4..<8, using: &random) : number % 4]
            let placement = OAuth1Placement.allCases[number % 3]
            let signer = OAuth1Signer(
                client: client,
                token: token,
                method: method,
                configuration: OAuth1SigningConfiguration(
                    placement: placement,
                    realm: Bool.random(using: &random) ? random.text(upTo: 8) : nil,
                    sendsVersion: Bool.random(using: &random),
                    sendsEmptyToken: Bool.random(using: &random),
                    bodyHash: OAuth1BodyHash.allCases[Int.random(in: 0..<3, using: &random)]
                )
            )
            let (request, body) = try request(&random, placement)
            let options = OAuth1SigningOptions(
                callback: Bool.random(using: &random) ? random.text(upTo: 10) : nil,
                verifier: Bool.random(using: &random) ? random.text(upTo: 10) : nil,
                additionalParameters: parameters(&random, upTo: 2),
                nonce: OAuth1Nonce("n" + random.text(upTo: 10))
            )

            let signed = try signer.sign(request, body: body, options)
            let incoming = try signed.read()
            #expect(try incoming.baseString() == signed.baseString)
            #expect(incoming.placement == placement)
            #expect(incoming.consumerKey == client.key)
            #expect(incoming.token == token?.token ?? (signer.configuration.sendsEmptyToken ? "" : nil))
            #expect(incoming.callback == options.callback)
            #expect(incoming.verifier == options.verifier)
            #expect(incoming.nonce == signed.nonce.description)
            #expect(incoming.realm == (placement == .header ? signer.configuration.realm : nil))
            let key = OAuth1VerificationKey(client: client, tokenSecret: token?.secret ?? "", rsaPublicKey: rsaKey)
            try Fixtures.verifier.check(incoming, with: key)

            if method.name != .plaintext {
                var tampered = signed
                tampered.request.path?
                    .append(signed.request.path?.utf8.contains(UInt8(ascii: "?")) == true ? "&z=1" : "?z=1")
                let incoming = try tampered.read()
                expectError(.invalidSignature, parameter: "oauth_signature") {
                    try Fixtures.verifier.verify(incoming, with: key)
                }
            }
        }
    }

    private func parameters(_ random: inout SeededGenerator, upTo count: Int) -> OAuth1Parameters {
        OAuth1Parameters(
            (0..<Int.random(in: 0...count, using: &random))
                .map { _ in
                    OAuth1Parameter(nameBytes: [0x70] + random.bytes(upTo: 6), valueBytes: random.bytes(upTo: 12))
                }
        )
    }

    /// Text of a query or form: sometimes well written, sometimes whatever bytes.
    private func encoded(_ random: inout SeededGenerator, _ placement: OAuth1Placement) -> [UInt8] {
        Bool.random(using: &random) ? parameters(&random, upTo: 6).formEncoded : random.bytes(upTo: 30)
    }

    private func request(
        _ random: inout SeededGenerator,
        _ placement: OAuth1Placement
    ) throws -> (HTTPRequest, [UInt8]?) {
        let origins = [
            "http://example.com", "https://EXAMPLE.com:443", "http://example.com:8080", "https://[2001:db8::1]:8443",
        ]
        let paths = ["", "/", "/a/b", "/%7e/%c3%bc", "/a;b=c,d", "/\u{E9}"]
        var url =
            origins[Int.random(in: 0..<origins.count, using: &random)]
            + paths[Int.random(in: 0..<paths.count, using: &random)]
        if Bool.random(using: &random) {
            let query = String(decoding: encoded(&random, placement), as: UTF8.self)
            url +=
                "?"
                + query.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F && $0 != "#" }.map(String.init)
                .joined()
        }
        var methods: [HTTPRequest.Method] = [.post, .put, .delete, .patch]
        if placement != .body { methods += [.get, .head, .options] }
        var request = try HTTPRequest(
            method: methods[Int.random(in: 0..<methods.count, using: &random)],
            absoluteURL: url
        )
        switch Int.random(in: placement == .body ? 1...2 : 0...3, using: &random) {
        case 1:
            request.headerFields[.contentType] = "application/x-www-form-urlencoded"
            return (request, encoded(&random, placement))
        case 3:
            request.headerFields[.contentType] = "application/octet-stream"
            return (request, random.bytes(upTo: 100))
        default:
            return (request, nil)
        }
    }
}
