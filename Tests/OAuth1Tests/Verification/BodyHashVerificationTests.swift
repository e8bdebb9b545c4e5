//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Verifying the body hash")
struct BodyHashVerificationTests {
    private func signed(
        _ method: OAuth1SignatureMethod,
        _ placement: OAuth1Placement = .header
    ) throws -> OAuth1SignedRequest {
        var request = try HTTPRequest(method: .put, absoluteURL: "https://example.com/")
        request.headerFields[.contentType] = "application/json"
        return try Fixtures.signer(method, OAuth1SigningConfiguration(placement: placement, bodyHash: .nonFormBodies))
            .sign(request, body: Array("{}".utf8))
    }

    @Test(
        "Another body is noticed, with every method",
        arguments: try StandardMethodTests.methods(),
        [OAuth1Placement.header, .query]
    )
    func otherBody(method: OAuth1SignatureMethod, placement: OAuth1Placement) throws {
        var signed = try signed(method, placement)
        let key = try StandardMethodTests.verificationKey()
        try Fixtures.verifier.check(try signed.read(), with: key)
        for body in ["{ }", "", "{}\n", "[]"] {
            signed.body = Array(body.utf8)
            let incoming = try signed.read()
            expectError(.bodyHashMismatch, parameter: "oauth_body_hash", saying: method.bodyHashDigest.description) {
                try Fixtures.verifier.verify(incoming, with: key)
            }
        }
        signed.body = nil
        let incoming = try signed.read()
        expectError(.bodyHashMismatch, parameter: "oauth_body_hash") {
            try Fixtures.verifier.verify(incoming, with: key)
        }
    }

    @Test("The hash itself is signed")
    func otherHash() throws {
        let original = try signed(.hmacSHA256)
        let hash = OAuth1Digest.sha256.bodyHash(of: Array("{}".utf8))
        let other = OAuth1Digest.sha256.bodyHash(of: Array("[]".utf8))
        func encoded(_ hash: String) -> Substring {
            OAuth1Parameters([OAuth1Parameter("", hash)]).formEncodedString.dropFirst()
        }
        var changed = original
        changed.body = Array("[]".utf8)
        changed.request.headerFields[.authorization] = original.authorization?
            .replacing(encoded(hash), with: encoded(other))
        #expect(changed.authorization != original.authorization)
        let incoming = try changed.read()
        #expect(incoming.bodyHash == other)
        expectError(.invalidSignature, parameter: "oauth_signature") {
            try Fixtures.verifier.verify(incoming, with: Fixtures.verificationKey)
        }
    }

    @Test("A request without a hash is not judged by its body")
    func noHash() throws {
        var request = try HTTPRequest(method: .put, absoluteURL: "https://example.com/")
        request.headerFields[.contentType] = "application/json"
        var signed = try Fixtures.signer().sign(request, body: Array("{}".utf8))
        signed.body = Array("[]".utf8)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }
}
