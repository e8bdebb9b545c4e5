//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Testing

@testable import OAuth1

@Suite("Golden signatures")
struct GoldenSignatureTests {
    @Test("The header has the golden signature", arguments: try SignatureVector.all())
    func header(vector: SignatureVector) throws {
        let header = try vector.signer()
            .authorizationHeader(method: vector.method, url: vector.url, body: vector.signedBody, vector.options)
        let incoming = try #require(
            try OAuth1IncomingRequest.read(
                method: vector.method,
                url: vector.url,
                authorization: header,
                body: vector.signedBody
            )
        )
        #expect(incoming.signature == vector.signature)
        #expect(String(decoding: try incoming.baseString(), as: UTF8.self) == vector.baseString)
        #expect(incoming.realm == vector.realm)
        try Fixtures.verifier.check(incoming, with: vector.verificationKey())
    }

    @Test("The request has the golden base string and signature", arguments: try SignatureVector.all())
    func request(vector: SignatureVector) throws {
        let method = try #require(HTTPRequest.Method(vector.method))
        var request = try HTTPRequest(method: method, absoluteURL: vector.url)
        request.headerFields[.contentType] = vector.contentType
        let signed = try vector.signer().sign(request, body: vector.body.map { Array($0.utf8) }, vector.options)
        #expect(signed.baseText == vector.baseString)
        #expect(signed.signature == vector.signature)
        try Fixtures.verifier.check(try signed.read(), with: vector.verificationKey())
    }

    @Test("There are vectors of all standard methods but the randomized one")
    func methods() throws {
        let vectors = try SignatureVector.all()
        let names = Set(vectors.map { OAuth1SignatureMethod.Name(rawValue: $0.signatureMethod) })
        #expect(names == Fixtures.allMethods.subtracting([.rsaPSS]))
    }

    @Test("The whole header of the Twitter guide")
    func twitterHeader() throws {
        let vector = try SignatureVector.twitter()
        let header = try vector.signer()
            .authorizationHeader(method: vector.method, url: vector.url, body: vector.signedBody, vector.options)
        #expect(
            header == """
                OAuth oauth_consumer_key="xvz1evFS4wEEPTGEFPHBog", \
                oauth_nonce="kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg", oauth_signature_method="HMAC-SHA1", \
                oauth_timestamp="1318622958", \
                oauth_token="370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb", oauth_version="1.0", \
                oauth_signature="hCtSmYh%2BiHYCEqBWrE7C7hYmtUk%3D"
                """
        )
        #expect(vector.baseString.utf8.count == 452)
    }
}
