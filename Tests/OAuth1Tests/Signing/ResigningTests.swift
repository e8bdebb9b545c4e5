//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Signing again")
struct ResigningTests {
    @Test(
        "A header is replaced, whatever case its scheme has",
        arguments: ["OAuth a=\"b\"", "oauth", "OAUTH realm=\"x\""]
    )
    func header(value: String) throws {
        var request = try HTTPRequest(method: .get, absoluteURL: Fixtures.url)
        request.headerFields[.authorization] = value
        let signed = try Fixtures.signer().sign(request, Fixtures.options)
        #expect(signed.request.headerFields[values: .authorization].count == 1)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test("A header is removed when parameters move elsewhere", arguments: [OAuth1Placement.query, .body])
    func headerRemoved(placement: OAuth1Placement) throws {
        let signed = try Fixtures.signer().sign(HTTPRequest(method: .post, absoluteURL: Fixtures.url))
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement))
        let again = try signer.sign(signed.request, body: signed.body)
        #expect(again.request.headerFields[.authorization] == nil)
        try Fixtures.verifier.check(try again.read(), with: Fixtures.verificationKey)
    }

    @Test("A header of another scheme stays when the parameters are in the query")
    func otherScheme() throws {
        var request = try HTTPRequest(method: .post, absoluteURL: Fixtures.url)
        request.headerFields[values: .authorization] = ["OAuth a=\"b\"", "Basic eDp5"]
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: .query))
        #expect(try signer.sign(request).request.headerFields[values: .authorization] == ["Basic eDp5"])
    }

    @Test(
        "A request with parameters in query or body can't be signed again",
        arguments: [OAuth1Placement.query, .body]
    )
    func elsewhere(placement: OAuth1Placement) throws {
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement))
        let signed = try signer.sign(HTTPRequest(method: .post, absoluteURL: Fixtures.url))
        expectError(.duplicateParameter, parameter: "oauth_consumer_key", saying: "the signer adds it") {
            try signer.sign(signed.request, body: signed.body)
        }
    }
}
