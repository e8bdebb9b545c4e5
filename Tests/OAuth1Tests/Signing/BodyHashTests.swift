//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Body hash")
struct BodyHashTests {
    enum Content: String, CaseIterable, Sendable {
        case nothing
        case empty
        case form
        case json
    }

    private func bodyHash(
        _ when: OAuth1BodyHash,
        _ content: Content,
        _ method: HTTPRequest.Method = .post,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions(),
        placement: OAuth1Placement = .header,
        signatureMethod: OAuth1SignatureMethod = .hmacSHA256
    ) throws -> String? {
        var request = try HTTPRequest(method: method, absoluteURL: "https://example.com/")
        var body: [UInt8]?
        switch content {
        case .nothing: break
        case .empty: body = []
        case .form:
            request.headerFields[.contentType] = "application/x-www-form-urlencoded"
            body = Array("a=b".utf8)
        case .json:
            request.headerFields[.contentType] = "application/json"
            body = Array(#"{"a":"b"}"#.utf8)
        }
        let configuration = OAuth1SigningConfiguration(placement: placement, bodyHash: when)
        let signed = try Fixtures.signer(signatureMethod, configuration).sign(request, body: body, options)
        let incoming = try signed.read()
        try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
        #expect(signed.baseText.contains("oauth_body_hash") == (incoming.bodyHash != nil))
        return incoming.bodyHash
    }

    private static let ofNothing = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

    @Test("Off: never", arguments: Content.allCases, [HTTPRequest.Method.get, .post, .delete])
    func off(content: Content, method: HTTPRequest.Method) throws {
        #expect(try bodyHash(.off, content, method) == nil)
    }

    @Test("With bodies that are not forms", arguments: [HTTPRequest.Method.get, .post, .put, .delete])
    func nonFormBodies(method: HTTPRequest.Method) throws {
        #expect(try bodyHash(.nonFormBodies, .nothing, method) == nil)
        #expect(try bodyHash(.nonFormBodies, .empty, method) == nil)
        #expect(try bodyHash(.nonFormBodies, .form, method) == nil)
        #expect(
            try bodyHash(.nonFormBodies, .json, method) == OAuth1Digest.sha256.bodyHash(of: Array(#"{"a":"b"}"#.utf8))
        )
    }

    @Test("Always, but not with forms", arguments: [HTTPRequest.Method.get, .post, .put, .delete])
    func always(method: HTTPRequest.Method) throws {
        #expect(try bodyHash(.always, .nothing, method) == BodyHashTests.ofNothing)
        #expect(try bodyHash(.always, .empty, method) == BodyHashTests.ofNothing)
        #expect(try bodyHash(.always, .form, method) == nil)
        #expect(try bodyHash(.always, .json, method) == OAuth1Digest.sha256.bodyHash(of: Array(#"{"a":"b"}"#.utf8)))
    }

    @Test("Not with a form that the signer itself makes", arguments: OAuth1BodyHash.allCases, [Content.nothing, .form])
    func formMadeBySigner(when: OAuth1BodyHash, content: Content) throws {
        #expect(try bodyHash(when, content, placement: .body) == nil)
    }

    @Test("Also with the parameters in the query")
    func inQuery() throws {
        #expect(try bodyHash(.always, .json, placement: .query) != nil)
        #expect(try bodyHash(.always, .form, placement: .query) == nil)
    }

    @Test(
        "Not with requests for a token",
        arguments: OAuth1BodyHash.allCases,
        [
            OAuth1SigningOptions(isTokenRequest: true), OAuth1SigningOptions(callback: "oob"),
            OAuth1SigningOptions(verifier: "v"),
        ]
    )
    func tokenRequest(when: OAuth1BodyHash, options: OAuth1SigningOptions) throws {
        for content in Content.allCases {
            #expect(try bodyHash(when, content, .post, options) == nil)
        }
    }

    @Test("The example of draft-eaton-oauth-bodyhash-00: Hello World! with SHA-1")
    func draft() {
        #expect(OAuth1Digest.sha1.bodyHash(of: Array("Hello World!".utf8)) == "Lve95gjOVATpfV8EL5X4nxwjKHE=")
    }

    @Test("The header made without a request has it, too")
    func headerOnly() throws {
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(bodyHash: .nonFormBodies))
        let body = OAuth1Body.other(Array("Hello World!".utf8))
        let header = try signer.authorizationHeader(method: "POST", url: "https://example.com/", body: body)
        #expect(header.contains(#"oauth_body_hash="Lve95gjOVATpfV8EL5X4nxwjKHE%3D""#))
        let incoming = try #require(
            try OAuth1IncomingRequest.read(
                method: "POST",
                url: "https://example.com/",
                authorization: header,
                body: body
            )
        )
        try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
    }
}
