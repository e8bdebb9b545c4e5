//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import AsyncHTTPClient
import HTTPTypes
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import Testing

@Suite("The transport over AsyncHTTPClient")
struct AsyncHTTPClientTransportTests {
    private static let granted = "oauth_token=t&oauth_token_secret=ts&oauth_callback_confirmed=true"
    private let credentials = OAuth1ClientCredentials(key: "k", secret: "s")

    private static func response(_ body: String, status: String = "200 OK", fields: String = "") -> RawServer.Answer {
        .text("HTTP/1.1 \(status)\r\n\(fields)Content-Length: \(body.utf8.count)\r\n\r\n\(body)")
    }

    private func withClient<Result>(
        configuration: HTTPClient.Configuration = .oauth1,
        signing: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        timeout: Int = 180,
        answers: RawServer.Answers,
        _ use: (AsyncOAuth1Client, String, RawServer) async throws -> Result
    ) async throws -> Result {
        try await HTTPClient.withHTTPClient(configuration: configuration) { httpClient in
            try await RawServer.withRunning(answers: answers) { server, baseURL in
                let client = AsyncOAuth1Client(
                    client: credentials,
                    configuration: signing,
                    options: options,
                    transport: .asyncHTTPClient(httpClient, timeout: .seconds(timeout))
                )
                return try await use(client, baseURL, server)
            }
        }
    }

    private func code(_ use: () async throws -> Void) async -> OAuth1ClientError.Code? {
        do {
            try await use()
            return nil
        } catch {
            return (error as? OAuth1ClientError)?.code
        }
    }

    @Test(
        "A request that AsyncHTTPClient would correct, or send to another host, is rejected before anything is sent",
        arguments: ["/a b", "/a\"b", "/a|b", "/é", "/?x=[1]", "/?x=%", "@evil.example/", ".evil.example/", ":81/", "x"]
    )
    func unfitTarget(path: String) async throws {
        try await withClient(
            options: OAuth1FlowOptions(allowsInsecureHTTP: true),
            answers: .always(Self.response("ok"))
        ) { client, baseURL, server in
            var request = try HTTPRequest(method: .get, absoluteURL: baseURL)
            request.path = path
            let code = await code { _ = try await client.send(request) }
            #expect(code == .invalidConfiguration || code == .signing)
            let httpClient = HTTPClient(eventLoopGroupProvider: .singleton)
            let transport = AsyncHTTPClientTransport(httpClient: httpClient)
            await #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
                _ = try await transport.send(request, body: nil, maximumResponseBytes: 1)
            }
            try await httpClient.shutdown()
            #expect(server.requests.isEmpty)
        }
    }

    @Test("A path that AsyncHTTPClient would replace is rejected before anything is sent")
    func pathThatIsNotUTF8() async throws {
        try await withClient(answers: .always(Self.response("ok"))) { client, baseURL, server in
            #expect(await code { _ = try await client.get(baseURL + "/caf%E9") } == .invalidConfiguration)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("An HTTPClient that follows redirects automatically is detected")
    func clientThatFollowsRedirects() async throws {
        let redirect = Self.response("", status: "302 Found", fields: "Location: /elsewhere\r\n")
        try await withClient(
            configuration: HTTPClient.Configuration(),
            answers: .inTurn([redirect, Self.response(Self.granted)])
        ) { client, baseURL, _ in
            #expect(await code { _ = try await client.fetchRequestToken(baseURL + "/r") } == .unexpectedRedirect)
        }
    }

    @Test("The HTTPClient that the process shares needs no setup and follows no redirects")
    func sharedClient() async throws {
        let redirect = Self.response("", status: "302 Found", fields: "Location: /elsewhere\r\n")
        try await RawServer.withRunning(answers: .inTurn([Self.response("ok"), redirect])) { _, baseURL in
            let client = AsyncOAuth1Client(client: credentials, transport: .asyncHTTPClient)
            let first = try await client.get(baseURL + "/x")
            #expect(first.text == "ok")
            let session = OAuth1Session(
                client: credentials,
                options: OAuth1FlowOptions(redirects: .none),
                transport: .asyncHTTPClient(timeout: .seconds(120))
            )
            let second = try await session.client.get(baseURL + "/x")
            #expect(second.status == 302)
        }
    }

    @Test("A call that is cancelled ends")
    func cancellation() async throws {
        try await withClient(answers: .always(.bytes([]))) { client, baseURL, _ in
            let task = Task { try await client.get(baseURL + "/never") }
            try await Task.sleep(for: .milliseconds(50))
            task.cancel()
            await #expect(throws: (any Error).self) { _ = try await task.value }
        }
    }
}
#endif
