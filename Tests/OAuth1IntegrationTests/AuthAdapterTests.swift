//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1URLSession
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite("Signing the requests of a client that is there already")
struct AuthAdapterTests {
    private let form = "application/x-www-form-urlencoded"

    private func auth(
        _ placement: OAuth1Placement = .header,
        bodyHash: OAuth1BodyHash = .off
    ) -> OAuth1Auth {
        OAuth1Auth(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            configuration: OAuth1SigningConfiguration(placement: placement, bodyHash: bodyHash)
        )
    }

    private func sent(_ use: (String) async throws -> Void) async throws -> (RawRequest, origin: String) {
        try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
            try await use(origin)
            return (try RawRequest(try #require(server.requests.first)), origin)
        }
    }

    @Test("A URLRequest is sent byte for byte as it was signed", arguments: OAuth1Placement.allCases)
    func urlRequest(placement: OAuth1Placement) async throws {
        let (request, origin) = try await sent { origin in
            var request = URLRequest(url: try #require(URL(string: origin + "/a%2Fb?x=%c3%A9&y=+")), timeoutInterval: 7)
            request.httpMethod = "POST"
            request.setValue(form, forHTTPHeaderField: "Content-Type")
            request.setValue("1", forHTTPHeaderField: "X-One")
            request.httpBody = Data("f=1+2&g".utf8)
            let signed = try auth(placement).sign(request)
            #expect(signed.timeoutInterval == 7)
            _ = try await URLSession.shared.data(for: signed)
        }
        #expect(try request.verify(origin).placement == placement)
        #expect(request["x-one"] == "1")
        #expect(request.body.hasPrefix("f=1+2&g"))
    }

    @Test("A URLRequest with a body of no type is not sent as a form")
    func untypedBody() async throws {
        let (request, origin) = try await sent { origin in
            var request = URLRequest(url: try #require(URL(string: origin + "/x")))
            request.httpMethod = "PUT"
            request.httpBody = Data("a=b".utf8)
            _ = try await URLSession.shared.data(for: try auth(bodyHash: .nonFormBodies).sign(request))
        }
        #expect(try request.verify(origin).bodyHash != nil)
        #expect(request.body == "a=b")
    }

    @Test("A URLRequest whose form is a stream is rejected")
    func stream() throws {
        var request = URLRequest(url: try #require(URL(string: "https://h.example/x")))
        request.httpMethod = "POST"
        request.setValue(form, forHTTPHeaderField: "Content-Type")
        request.httpBodyStream = InputStream(data: Data("a=b".utf8))
        #expect(throws: OAuth1Error.self) { try auth().sign(request) }
        request.setValue("image/png", forHTTPHeaderField: "Content-Type")
        #expect(try auth().sign(request).value(forHTTPHeaderField: "Authorization")?.hasPrefix("OAuth ") == true)
        #expect(throws: OAuth1Error.self) { try auth(bodyHash: .always).sign(request) }
    }

    @Test("A request of AsyncHTTPClient is sent byte for byte as it was signed", arguments: OAuth1Placement.allCases)
    func httpClientRequest(placement: OAuth1Placement) async throws {
        let (request, origin) = try await sent { origin in
            var request = HTTPClientRequest(url: origin + "/a%2Fb?x=%c3%A9&y=+")
            request.method = .POST
            request.headers = ["Content-Type": form, "X-One": "1"]
            let signed = try auth(placement).sign(request, body: Array("f=1+2&g".utf8))
            try await HTTPClient.withHTTPClient { client in
                _ = try await client.execute(signed, timeout: .seconds(120)).body.collect(upTo: 100)
            }
        }
        #expect(try request.verify(origin).placement == placement)
        #expect(request["x-one"] == "1")
        #expect(request.body.hasPrefix("f=1+2&g"))
    }

    @Test("A body that can't be read is left alone when it is not signed, and rejected when it is")
    func opaqueBody() throws {
        var request = HTTPClientRequest(url: "https://h.example/x")
        request.method = .PUT
        request.headers = ["Content-Type": "image/png"]
        request.body = .bytes(ByteBuffer(string: "png"))
        #expect(try auth().sign(request).headers["Authorization"].count == 1)
        #expect(throws: OAuth1Error.self) { try auth(bodyHash: .always).sign(request) }
        request.headers = ["Content-Type": form]
        #expect(throws: OAuth1Error.self) { try auth().sign(request) }
        #expect(throws: (any Error).self) { try auth().sign(HTTPClientRequest(url: "https://h.example/caf%E9")) }
    }

    @Test(
        "The head of a request of SwiftNIO is signed for its Host field",
        arguments: [OAuth1Placement.header, .query]
    )
    func requestHead(placement: OAuth1Placement) throws {
        let head = HTTPRequestHead(
            version: .http1_1,
            method: .POST,
            uri: "/a%2Fb?x=%20",
            headers: ["Host": "h.example:8443", "Content-Type": form, "X-One": "1", "X-One": "2"]
        )
        let signed = try auth(placement).sign(head, body: Array("f=1".utf8))
        let incoming = try #require(
            try OAuth1IncomingRequest.read(
                method: "POST",
                url: "https://h.example:8443" + signed.uri,
                authorization: signed.headers["Authorization"].first,
                body: .form(Array("f=1".utf8))
            )
        )
        #expect(incoming.placement == placement)
        try OAuth1Verifier()
            .verify(
                incoming,
                with: OAuth1VerificationKey(client: OAuth1ClientCredentials(key: "k", secret: "s"))
            )
        #expect(signed.headers["X-One"] == ["1", "2"])
        #expect(throws: OAuth1Error.self) { try auth(.body).sign(head) }
    }

    @Test("A request of swift-http-types is signed, as a ClientMiddleware gets it")
    func httpRequest() throws {
        let request = try HTTPRequest(method: .get, absoluteURL: "https://h.example/x?y=z")
        let signed = try auth().sign(request)
        let incoming = try #require(try OAuth1IncomingRequest.read(signed.request))
        try OAuth1Verifier()
            .verify(
                incoming,
                with: OAuth1VerificationKey(client: OAuth1ClientCredentials(key: "k", secret: "s"))
            )
        #expect(!"\(auth())".contains("\"s\""))
    }
}
#endif
