//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Edge cases of bodies")
struct BodyEdgeCaseTests {
    private func signed(
        _ method: HTTPRequest.Method,
        contentType: String?,
        body: String,
        _ configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        signedToo: OAuth1Parameters = []
    ) throws -> OAuth1SignedRequest {
        var request = try HTTPRequest(method: method, absoluteURL: "http://example.com/")
        request.headerFields[.contentType] = contentType
        var options = Fixtures.options
        options.additionallySigned = signedToo
        return try Fixtures.signer(.hmacSHA1, configuration).sign(request, body: Array(body.utf8), options)
    }

    @Test(
        "Edge case 17: a form is a form whatever case and parameters its media type has",
        arguments: [
            "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-8",
            "application/x-www-form-urlencoded;charset=UTF-8", "Application/X-WWW-Form-Urlencoded",
            "application/x-www-form-urlencoded ; a=\"b;c\"", " application/x-www-form-urlencoded\t",
        ]
    )
    func form(contentType: String) throws {
        let signed = try signed(.post, contentType: contentType, body: "a=b")
        #expect(signed.baseText.contains("&a%3Db%26"))
        #expect(signed.bodyText == "a=b")
        #expect(signed.request.headerFields[.contentType]?.contains("rm") == true)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test("Edge case 17: a form is sent without a charset")
    func writtenContentType() throws {
        let configuration = OAuth1SigningConfiguration(placement: .body)
        let request = try HTTPRequest(method: .post, absoluteURL: "http://example.com/")
        let signed = try Fixtures.signer(.hmacSHA1, configuration).sign(request)
        #expect(signed.request.headerFields[.contentType] == "application/x-www-form-urlencoded")
    }

    @Test(
        "Edge case 17: another media type is not a form",
        arguments: [
            "application/x-www-form-urlencoded-not", "x-application/x-www-form-urlencoded", "text/plain", "",
            "text/plain; application/x-www-form-urlencoded", "application/json",
        ]
    )
    func noForm(contentType: String) throws {
        #expect(try signed(.post, contentType: contentType, body: "a=b").baseText.contains("a%3Db") == false)
    }

    @Test(
        "Edge case 18: a form is signed with every method",
        arguments: [HTTPRequest.Method.get, .head, .delete, .options]
    )
    func formWithMethod(method: HTTPRequest.Method) throws {
        let signed = try signed(method, contentType: "application/x-www-form-urlencoded", body: "a=b")
        #expect(signed.baseText.hasPrefix("\(method.rawValue)&"))
        #expect(signed.baseText.contains("&a%3Db%26"))
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test("Edge case 19: a multipart body is not signed")
    func multipart() throws {
        let body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nb\r\n--x--\r\n"
        let with = try signed(.post, contentType: "multipart/form-data; boundary=x", body: body)
        let without = try Fixtures.signer()
            .sign(try HTTPRequest(method: .post, absoluteURL: "http://example.com/"), Fixtures.options)
        #expect(with.baseString == without.baseString)
        #expect(with.bodyText == body)
    }

    @Test("Edge case 19: fields of a multipart body can be signed in addition, as Flickr requires it")
    func multipartFields() throws {
        let fields: OAuth1Parameters = ["title": "a b", "tags": "\u{E9}", "title": "A"]
        let multipart = try signed(.post, contentType: "multipart/form-data; boundary=x", body: "", signedToo: fields)
        let form = try signed(.post, contentType: "application/x-www-form-urlencoded", body: fields.formEncodedString)
        #expect(multipart.baseString == form.baseString)
        #expect(multipart.authorization?.contains("title") == false)
    }

    @Test("Edge case 20: a JSON body contributes no parameters", arguments: ["a=b", "{\"a\":\"b\"}", ""])
    func json(body: String) throws {
        let with = try signed(.post, contentType: "application/json", body: body)
        let without = try Fixtures.signer()
            .sign(try HTTPRequest(method: .post, absoluteURL: "http://example.com/"), Fixtures.options)
        #expect(with.baseString == without.baseString)
        #expect(with.bodyText == body)
    }

    @Test(
        "Edge case 21: the body hash has the digest of the signature method",
        arguments: [
            (OAuth1SignatureMethod.hmacSHA1, "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
            (.hmacSHA256, "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="),
            (
                .hmacSHA512,
                "z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
            ),
            (.plaintext, "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        ]
    )
    func bodyHashOfNothing(method: OAuth1SignatureMethod, expected: String) throws {
        let signer = Fixtures.signer(method, OAuth1SigningConfiguration(bodyHash: .always))
        let signed = try signer.sign(HTTPRequest(method: .get, absoluteURL: "http://example.com/"))
        let incoming = try signed.read()
        #expect(incoming.bodyHash == expected)
        try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
    }

    @Test("Edge case 21: there is no body hash unless one is asked for")
    func noBodyHash() throws {
        let signed = try signed(.post, contentType: "application/json", body: "{}")
        #expect(try signed.read().bodyHash == nil)
    }
}
