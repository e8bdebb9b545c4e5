//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("The placement of one request")
struct PerRequestPlacementTests {
    private func request() throws -> HTTPRequest {
        try HTTPRequest(
            method: .post,
            absoluteURL: "https://example.com/?a=b",
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
    }

    @Test(
        "A request has its parameters where its options say, whatever the configuration says",
        arguments: OAuth1Placement.allCases,
        OAuth1Placement.allCases
    )
    func placement(configured: OAuth1Placement, chosen: OAuth1Placement) async throws {
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: configured))
        let options = OAuth1SigningOptions(placement: chosen)
        for signed in [
            try signer.sign(try request(), body: Array("c=d".utf8), options),
            try await signer.signAsynchronously(try request(), body: Array("c=d".utf8), options),
        ] {
            let isIn = [
                signed.request.headerFields[.authorization] != nil,
                signed.request.path?.contains("oauth_signature") == true,
                String(decoding: signed.body ?? [], as: UTF8.self).contains("oauth_signature"),
            ]
            #expect(isIn == [chosen == .header, chosen == .query, chosen == .body])
            let incoming = try signed.read()
            #expect(incoming.placement == chosen)
            try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
        }
    }

    @Test("A request without a placement uses the configuration's placement")
    func configured() throws {
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: .query))
        #expect(try signer.sign(try request(), body: []).request.path?.contains("oauth_signature") == true)
    }

    @Test("Invalid placements are rejected like those of the configuration")
    func refused() throws {
        let get = try HTTPRequest(method: .get, absoluteURL: "https://example.com/")
        expectError(.unsupportedPlacement, saying: "GET") {
            try Fixtures.signer().sign(get, OAuth1SigningOptions(placement: .body))
        }
    }
}
