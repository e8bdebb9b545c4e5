//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("The media type of a request as it arrives")
struct MediaTypeTests {
    private static let urlEncoded = "application/x-www-form-urlencoded"

    private func request(_ contentTypes: [String]) throws -> HTTPRequest {
        var request = try HTTPRequest(method: .post, absoluteURL: "https://example.com/")
        request.headerFields[.authorization] = #"OAuth oauth_consumer_key="k""#
        for value in contentTypes { request.headerFields.append(HTTPField(name: .contentType, value: value)) }
        return request
    }

    @Test(
        "More than one Content-Type field, a list or a malformed one is rejected",
        arguments: [
            [urlEncoded, urlEncoded], [urlEncoded, "text/plain"], ["text/plain", urlEncoded], ["", urlEncoded],
            ["text/plain, \(urlEncoded)"],
            ["\(urlEncoded), text/plain"], ["\(urlEncoded); charset=utf-8, text/plain"], ["\"\(urlEncoded)\""],
            ["(comment) \(urlEncoded)"], ["application / x-www-form-urlencoded"], ["application/"], ["/x"], ["form"],
            [";\(urlEncoded)"],
            ["\(urlEncoded) text/plain"], ["text/plain; a=\"b"], ["text/plain; a=b\"c"],
            ["multipart/form-data; boundary=x, \(urlEncoded)"],
        ]
    )
    func rejected(contentTypes: [String]) throws {
        let request = try request(contentTypes)
        expectError(.invalidContentType, saying: "Content-Type") {
            try OAuth1IncomingRequest.read(request, body: Array("a=b".utf8))
        }
    }

    @Test(
        "A form is one in every spelling, and its fields are signed",
        arguments: [
            urlEncoded, "Application/X-WWW-Form-Urlencoded", "\(urlEncoded);charset=utf-8",
            " \(urlEncoded) ; a=\"b,c;d\\\"e\"",
            "\(urlEncoded);",
        ]
    )
    func form(contentType: String) throws {
        let incoming = try #require(try OAuth1IncomingRequest.read(request([contentType]), body: Array("a=b".utf8)))
        #expect(String(decoding: try incoming.baseString(), as: UTF8.self).contains("a%3Db"))
        #expect(incoming.signedParameters.form == ["a": "b"])
    }

    @Test(
        "Other media types, and none, are not a form",
        arguments: [
            ["application/json"], ["multipart/form-data; boundary=\"a, b\""], ["application/problem+json; x=\"a/b\""],
            [""], [],
        ]
    )
    func other(contentTypes: [String]) throws {
        let incoming = try #require(try OAuth1IncomingRequest.read(request(contentTypes), body: Array("a=b".utf8)))
        #expect(incoming.signedParameters == OAuth1SignedParameters())
    }

    @Test("More than one Host field is rejected, even the same twice")
    func hosts() throws {
        var request = try request([])
        let host = try #require(HTTPField.Name("Host"))
        request.headerFields.append(HTTPField(name: host, value: "example.com"))
        #expect(try OAuth1IncomingRequest.read(request) != nil)
        request.headerFields.append(HTTPField(name: host, value: "example.com"))
        expectError(.invalidAuthority, saying: "Host") { try OAuth1IncomingRequest.read(request) }
    }
}
