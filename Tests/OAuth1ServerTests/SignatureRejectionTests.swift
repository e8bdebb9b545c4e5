//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Synchronization
import Testing

@Suite("Requests with a wrong signature")
struct SignatureRejectionTests {
    private let unknownClient = OAuth1ClientCredentials(key: "nobody", secret: "secret")
    private let wrongSecret = OAuth1ClientCredentials(key: "key", secret: "wrong")

    private func refuse(
        _ service: TestService,
        _ request: HTTPRequest,
        body: [UInt8] = []
    ) async throws -> (OAuth1ServerError, OAuth1ServerResponse) {
        let error = await #expect(throws: OAuth1ServerError.self) {
            try await service.protector.authenticate(request, body: body)
        }
        let found = try #require(error)
        return (found, service.protector.response(for: found))
    }

    @Test("Unknown client, unknown token and wrong signature have the same answer")
    func sameAnswer() async throws {
        let service = TestService()
        let token = try await service.obtainAccessToken()
        let other = OAuth1AccessToken(token: "unknown", secret: token.secret)
        let signers = [
            service.signer(unknownClient, token: token), service.signer(token: other),
            service.signer(wrongSecret, token: token),
            service.signer(OAuth1ClientCredentials(key: "other", secret: "other-secret"), token: token),
        ]
        var codes: [OAuth1ServerError.Code] = []
        var responses: Set<OAuth1ServerResponse> = []
        for signer in signers {
            let (error, response) = try await refuse(service, try service.signed("/me", by: signer).request)
            codes.append(error.code)
            responses.insert(response)
        }
        #expect(codes == [.consumerKeyUnknown, .tokenRejected, .signatureInvalid, .tokenRejected])
        #expect(responses.count == 1)
        let response = try #require(responses.first)
        #expect(response.response.status == .unauthorized)
        #expect(response.problem == "signature_invalid")
        #expect(response.response.headerFields[.wwwAuthenticate] == #"OAuth realm="OAuth 1.0a""#)
    }

    @Test("Details are shown only if configured")
    func detail() async throws {
        let service = TestService(
            allowsRequestsWithoutToken: true,
            configure: { $0.revealsProblemDetail = true }
        )
        let unknown = try service.signed("/me", by: service.signer(unknownClient)).request
        #expect(try await refuse(service, unknown).1.problem == "consumer_key_unknown")

        let wrong = try service.signed("/me?a=b", method: .get, by: service.signer(wrongSecret))
        let response = try await refuse(service, wrong.request).1
        #expect(response.problem == "signature_invalid")
        #expect(response.parameters["debug_sbs"] == String(decoding: wrong.baseString, as: UTF8.self))
    }

    @Test("In development mode a rejection names the mistake of the client")
    func mistake() async throws {
        let service = TestService(
            allowsRequestsWithoutToken: true,
            configure: { $0.revealsProblemDetail = true }
        )
        let other = try service.signed("/me?q=a%20b", by: service.signer()).request
        var request = try service.signed("/me/?q=a%20b", by: service.signer()).request
        request.path = other.path
        let advice = try await refuse(service, request).1.parameters["oauth_problem_advice"]
        #expect(advice?.contains("(trailing-slash)") == true)
        #expect(advice?.contains("client-secret") == false)
    }

    @Test("A proxy that ends TLS is detected, and the external URL helps")
    func proxy() async throws {
        let service = TestService(
            allowsRequestsWithoutToken: true,
            configure: {
                $0.revealsProblemDetail = true
                $0.requiresTLS = false
            }
        )
        var request = try service.signed("/me", by: service.signer()).request
        request.scheme = "http"
        let response = try await refuse(service, request).1
        #expect(response.parameters["oauth_problem_advice"]?.contains("external URL") == true)

        let origin = try OAuth1Origin(TestService.origin)
        let behindProxy = TestService(allowsRequestsWithoutToken: true, configure: { $0.externalURL = origin })
        var inner = try behindProxy.signed("/me", by: behindProxy.signer()).request
        inner.scheme = "http"
        inner.authority = "10.0.0.7:8080"
        if let host = HTTPField.Name("Host") { inner.headerFields[host] = "10.0.0.7:8080" }
        #expect(try await behindProxy.protector.authenticate(inner).clientKey == "key")
    }

    @Test(
        "External URLs have no query, no fragment and no path with two meanings",
        arguments: [
            "https://a.example/?", "https://a.example/x?y", "https://a.example/#", "https://a.example/x#y",
            "https://a.example/x/../y", "https://a.example/%2e%2E/y", "https://a.example//", "https://a.example/x//y",
            "https://a.example/x\\y", "https://u@a.example", "a.example", "/x", "ftp://a", "https://",
        ]
    )
    func origins(url: String) {
        #expect(throws: OAuth1Error.self) { try OAuth1Origin(url) }
    }

    @Test("Invalid signatures", arguments: ["", "%C3%A9%C3%A9", "%00", "====", "%FF%FE", "a b", "x"])
    func nonsense(signature: String) async throws {
        let service = TestService(allowsRequestsWithoutToken: true)
        var request = try service.signed("/me", by: service.signer()).request
        let header = try #require(request.headerFields[.authorization])
        request.headerFields[.authorization] = header.replacing(
            #/oauth_signature="[^"]*"/#,
            with: "oauth_signature=\"\(signature)\""
        )
        let response = try await refuse(service, request).1
        #expect(response.response.status == .unauthorized)
        #expect(response.problem == "signature_invalid")
    }

    @Test("A change to any part of the request invalidates the signature")
    func tampering() async throws {
        let service = TestService(allowsRequestsWithoutToken: true)
        let body = Array("a=1".utf8)
        let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
        let original = try HTTPRequest(method: .post, absoluteURL: TestService.origin + "/me?q=1", headerFields: form)
        let signed = try service.signer().sign(original, body: body)
        var method = signed.request
        method.method = .put
        var path = signed.request
        path.path = "/you?q=1"
        var query = signed.request
        query.path = "/me?q=2"
        var host = signed.request
        host.authority = "other.example.com"
        for request in [method, path, query, host] {
            #expect(try await refuse(service, request, body: body).0.code == .signatureInvalid)
        }
        #expect(try await refuse(service, signed.request, body: Array("a=2".utf8)).0.code == .signatureInvalid)
        #expect(try await service.protector.authenticate(signed.request, body: body).clientKey == "key")
    }

    @Test("The body hash is compared")
    func bodyHash() async throws {
        let service = TestService(allowsRequestsWithoutToken: true)
        let signer = OAuth1Signer(
            client: TestService.client,
            configuration: OAuth1SigningConfiguration(bodyHash: .always, clock: service.clock)
        )
        let json: HTTPFields = [.contentType: "application/json"]
        let request = try HTTPRequest(method: .post, absoluteURL: TestService.origin + "/me", headerFields: json)
        let signed = try signer.sign(request, body: Array("{}".utf8))
        let (error, response) = try await refuse(service, signed.request, body: Array("[]".utf8))
        #expect(error.code == .signatureInvalid)
        #expect(response.response.status == .unauthorized)
        #expect(try await service.protector.authenticate(signed.request, body: Array("{}".utf8)).clientKey == "key")
    }

    @Test(
        "Bodies are needed for forms and for body hashes",
        arguments: [
            ("application/x-www-form-urlencoded; charset=utf-8", nil, true), ("application/json", nil, false),
            ("application/json", #"OAuth oauth_body_hash="x""#, true), (nil, nil, false),
        ] as [(String?, String?, Bool)]
    )
    func needsBody(contentType: String?, header: String?, isNeeded: Bool) throws {
        var request = try HTTPRequest(method: .post, absoluteURL: TestService.origin + "/me")
        request.headerFields[.contentType] = contentType
        request.headerFields[.authorization] = header
        #expect(TestService().protector.needsBody(of: request) == isNeeded)
    }

    @Test("Unknown clients and tokens take the same steps: both look-ups and one verification")
    func sameWork() async throws {
        let verifications = Mutex(0)
        let method = OAuth1Verifier.CustomMethod("COUNT", bodyHash: .sha1) { _, _ in
            verifications.withLock { $0 += 1 }
            return true
        }
        let tokens = BrokenTokenStore(nil)
        let nonces = CountingNonceStore()
        let service = TestService(
            tokenStore: tokens,
            nonceStore: nonces,
            configure: { $0.verifier = OAuth1Verifier(customMethods: [method]) }
        )
        let custom = OAuth1SignatureMethod.custom("COUNT", bodyHash: .sha1) { _ in "c2lnbmF0dXJl" }
        let token = OAuth1AccessToken(token: "unknown", secret: "x")
        for (index, client) in [TestService.client, unknownClient].enumerated() {
            let signed = try service.signed("/me", by: service.signer(client, token: token, method: custom))
            let code = try await refuse(service, signed.request).0.code
            #expect(code == (index == 0 ? .tokenRejected : .consumerKeyUnknown))
            #expect(verifications.withLock { $0 } == index + 1)
            #expect(tokens.lookUpCount == index + 1)
        }
        #expect(nonces.callCount == 0)
    }

    @Test("A client without a secret can't sign with an empty one")
    func emptySecret() async throws {
        let key = try OAuth1RSAPrivateKey(generatingBits: 2_048)
        let credentials = OAuth1ClientCredentials(key: "rsa")
        let service = TestService(
            client: OAuth1RegisteredClient(credentials: credentials, rsaPublicKey: key.publicKey),
            allowsRequestsWithoutToken: true,
            configure: { $0.verifier = OAuth1Verifier(methods: OAuth1Verifier.defaultMethods.union([.plaintext])) }
        )
        for method in [OAuth1SignatureMethod.hmacSHA1, .hmacSHA256, .plaintext] {
            let forged = try service.signed("/me", by: service.signer(credentials, method: method))
            #expect(try await refuse(service, forged.request).0.code == .signatureInvalid)
        }
        for method in [OAuth1SignatureMethod.rsaSHA256(key), .rsaPSS(key)] {
            let signed = try service.signed("/me", by: service.signer(credentials, method: method))
            #expect(try await service.protector.authenticate(signed.request).clientKey == "rsa")
        }
        // A client without a public key, and no client at all.
        for client in [OAuth1ClientCredentials(key: "other", secret: "other-secret"), unknownClient] {
            let signed = try service.signed("/me", by: service.signer(client, method: .rsaSHA256(key)))
            #expect(try await refuse(service, signed.request).1.problem == "signature_invalid")
        }
    }

    @Test("Methods can be taken from a client")
    func clientMethods() async throws {
        let service = TestService(
            client: OAuth1RegisteredClient(credentials: TestService.client, signatureMethods: [.hmacSHA256]),
            allowsRequestsWithoutToken: true
        )
        let weak = try service.signed("/me", by: service.signer(method: .hmacSHA1))
        #expect(try await refuse(service, weak.request).0.code == .signatureInvalid)
        let strong = try service.signed("/me", by: service.signer(method: .hmacSHA256))
        #expect(try await service.protector.authenticate(strong.request).clientKey == "key")
    }

    @Test("All places of the parameters are accepted", arguments: OAuth1Placement.allCases)
    func placements(placement: OAuth1Placement) async throws {
        let service = TestService(allowsRequestsWithoutToken: true)
        let signed = try service.signed("/me?a=b", by: service.signer(placement: placement))
        #expect(
            try await service.protector.authenticate(signed.request, body: signed.body ?? []).clientKey == "key"
        )
    }

    @Test("PLAINTEXT needs no timestamp and no nonce, where it is accepted")
    func plaintext() async throws {
        let service = TestService(
            allowsRequestsWithoutToken: true,
            configure: { $0.verifier = OAuth1Verifier(methods: [.plaintext]) }
        )
        var request = try HTTPRequest(method: .get, absoluteURL: TestService.origin + "/me")
        request.headerFields[.authorization] =
            #"OAuth oauth_consumer_key="key", oauth_signature_method="PLAINTEXT", oauth_signature="client-secret%26""#
        #expect(try await service.protector.authenticate(request).clientKey == "key")
        request.headerFields[.authorization]?.replace("client-secret", with: "client-secreT")
        #expect(try await refuse(service, request).0.code == .signatureInvalid)
    }
}
