//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if FlyingFox && AsyncHTTPClient
import FlyingFox
import FlyingFoxOAuth1
import FlyingSocks
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1Testing
import OAuth1URLSession
import Testing

@Suite("The provider's routes in FlyingFox")
struct FlyingFoxProviderTests {
    private static let credentials = OAuth1ClientCredentials(key: "app", secret: "app secret")
    private static let maximumBodySize = 10_000

    /// Runs a provider while `use` runs, which gets its port and a client.
    private func withRunning(_ use: @escaping @Sendable (Int, AsyncOAuth1Client) async throws -> Void) async throws {
        let provider = OAuth1AuthorizationServer(
            stores: .inMemory(clients: [
                OAuth1RegisteredClient(credentials: Self.credentials, displayName: "App")
            ]),
            configuration: OAuth1ServerConfiguration(serviceName: "Service", maximumBodySize: Self.maximumBodySize),
            authenticateUser: { _ in .user(id: "user-7") }
        )
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), logger: .disabled)
        await server.addOAuth1Provider(provider)
        await server.addOAuth1Resource("/api/*", provider.protector()) { request, authentication in
            let body = String(decoding: try await request.bodyData, as: UTF8.self)
            let parameters = authentication.signedParameters
            let text = "\(authentication.userID ?? "") \(parameters.query.formEncodedString) \(body)"
            return FlyingFox.HTTPResponse(statusCode: .ok, body: Data(text.utf8))
        }
        await server.appendRoute("GET /open") { _ in FlyingFox.HTTPResponse(statusCode: .ok, body: Data("open".utf8)) }
        let client = AsyncOAuth1Client(client: Self.credentials, transport: URLSessionTransport())
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                try await server.waitUntilListening()
                guard case .ip4(_, let port)? = await server.listeningAddress else { return }
                try await use(Int(port), client)
            }
            try await group.next()
            group.cancelAll()
            try? await group.waitForAll()
        }
    }

    /// Completes a login, and returns the client of its user.
    private func login(_ port: Int, _ client: AsyncOAuth1Client) async throws -> AsyncOAuth1Client {
        let origin = "http://127.0.0.1:\(port)"
        let requestToken = try await client.fetchRequestToken(
            origin + "/oauth/request_token",
            callback: .url("https://app.example/callback")
        )
        let page = client.authorizationURL(origin + "/oauth/authorize", for: requestToken)
        let callback = try await OAuth1TestBrowser(transport: URLSessionTransport()).allow(page)
        let authorization = try client.parseAuthorizationResponse(callback, for: requestToken).authorization()
        return client.using(
            try await client.fetchAccessToken(origin + "/oauth/access_token", authorization: authorization)
        )
    }

    @Test("A client logs in, and its signed requests reach the handler with paths and queries as they were sent")
    func logsIn() async throws {
        try await withRunning { port, client in
            let user = try await login(port, client)
            let origin = "http://127.0.0.1:\(port)"
            for target in ["/api/a%2Fb", "/api/caf%C3%A9?x=%2B+%26&y=", "/api/x?q=a%20b&q=&r", "/api/%7e;v=1"] {
                let answer = try await user.get(origin + target)
                #expect(answer.status == .ok, "\(target): \(answer.text)")
                #expect(answer.text.hasPrefix("user-7 "))
            }
            #expect(try await user.get(origin + "/api/x?b=%2B&a=1+2").text == "user-7 b=%2B&a=1%202 ")
            let form = try await user.post(origin + "/api/x", .form(["text": "a + b"]))
            #expect(form.text == "user-7  text=a%20%2B%20b")
            #expect(try await user.post(origin + "/api/x", .json("{}")).text == "user-7  {}")
        }
    }

    @Test("A user removes a client's access on the page of the grants")
    func grants() async throws {
        try await withRunning { port, client in
            let user = try await login(port, client)
            let origin = "http://127.0.0.1:\(port)"
            func send(_ method: HTTPTypes.HTTPRequest.Method, _ form: OAuth1Parameters? = nil) async throws
                -> OAuth1Response
            {
                let request = try HTTPTypes.HTTPRequest(
                    method: method,
                    absoluteURL: origin + "/oauth/grants",
                    headerFields: form == nil ? [:] : [.contentType: "application/x-www-form-urlencoded"]
                )
                return try await URLSessionTransport()
                    .send(request, body: form?.formEncoded, maximumResponseBytes: 100_000)
            }
            let page = try await send(.get).text
            let field = try #require(page.firstMatch(of: #/name="form_token" value="([0-9a-f]+)"/#))
            let answer = try await send(.post, ["oauth_consumer_key": "app", "form_token": String(field.1)])
            #expect(answer.status == .seeOther)
            #expect(try await send(.get).text.contains("No application can use your account."))
            #expect(try await user.get(origin + "/api/x").status == .unauthorized)
        }
    }

    @Test("Unsigned requests do not reach the handler")
    func unsigned() async throws {
        try await withRunning { port, client in
            let answer = try await RawConnection.send(
                "GET /api/x HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n",
                port: port
            )
            #expect(answer.hasPrefix("HTTP/1.1 401 "), "\(answer)")
            #expect(answer.lowercased().contains("www-authenticate: oauth"))
            #expect(!answer.contains("user-7"))
        }
    }

    @Test(
        "A body that is too large or not read is not taken for the next request",
        arguments: ["/oauth/request_token", "/oauth/authorize", "/api/x"],
        ["POST", "PUT"]
    )
    func largeBody(path: String, method: String) async throws {
        try await withRunning { port, _ in
            // As large as FlyingFox keeps for no second reader, and full of requests.
            let hidden = "GET /open HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
            let body = String(repeating: hidden, count: 3_000_000 / hidden.utf8.count)
            let answer = try await RawConnection.send(
                "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\n"
                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                    + body + "GET /last HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n",
                port: port
            )
            let statuses = answer.matches(of: #/HTTP/1\.1 (\d+)/#).compactMap { Int($0.output.1) }
            #expect(statuses.count == 2, "\(statuses)")
            #expect(statuses.last == 404)
            #expect([405, 413].contains(statuses.first), "\(statuses)")
        }
    }

    @Test("The response to HEAD has no body, and other spellings of a path are not endpoints")
    func headAndPaths() async throws {
        try await withRunning { port, _ in
            let head = try await RawConnection.send(
                "HEAD /oauth/request_token HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n",
                port: port
            )
            #expect(head.hasPrefix("HTTP/1.1 405 "))
            #expect(head.hasSuffix("\r\n\r\n"))
            for path in ["/OAuth/request_token", "/oauth/%72equest_token", "//oauth/request_token"] {
                let answer = try await RawConnection.send(
                    "POST \(path) HTTP/1.1\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n\r\n",
                    port: port
                )
                #expect(answer.hasPrefix("HTTP/1.1 404 "), "\(path)")
            }
        }
    }
}
#endif
