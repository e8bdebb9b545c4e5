//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Bodies that are read on demand")
struct BodyOnDemandTests {
    private static let form = "application/x-www-form-urlencoded"
    private static let json = "application/json"
    private let service = TestService(allowsRequestsWithoutToken: true)

    private struct ConnectionLost: Error {}

    private func signed(_ contentType: String?, _ body: String, _ bodyHash: OAuth1BodyHash = .off) throws
        -> OAuth1SignedRequest
    {
        var request = try HTTPRequest(method: .post, absoluteURL: TestService.origin + "/me?a=b")
        request.headerFields[.contentType] = contentType
        let signer = OAuth1Signer(
            client: TestService.client,
            configuration: OAuth1SigningConfiguration(bodyHash: bodyHash, clock: service.clock)
        )
        return try signer.sign(request, body: Array(body.utf8))
    }

    @Test(
        "A form and a body with a hash are read once, other bodies never, as needsBody(of:) says",
        arguments: [
            (form, .off, 1), (json, .nonFormBodies, 1), (json, .off, 0), (nil, .off, 0),
        ] as [(String?, OAuth1BodyHash, Int)]
    )
    func reading(contentType: String?, bodyHash: OAuth1BodyHash, count: Int) async throws {
        let signed = try signed(contentType, "c=d", bodyHash)
        #expect(service.protector.needsBody(of: signed.request) == (count == 1))
        var reads = 0
        let authentication = try await service.protector.authenticate(signed.request) {
            reads += 1
            return signed.body ?? []
        }
        #expect(reads == count)
        let expected: OAuth1Parameters = contentType == Self.form ? ["c": "d"] : []
        #expect(authentication.signedParameters == OAuth1SignedParameters(query: ["a": "b"], form: expected))
    }

    @Test(
        "Another body than the signed one is rejected",
        arguments: [(form, .off), (json, .nonFormBodies)] as [(String, OAuth1BodyHash)]
    )
    func replaced(contentType: String, bodyHash: OAuth1BodyHash) async throws {
        let signed = try signed(contentType, "c=d", bodyHash)
        for body in ["", "c=e"] {
            let error = await #expect(throws: OAuth1ServerError.self) {
                try await service.protector.authenticate(signed.request) { Array(body.utf8) }
            }
            #expect(error?.code == .signatureInvalid, "\(body)")
        }
    }

    @Test("The body of a request whose head is rejected is not read")
    func rejectedHead() async throws {
        var request = try signed(Self.json, "{}", .nonFormBodies).request
        request.headerFields[.authorization]?.append(", oauth_nonce=\"second\"")
        await #expect(throws: OAuth1ServerError.self) {
            try await service.protector.authenticate(request) {
                Issue.record("the body was read")
                return []
            }
        }
    }

    @Test("A body that can't be read is the caller's error, and one that is too large a rejection")
    func unreadable() async throws {
        let request = try signed(Self.form, "c=d").request
        await #expect(throws: ConnectionLost.self) {
            try await service.protector.authenticate(request) { throw ConnectionLost() }
        }
        let tooLarge = [UInt8](repeating: 0x61, count: service.protector.configuration.maximumBodySize + 1)
        let error = await #expect(throws: OAuth1ServerError.self) {
            try await service.protector.authenticate(request) { tooLarge }
        }
        #expect(error?.code == .bodyTooLarge)
    }
}
