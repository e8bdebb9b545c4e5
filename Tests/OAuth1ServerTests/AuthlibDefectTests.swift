//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

/// What Authlib's provider gets wrong and no other suite has; docs/feature-table.md lists all of it.
@Suite("Defects of Authlib's provider")
struct AuthlibDefectTests {
    private static let form: HTTPFields = [.contentType: "application/x-www-form-urlencoded"]
    private let service = TestService(allowsRequestsWithoutToken: true)

    @Test(
        "Headers of other schemes, and those that can't be read, are never an error of the server",
        arguments: [
            "Bearer x", "Basic YTpi", "OAuth", "OAuth ", "OAuth \u{E9}", "OAuth x=", "OAuth realm=\"", "oauth a=b,,,c",
            "Digest a=\"",
            "OAuth oauth_signature=\"\u{E9}\"", "OAuth oauth_signature=\"%E9\"", "OAuth oauth_consumer_key=\"%zz\"",
            "\u{1F511}",
        ],
        ["/oauth/request_token", "/oauth/access_token", "/oauth/renew_token", "/oauth/revoke_token", "/me"]
    )
    func headers(header: String, path: String) async throws {
        var request = try HTTPRequest(method: .post, absoluteURL: TestService.origin + path + "?q=[x]%7C&%zz=%E9")
        request.headerFields[.authorization] = header
        let response: OAuth1ServerResponse
        if path == "/me" {
            let error = await #expect(throws: OAuth1ServerError.self) {
                try await service.protector.authenticate(request)
            }
            response = service.protector.response(for: try #require(error))
        } else {
            // Refreshing is not enabled, so that its endpoint is not there.
            guard let answer = await service.server.respond(to: request) else { return }
            response = answer
        }
        #expect((400..<500).contains(response.response.status.code), "\(response.text)")
        #expect(response.response.status != .unauthorized || response.response.headerFields[.wwwAuthenticate] != nil)
    }

    @Test("A signature that is not ASCII is a wrong one", arguments: ["\u{E9}", "%C3%A9", "%E9", "\u{1F511}"])
    func signature(text: String) async throws {
        var request = try service.signed("/me", by: service.signer()).request
        let header = try #require(request.headerFields[.authorization])
        request.headerFields[.authorization] = header.replacing(
            #/oauth_signature="[^"]*"/#,
            with: "oauth_signature=\"\(text)\""
        )
        let error = await #expect(throws: OAuth1ServerError.self) { try await service.protector.authenticate(request) }
        #expect([.signatureInvalid, .parameterRejected].contains(error?.code))
    }

    @Test(
        "A query with any characters is read as it was signed",
        arguments: ["q=[x]", "q={y}|'$", "a=%5Bb%5D&a=(c)*!", "x;y=z", "q=%E9", "%zz", "a==b", "=&&c"]
    )
    func query(text: String) async throws {
        var request = try HTTPRequest(method: .get, absoluteURL: TestService.origin + "/me")
        request.path = "/me?\(text)"
        let signed = try service.signer().sign(request, body: nil)
        let parameters = try await service.protector.authenticate(signed.request).signedParameters
        #expect(parameters.query == OAuth1Parameters(formEncoded: text))
        request = signed.request
        request.path?.append("&admin=1")
        await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_signature")) {
            try await service.protector.authenticate(request)
        }
    }

    @Test(
        "A form is read with any method, and no value of it is lost",
        arguments: [HTTPRequest.Method.post, .put, .patch, .delete]
    )
    func forms(method: HTTPRequest.Method) async throws {
        let body = Array("tag=b&tag=a&tag=b&note=".utf8)
        let request = try HTTPRequest(method: method, absoluteURL: TestService.origin + "/me", headerFields: Self.form)
        let signed = try service.signer().sign(request, body: body)
        let parameters = try await service.protector.authenticate(signed.request, body: body).signedParameters
        #expect(parameters.form == ["tag": "b", "tag": "a", "tag": "b", "note": ""])
        let again = try service.signer().sign(request, body: body).request
        for other in ["tag=b&tag=a&note=", "tag=b&tag=a&tag=b&note=&x=1", ""] {
            await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_signature"), "\(other)") {
                try await service.protector.authenticate(again, body: Array(other.utf8))
            }
        }
    }

    @Test("Fields of a multipart body are neither signed nor parameters")
    func multipart() async throws {
        let fields: HTTPFields = [.contentType: "multipart/form-data; boundary=x"]
        let body = Array("--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x--\r\n".utf8)
        let request = try HTTPRequest(method: .post, absoluteURL: TestService.origin + "/me?q=1", headerFields: fields)
        let signed = try service.signer().sign(request, body: body)
        #expect(!String(decoding: signed.baseString, as: UTF8.self).contains("a%3D1"))
        let authentication = try await service.protector.authenticate(signed.request, body: body)
        #expect(authentication.signedParameters == OAuth1SignedParameters(query: ["q": "1"]))
    }

    @Test("A request that is stamped ahead is accepted once, also when its timestamp is the present and the past")
    func stampedAhead() async throws {
        service.clock.advance(by: 60)
        let ahead = try service.signed("/me", by: service.signer()).request
        service.clock.advance(by: 1)
        let tooFar = try service.signed("/me", by: service.signer()).request
        service.clock.advance(by: -61)
        await #expect(throws: OAuth1ServerError(.timestampRefused, "", parameter: "oauth_timestamp")) {
            try await service.protector.authenticate(tooFar)
        }
        #expect(try await service.protector.authenticate(ahead).clientKey == "key")
        for _ in 0..<100 {
            await #expect(throws: OAuth1ServerError.self) { try await service.protector.authenticate(ahead) }
            service.clock.advance(by: 4)
        }
    }

    @Test("A client that signs with a key can't exchange another client's request token")
    func foreignKey() async throws {
        let key = try OAuth1RSAPrivateKey(generatingBits: 2_048)
        let attacker = OAuth1ClientCredentials(key: "attacker")
        service.clients.register(OAuth1RegisteredClient(credentials: attacker, rsaPublicKey: key.publicKey))
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let stolen = try service.signed(
            "/oauth/access_token",
            by: service.signer(attacker, token: token, method: .rsaSHA256(key)),
            OAuth1SigningOptions(verifier: verifier, isTokenRequest: true)
        )
        let response = try await service.send(stolen)
        #expect(response.response.status == .unauthorized && response.parameters["oauth_token"] == nil)
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
    }

    @Test("A request that fails leaves the request token, whoever sent it and whatever is wrong")
    func failedRequests() async throws {
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let url = TestService.origin + "/oauth/access_token?oauth_token=\(token.token)&oauth_verifier=\(verifier)"
        for header in [nil, "Bearer x", "OAuth oauth_consumer_key=\"key\", oauth_signature=\"x\""] {
            var request = try HTTPRequest(method: .post, absoluteURL: url)
            request.headerFields[.authorization] = header
            let response = try #require(await service.server.respond(to: request))
            #expect((400..<500).contains(response.response.status.code))
        }
        let wrong = OAuth1ClientCredentials(key: "key", secret: "wrong")
        for client in [wrong, OAuth1ClientCredentials(key: "other", secret: "other-secret")] {
            #expect(
                try await service.exchange(token, verifier: verifier, client: client).response.status == .unauthorized
            )
        }
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
    }
}
