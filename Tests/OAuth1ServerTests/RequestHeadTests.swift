//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Requests with two meanings")
struct RequestHeadTests {
    private let service = TestService(allowsRequestsWithoutToken: true)

    private func signed(
        _ method: HTTPRequest.Method = .post,
        _ path: String = "/me?a=b",
        contentType: String? = nil,
        body: String? = nil,
        bodyHash: OAuth1BodyHash = .off
    ) throws -> OAuth1SignedRequest {
        var request = try HTTPRequest(method: method, absoluteURL: TestService.origin + path)
        request.headerFields[.contentType] = contentType
        let signer = OAuth1Signer(
            client: TestService.client,
            configuration: OAuth1SigningConfiguration(bodyHash: bodyHash, clock: service.clock)
        )
        return try signer.sign(request, body: body.map { Array($0.utf8) })
    }

    private func expectRejected(
        _ request: HTTPRequest,
        body: [UInt8] = [],
        by service: TestService? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async {
        let protector = (service ?? self.service).protector
        let error = await #expect(throws: OAuth1ServerError.self, sourceLocation: sourceLocation) {
            try await protector.authenticate(request, body: body)
        }
        guard let error else { return }
        let response = protector.response(for: error)
        #expect(response.response.status == .badRequest, "\(error)", sourceLocation: sourceLocation)
        #expect(response.problem == "parameter_rejected", sourceLocation: sourceLocation)
    }

    @Test(
        "A target with a number sign or non-ASCII characters does not reach a handler",
        arguments: [
            "/files/report#?admin=1", "/files/report#", "/files/report?#&admin=1", "/\u{301}x://evil/",
            "/files/re\\port",
            "/files/report?a=b\u{301}", "http://api.example.com/files/report", "*",
        ]
    )
    func targets(target: String) async throws {
        var request = try signed(.get, "/files/report").request
        request.path = target
        await expectRejected(request)
    }

    @Test("A backslash in the query is data")
    func backslash() async throws {
        let signed = try signed(.get, "/files/report?a=%5C")
        var request = signed.request
        request.path = "/files/report?a=\\"
        #expect(try await service.protector.authenticate(request).signedParameters["a"] == "\\")
    }

