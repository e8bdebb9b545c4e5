//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Placing the parameters")
struct PlacementTests {
    private static let form = "application/x-www-form-urlencoded"

    private func sign(
        _ placement: OAuth1Placement,
        _ method: HTTPRequest.Method = .post,
        url: String = "https://example.com/a",
        contentType: String? = nil,
        body: String? = nil,
        fields: HTTPFields = [:]
    ) throws -> OAuth1SignedRequest {
        var request = try HTTPRequest(method: method, absoluteURL: url, headerFields: fields)
        request.headerFields[.contentType] = contentType
        return try Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement))
            .sign(request, body: body.map { Array($0.utf8) }, Fixtures.options)
    }

    @Test("In the header: URL and body stay as they are")
    func header() throws {
        let signed = try sign(
            .header,
            url: "https://example.com/a?b=c+d",
            contentType: PlacementTests.form,
            body: "e=f+g"
        )
        #expect(signed.request.path == "/a?b=c+d")
        #expect(signed.bodyText == "e=f+g")
        #expect(signed.authorization?.hasPrefix("OAuth oauth_consumer_key=\"dpf43f3p2l4k3l03\", ") == true)
        let field = try #require(signed.request.headerFields[fields: .authorization].first)
        #expect(field.indexingStrategy == .disallow)
    }

    @Test(
        "In the query: after the existing pairs",
        arguments: [
            ("https://example.com", "/?"), ("https://example.com/a", "/a?"), ("https://example.com/a?", "/a?"),
            ("https://example.com/a?b=c", "/a?b=c&"), ("https://example.com/a?b=c&", "/a?b=c&"),
            ("https://example.com/a?b=?", "/a?b=?&"),
            ("https://example.com/a??", "/a??&"), ("https://example.com/a?\u{301}=b", "/a?\u{301}=b&"),
            ("https://example.com/a?b&\u{301}", "/a?b&\u{301}&"),
        ]
    )
    func query(url: String, expected: String) throws {
        let signed = try sign(.query, .get, url: url)
        #expect(signed.request.path?.hasPrefix(expected + "oauth_consumer_key=dpf43f3p2l4k3l03&") == true)
        #expect(signed.request.path?.contains("oauth_signature=") == true)
        #expect(signed.authorization == nil)
        #expect(signed.body == nil)
        #expect(signed.request.headerFields[.contentType] == nil)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test("In the query: a body of another scheme's request stays as it is")
    func queryWithBody() throws {
        let fields: HTTPFields = [.authorization: "Bearer x"]
        let signed = try sign(.query, contentType: "application/json", body: "{}", fields: fields)
        #expect(signed.authorization == "Bearer x")
        #expect(signed.bodyText == "{}")
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test(
        "In the body: after the existing pairs",
        arguments: [(String?.none, "oauth_"), ("", "oauth_"), ("a=b", "a=b&oauth_"), ("a=b&a=c", "a=b&a=c&oauth_")]
    )
    func body(body: String?, expected: String) throws {
        let signed = try sign(.body, contentType: PlacementTests.form, body: body)
        #expect(signed.bodyText?.hasPrefix(expected) == true)
        #expect(signed.request.path == "/a")
        #expect(signed.authorization == nil)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test("In the body: Content-Type is set when it is missing, and Content-Length follows when it is there")
    func bodyFields() throws {
        let missing = try sign(.body)
        #expect(missing.request.headerFields[.contentType] == PlacementTests.form)
        #expect(missing.request.headerFields[.contentLength] == nil)
        let charset = try sign(
            .body,
            contentType: PlacementTests.form + "; charset=utf-8",
            body: "a=b",
            fields: [.contentLength: "3"]
        )
        #expect(charset.request.headerFields[.contentType] == PlacementTests.form + "; charset=utf-8")
        #expect(charset.request.headerFields[.contentLength] == charset.body.map { String($0.count) })
        try Fixtures.verifier.check(try charset.read(), with: Fixtures.verificationKey)
    }

    @Test("In the body: rejected when the body is not a form")
    func bodyRefused() {
        expectError(.unsupportedPlacement, saying: "form") {
            try sign(.body, contentType: "application/json", body: "{}")
        }
        expectError(.unsupportedPlacement, saying: "form") { try sign(.body, contentType: "application/json") }
        expectError(.unsupportedPlacement, saying: "form") { try sign(.body, body: "a=b") }
        expectError(.unsupportedPlacement, saying: "form") {
            try sign(.body, contentType: "multipart/form-data; boundary=x", body: "--x--")
        }
    }

    @Test("In the body: rejected when the method has none", arguments: [HTTPRequest.Method.get, .head])
    func methodRefused(method: HTTPRequest.Method) {
        expectError(.unsupportedPlacement, saying: method.rawValue) { try sign(.body, method) }
    }

    @Test(
        "In the header: rejected when the header has credentials of another scheme",
        arguments: ["Bearer x", "Basic eDp5"]
    )
    func headerRefused(value: String) {
        expectError(.unsupportedPlacement, saying: "another scheme") {
            try sign(.header, fields: [.authorization: value])
        }
    }

    @Test("The header can be made without a request, whatever the placement", arguments: OAuth1Placement.allCases)
    func headerOnly(placement: OAuth1Placement) throws {
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement))
        let header = try signer.authorizationHeader(method: "GET", url: Fixtures.url, Fixtures.options)
        #expect(try header == Fixtures.signer().authorizationHeader(method: "GET", url: Fixtures.url, Fixtures.options))
    }

    @Test("The signed request says what was used", arguments: OAuth1Placement.allCases)
    func facts(placement: OAuth1Placement) throws {
        let signed = try sign(placement)
        #expect(signed.nonce == "chapoH")
        #expect(signed.timestamp == 137_131_202)
        let incoming = try signed.read()
        #expect(try incoming.baseString() == signed.baseString)
        #expect(incoming.placement == placement)
        #expect(incoming.consumerKey == Fixtures.client.key)
        #expect(incoming.token == Fixtures.token.token)
    }
}
