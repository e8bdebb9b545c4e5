//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Duplicate parameters")
struct DuplicateTests {
    private func read(_ signed: OAuth1SignedRequest) throws -> OAuth1IncomingRequest? {
        try OAuth1IncomingRequest.read(signed.request, body: signed.body)
    }

    private func signed(_ placement: OAuth1Placement) throws -> OAuth1SignedRequest {
        var request = try HTTPRequest(method: .post, absoluteURL: "https://example.com/?a=b")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        return try Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement))
            .sign(request, body: Array("c=d".utf8), Fixtures.options)
    }

    private static let names = [
        "oauth_consumer_key", "oauth_token", "oauth_signature_method", "oauth_signature", "oauth_timestamp",
        "oauth_nonce", "oauth_version",
    ]

    @Test("A parameter that occurs twice in one place is rejected", arguments: names, OAuth1Placement.allCases)
    func samePlace(name: String, placement: OAuth1Placement) throws {
        var signed = try signed(placement)
        switch placement {
        case .header: signed.request.headerFields[.authorization]?.append(", \(name)=\"x\"")
        case .query: signed.request.path?.append("&\(name)=x")
        case .body: signed.body?.append(contentsOf: "&\(name)=x".utf8)
        }
        expectError(.duplicateParameter, parameter: name) { try read(signed) }
    }

    @Test("A parameter in a second place is rejected", arguments: names, OAuth1Placement.allCases)
    func otherPlace(name: String, placement: OAuth1Placement) throws {
        var changes: [OAuth1SignedRequest] = []
        if placement != .query {
            var signed = try signed(placement)
            signed.request.path?.append("&\(name)=x")
            changes.append(signed)
        }
        if placement != .body {
            var signed = try signed(placement)
            signed.body?.append(contentsOf: "&\(name)=x".utf8)
            changes.append(signed)
        }
        for change in changes {
            let error = #expect(throws: OAuth1Error.self) { try read(change) }
            #expect(error?.code == .duplicateParameter)
            #expect(error?.parameter?.hasPrefix("oauth_") == true)
        }
    }

    @Test("Two Authorization headers with OAuth are rejected")
    func twoHeaders() throws {
        var signed = try signed(.header)
        let field = try #require(signed.request.headerFields[fields: .authorization].first)
        signed.request.headerFields.append(field)
        #expect(signed.request.headerFields[fields: .authorization].count == 2)
        expectError(.duplicateParameter, saying: "2 Authorization headers") { try read(signed) }
    }

    @Test("A header of another scheme beside that of OAuth is left alone")
    func otherScheme() throws {
        var signed = try signed(.header)
        let field = try #require(signed.request.headerFields[fields: .authorization].first)
        for others in [["Bearer x"], ["Bearer x", "Basic eDp5"]] {
            signed.request.headerFields[fields: .authorization] =
                others.map { HTTPField(name: .authorization, value: $0) } + [field]
            try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
        }
        signed.request.headerFields[.authorization] = "Bearer x"
        #expect(try read(signed) == nil)
    }

    @Test(
        "Parameters of a request that is not signed may be as often as they like",
        arguments: ["oauth_token=a&oauth_token=b", "oauth_verifier=a&oauth_verifier=b&oauth_nonce=1&oauth_nonce=2"]
    )
    func unsigned(text: String) throws {
        let url = "https://example.com/"
        #expect(try OAuth1IncomingRequest.read(method: "GET", url: url + "?" + text, authorization: nil) == nil)
        let form = OAuth1Body.form(Array(text.utf8))
        #expect(try OAuth1IncomingRequest.read(method: "POST", url: url, authorization: nil, body: form) == nil)
        #expect(try OAuth1IncomingRequest.read(method: "GET", url: url + "?" + text, authorization: "Bearer x") == nil)
    }

    @Test("Other parameters may be as often as they like")
    func otherParameters() throws {
        let request = try HTTPRequest(method: .get, absoluteURL: "https://example.com/?a=b&a=b&oauth_x=1&oauth_x=1")
        let signed = try Fixtures.signer().sign(request)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }
}
