//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import AsyncHTTPClient
import HTTPTypes
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import Testing

@testable import OAuth1CommandLine

@Suite("The provider's routes in Hummingbird")
struct HummingbirdTests {
    private func withProvider(_ use: @Sendable @escaping (AsyncHTTPClientTransport, String) async throws -> Void)
        async throws
    {
        let server = DemoServer(client: OAuth1ClientCredentials(key: "k", secret: "s"))
        try await HTTPClient.withHTTPClient(configuration: .oauth1) { httpClient in
            try await server.withRunning { baseURL in
                try await use(AsyncHTTPClientTransport(httpClient: httpClient), baseURL)
            }
        }
    }

    @Test("Wrong methods are answered with those that are there")
    func methods() async throws {
        try await withProvider { transport, baseURL in
            for method in [HTTPRequest.Method.put, .delete, .patch] {
                let request = try HTTPRequest(method, wireURL: baseURL + "/oauth/request_token")
                let answer = try await transport.send(request, body: nil, maximumResponseBytes: 65_536)
                #expect(answer.status == .methodNotAllowed)
                #expect(answer.head.headerFields[.allow]?.contains("POST") == true)
            }
        }
    }

    @Test("A body over the limit is refused, by the endpoints and before protected routes")
    func bodyLimit() async throws {
        try await withProvider { transport, baseURL in
            for path in ["/oauth/request_token", "/api/form"] {
                let request = try HTTPRequest(.post, wireURL: baseURL + path)
                let body = [UInt8](repeating: 0x61, count: 2_000_000)
                let answer = try await transport.send(request, body: body, maximumResponseBytes: 65_536)
                #expect(answer.status == .contentTooLarge)
            }
        }
    }

    @Test("A protected route answers strangers with status 401 or 400, and says what is wanted")
    func strangers() async throws {
        try await withProvider { transport, baseURL in
            let request = try HTTPRequest(.get, wireURL: baseURL + "/api/me")
            let answer = try await transport.send(request, body: nil, maximumResponseBytes: 65_536)
            #expect(answer.status == .unauthorized)
            #expect(answer.head.headerFields[.wwwAuthenticate]?.hasPrefix("OAuth realm=\"Demo\"") == true)
            var malformed = request
            malformed.headerFields[.authorization] = "OAuth oauth_consumer_key=\"k"
            let second = try await transport.send(malformed, body: nil, maximumResponseBytes: 65_536)
            #expect(second.status == .badRequest)
        }
    }
}
#endif