    @Test(
        "No host, two hosts, or a Host field that names another one are rejected, with an external URL too",
        arguments: [
            false, true,
        ]
    )
    func hosts(hasExternalURL: Bool) async throws {
        let service = TestService(
            allowsRequestsWithoutToken: true,
            configure: { if hasExternalURL { $0.externalURL = try? OAuth1Origin(TestService.origin) } }
        )
        let host = try #require(HTTPField.Name("Host"))
        func request(_ hosts: [String], authority: String?) throws -> HTTPRequest {
            var request = try service.signed("/me", by: service.signer()).request
            request.authority = authority
            for value in hosts { request.headerFields.append(HTTPField(name: host, value: value)) }
            return request
        }
        let own = "api.example.com"
        await expectRejected(try request([], authority: nil), by: service)
        await expectRejected(try request([], authority: ""), by: service)
        await expectRejected(try request([own, own], authority: own), by: service)
        await expectRejected(try request([own, "other.example"], authority: nil), by: service)
        await expectRejected(try request(["other.example"], authority: own), by: service)
        await expectRejected(try request(["api.example.com:8443"], authority: own), by: service)
        for (hosts, authority) in [([own], nil), ([], own), (["API.example.com:443"], own)] as [([String], String?)] {
            #expect(
                try await service.protector.authenticate(try request(hosts, authority: authority)).clientKey == "key"
            )
        }
    }

    @Test("A method that is the signed one in another case is rejected", arguments: ["post", "Post", "pOST"])
    func method(name: String) async throws {
        var request = try signed().request
        request.method = try #require(HTTPRequest.Method(name))
        await expectRejected(request)
    }

    @Test(
        "Two Content-Type fields, a list or a quoted one do not leave a form unsigned",
        arguments: [
            ["text/plain", "application/x-www-form-urlencoded"], ["text/plain, application/x-www-form-urlencoded"],
            ["\"application/x-www-form-urlencoded\""], ["application/x-www-form-urlencoded, text/plain"],
        ]
    )
    func contentTypes(values: [String]) async throws {
        var request = try signed().request
        for value in values { request.headerFields.append(HTTPField(name: .contentType, value: value)) }
        #expect(!service.protector.needsBody(of: request))
        await expectRejected(request, body: Array("admin=1".utf8))
        await expectRejected(request)
    }

    @Test(
        "A form field that was moved into the Authorization header is rejected",
        arguments: [
            "f=\"1\"", "Oauth_f=\"1\"", "x%6Fauth=\"1\"", "%72ealm=\"1\"", "=\"1\"",
        ]
    )
    func movedField(pair: String) async throws {
        var request = try signed(contentType: "application/x-www-form-urlencoded", body: "f=1").request
        request.headerFields[.authorization]?.append(", " + pair)
        await expectRejected(request)
    }

    @Test(
        "Names that start with oauth_ or xoauth_ belong in the header",
        arguments: [
            "oauth_session_handle", "xoauth_requestor_id", "%6Fauth_x",
        ]
    )
    func extensions(name: String) async throws {
        let options = OAuth1SigningOptions(
            additionalParameters: [OAuth1Parameter(name.replacing("%6F", with: "o"), "v")]
        )
        var request = try service.signed("/me", by: service.signer(), options).request
        request.headerFields[.authorization] = request.headerFields[.authorization]?
            .replacing(name.replacing("%6F", with: "o"), with: name)
        #expect(try await service.protector.authenticate(request).signedParameters.header.count == 1)
    }

    @Test(
        "A body hash is found in every spelling and place",
        arguments: [
            "oauth_body_hash", "oauth%5Fbody_hash", "oauth%5fbody%5Fhash", "%6Fauth_body_hash",
            "%6f%61%75%74%68%5f%62%6f%64%79%5f%68%61%73%68",
        ],
        [OAuth1Placement.header, .query]
    )
    func bodyHashSpelling(name: String, placement: OAuth1Placement) async throws {
        let signer = OAuth1Signer(
            client: TestService.client,
            configuration: OAuth1SigningConfiguration(placement: placement, bodyHash: .always, clock: service.clock)
        )
        var request = try signer.sign(HTTPRequest(method: .post, absoluteURL: TestService.origin + "/me")).request
        request.headerFields[.contentType] = "application/json"
        request.headerFields[.authorization] = request.headerFields[.authorization]?
            .replacing("oauth_body_hash", with: name)
        request.path = request.path?.replacing("oauth_body_hash", with: name)
        #expect(service.protector.needsBody(of: request))
        await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_body_hash")) {
            try await service.protector.authenticate(request, body: Array("{}".utf8))
        }
    }

    @Test("The words in a value or in another name need no body")
    func noBodyHash() throws {
        var request = try signed(.post, "/me?note=oauth_body_hash&oauth_body_hashes=1").request
        request.headerFields[.contentType] = "application/json"
        #expect(!service.protector.needsBody(of: request))
    }

    @Test("A provider can demand a body hash, for each protector, for bodies that are not forms")
    func requiredBodyHash() async throws {
        let strict = service.server.protector(allowsRequestsWithoutToken: true, requiresBodyHash: true)
        let plain = try signed(contentType: "application/json", body: "{}")
        #expect(strict.needsBody(of: plain.request))
        await #expect(throws: OAuth1ServerError(.parameterAbsent, "", parameter: "oauth_body_hash")) {
            try await strict.authenticate(plain.request, body: plain.body ?? [])
        }
        #expect(try await service.protector.authenticate(plain.request, body: plain.body ?? []).clientKey == "key")
        let hashed = try signed(contentType: "application/json", body: "{}", bodyHash: .nonFormBodies)
        #expect(try await strict.authenticate(hashed.request, body: hashed.body ?? []).clientKey == "key")
        let form = try signed(contentType: "application/x-www-form-urlencoded", body: "a=b")
        #expect(try await strict.authenticate(form.request, body: form.body ?? []).clientKey == "key")
        let empty = try signed()
        #expect(try await strict.authenticate(empty.request).clientKey == "key")
        let untyped = try signed(body: "x")
        await #expect(throws: OAuth1ServerError(.parameterAbsent, "", parameter: "oauth_body_hash")) {
            try await strict.authenticate(untyped.request, body: untyped.body ?? [])
        }
        let configured = TestService(configure: { $0.requiresBodyHash = true })
        #expect(configured.protector.requiresBodyHash)
        #expect(!configured.server.protector(requiresBodyHash: false).requiresBodyHash)
        // The endpoints for tokens ask for no hash.
        _ = try await configured.obtainRequestToken()
    }

    @Test("A handler gets the parameters as they were signed, and a body that was not signed is not among them")
    func signedParameters() async throws {
        let form = try signed(
            .post,
            "/me?%64ry_run=true",
            contentType: "application/x-www-form-urlencoded",
            body: "a+b=c"
        )
        let parameters = try await service.protector.authenticate(form.request, body: form.body ?? []).signedParameters
        #expect(parameters == OAuth1SignedParameters(query: ["dry_run": "true"], form: ["a b": "c"]))
        let multipart = try signed(contentType: "multipart/form-data; boundary=x", body: "a=b")
        let other = try await service.protector.authenticate(multipart.request, body: multipart.body ?? [])
        #expect(other.signedParameters == OAuth1SignedParameters(query: ["a": "b"]))
        var dumped = "\(other)"
        dump(other, to: &dumped)
        #expect(!dumped.contains("oauth_signature"))
    }
}
