//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

@Suite("Calls of a service")
struct ServiceCallTests: ExampleServiceSuite {
    /// A transport whose service redirects one target, and answers all others.
    private func redirecting(_ target: String, to location: String) -> OAuth1RecordingTransport {
        OAuth1RecordingTransport { request, _ in
            guard request.path == target else { return OAuth1Response(head: HTTPResponse(status: .ok)) }
            return OAuth1Response(head: HTTPResponse(status: .temporaryRedirect, headerFields: [.location: location]))
        }
    }

    @Test("The realm can be the URL of each request, also after a redirect")
    func urlAsRealm() async throws {
        let transport = redirecting("/v1/x?a=1", to: "/y?b")
        let service = service { $0.realm = .init(.requestURL, steps: [.api]) }
        let user = try AsyncOAuth1Client(
            service: service,
            client: client,
            token: OAuth1AccessToken(token: "a", secret: "as"),
            transport: transport
        )
        _ = try await user.get("x", parameters: ["a": "1"])
        let realms = transport.requests.map { request in
            request.request.headerFields[.authorization].flatMap { $0.firstMatch(of: /realm="([^"]*)"/)?.1 } ?? ""
        }
        #expect(realms == ["https://api.example/v1/x", "https://api.example/y"])
        let header = try user.flow.signer(for: nil).authorizationHeader(method: "GET", url: "https://h.example/z?q=1")
        #expect(header.contains("realm=\"https://h.example/z\""))
    }

    @Test("Calls carry a part of the token where they are not signed, and keep carrying it after a redirect")
    func bearer() async throws {
        let transport = redirecting("/v1/x", to: "/y")
        let client = try AsyncOAuth1Client(
            service: service { $0.tokenUse = .bearer(.init(.secret, header: "X-Key", value: "key {part}")) },
            client: client,
            transport: transport
        )
        _ = try await client.get("x", token: .user(OAuth1AccessToken(token: "a", secret: "as")))
        _ = try await client.get("z")
        let other = OAuth1AccessToken(token: "b", secret: "bs")
        let renewable = client.renewable(other, at: "https://h.example/r") { _ in }
        _ = try await client.get("z", token: .renewable(renewable))
        await #expect(throws: OAuth1ClientError(.unsupportedByService, "")) {
            let token = OAuth1CallToken.user(OAuth1AccessToken(token: "a", secret: "as"))
            _ = try await client.get("https://evil.example/v1/x", token: token)
        }
        let name = try #require(HTTPField.Name("X-Key"))
        #expect(transport.requests.map { $0.request.headerFields[name] } == ["key as", "key as", nil, "key bs"])
        #expect(transport.requests.allSatisfy { $0.request.headerFields[.authorization] == nil })
    }

    @Test("A service without login has none, and one without tokens takes none")
    func otherFlows() async throws {
        func client(_ flow: OAuth1Service.Flow) throws -> AsyncOAuth1Client {
            var service = OAuth1Service(id: "e", name: "E", flow: flow, apiBaseURL: "https://api.example")
            if flow == .xAuth { service.accessToken = .init("https://h.example/a") }
            return try AsyncOAuth1Client(
                service: service,
                client: self.client,
                transport: OAuth1RecordingTransport { _, _ in
                    OAuth1Response(
                        head: HTTPResponse(status: .ok),
                        body: Array("oauth_token=t&oauth_token_secret=s".utf8)
                    )
                }
            )
        }
        for flow: OAuth1Service.Flow in [.staticToken, .consumerOnly, .xAuth] {
            let client = try client(flow)
            await #expect(throws: OAuth1ClientError(.unsupportedByService, "")) { try await client.fetchRequestToken() }
            await #expect(throws: OAuth1ClientError(.unsupportedByService, "")) {
                try await client.fetchAccessToken(requestToken: token, verifier: "v")
            }
            #expect(throws: OAuth1ClientError(.unsupportedByService, "")) { try client.authorizationURL(for: token) }
        }
        let consumer = try client(.consumerOnly)
        #expect(try await consumer.get("x").status == .ok)
        await #expect(throws: OAuth1ClientError(.unsupportedByService, "")) {
            try await consumer.get("x", token: .user(OAuth1AccessToken(token: "a", secret: "")))
        }
        #expect(try await client(.xAuth).fetchAccessToken(username: "u", password: "p").token == "t")
    }

    @Test("Additional parameters of xAuth are fields of the form, with a URL and with a service")
    func xAuthParameters() async throws {
        let transport = OAuth1RecordingTransport { _, _ in
            OAuth1Response(head: HTTPResponse(status: .ok), body: Array("oauth_token=t&oauth_token_secret=s".utf8))
        }
        let service = OAuth1Service(
            id: "e",
            name: "E",
            flow: .xAuth,
            accessToken: .init("https://h.example/a", parameters: [.fixed("format", "form")]),
            apiBaseURL: "https://api.example"
        )
        let described = try AsyncOAuth1Client(service: service, client: client, transport: transport)
        _ = try await described.fetchAccessToken(username: "u", password: "p", parameters: ["device": "d 1"])
        let bare = AsyncOAuth1Client(client: client, transport: transport)
        let url = "https://h.example/a?format=form"
        _ = try await bare.fetchAccessToken(url, username: "u", password: "p", parameters: ["device": "d 1"])
        for sent in transport.requests {
            #expect(sent.request.path == "/a?format=form")
            let form = "x_auth_username=u&x_auth_password=p&x_auth_mode=client_auth&device=d%201"
            #expect(sent.body.map { String(decoding: $0, as: UTF8.self) } == form)
        }
        #expect(transport.requests.count == 2)
    }

    @Test("A missing User-Agent is found before anything is sent, and header fields of a request win")
    func headerFields() throws {
        let strict: (inout OAuth1Service) -> Void = {
            $0.headers = .init(["Accept": "application/json", "X-Key": "{consumerKey}"], requiresUserAgent: true)
        }
        let nameless = try flow(strict)
        #expect(throws: OAuth1ClientError(.unsupportedByService, "")) {
            try nameless.requestTokenRequest(callback: .outOfBand)
        }
        let flow = try flow(strict, options: OAuth1FlowOptions(headerFields: [.userAgent: "App/1"]))
        let login = try flow.requestTokenRequest(callback: .outOfBand).request.headerFields
        #expect(login[.userAgent] == "App/1")
        #expect(login[.accept]?.hasPrefix("application/x-www-form-urlencoded") == true)
        let call = try flow.request(.get, "x", headerFields: [.userAgent: "Other/1"])
        let fields = try flow.resourceRequest(call, body: nil, signer: flow.signer(for: nil)).request.headerFields
        #expect(fields[.userAgent] == "Other/1")
        #expect(fields[.accept] == "application/json")
        #expect(HTTPField.Name("X-Key").flatMap { fields[$0] } == "k")
    }

    @Test("An empty token is sent with calls only")
    func emptyToken() throws {
        let flow = try flow { $0.emptyToken = .sendEmpty }
        #expect(try !header(flow.requestTokenRequest(callback: .outOfBand)).contains("oauth_token="))
        let call = try flow.request(.get, "x")
        let request = try flow.resourceRequest(call, body: nil, signer: flow.signer(for: nil))
        #expect(try header(request).contains("oauth_token=\"\""))
    }
}
