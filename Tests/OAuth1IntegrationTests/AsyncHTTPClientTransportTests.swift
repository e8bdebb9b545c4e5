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
        timeout: Int = 10,
        answers: RawServer.Answers,
        _ use: (AsyncOAuth1Client, String, RawServer) async throws -> Result
    ) async throws -> Result {
        try await HTTPClient.withHTTPClient(configuration: configuration) { httpClient in
            try await RawServer.withRunning(answers: answers) { server, baseURL in
                let client = AsyncOAuth1Client(
                    client: credentials,
                    configuration: signing,
                    options: options,
                    httpClient: httpClient,
                    timeout: .seconds(timeout)
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
        "What is sent is byte for byte what was signed",
        arguments: [
            "/a%2Fb;c=1/./d/../e?x=%c3%A9&y=+&y=&&z", "/%7e?a[]=1&b={}&c=é&d='\"|", "/p?%zz=%", "?q", "",
            "/caf%C3%A9?x=%E9&%FF", "//double//slash/", "/?", "/a?b?c=/d",
        ],
        OAuth1Placement.allCases
    )
    func exactBytes(target: String, placement: OAuth1Placement) async throws {
        let requests = try await withClient(
            signing: OAuth1SigningConfiguration(placement: placement),
            answers: .always(Self.response("ok"))
        ) { client, baseURL, server in
            _ = try await client.post(baseURL + target, .form(["f": "1 2"]))
            return (server.requests, baseURL)
        }
        let raw = try #require(requests.0.first)
        let head = raw.prefix { $0 != "\r\n" }
        let words = head.split(separator: " ")
        let bodyStart = try #require(raw.firstRange(of: "\r\n\r\n")).upperBound
        let authorization = raw.firstMatch(of: /(?i)\r\nauthorization: ([^\r]*)/).map { String($0.1) }
        let incoming = try #require(
            try OAuth1IncomingRequest.read(
                method: String(words[0]),
                url: requests.1 + words[1],
                authorization: authorization,
                body: .form(Array(raw[bodyStart...].utf8))
            )
        )
        #expect(incoming.placement == placement)
        try OAuth1Verifier().verify(incoming, with: OAuth1VerificationKey(client: credentials))
    }

    @Test(
        "A request that AsyncHTTPClient would mend, or send to another host, is refused before anything is sent",
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

    @Test("A path that AsyncHTTPClient would replace is refused before anything is sent")
    func pathThatIsNotUTF8() async throws {
        try await withClient(answers: .always(Self.response("ok"))) { client, baseURL, server in
            #expect(await code { _ = try await client.get(baseURL + "/caf%E9") } == .invalidConfiguration)
            #expect(server.requests.isEmpty)
        }
    }

    @Test(
        "A JSON body arrives unchanged, with every placement that can be",
        arguments: [OAuth1Placement.header, .query]
    )
    func jsonBody(placement: OAuth1Placement) async throws {
        let requests = try await withClient(
            signing: OAuth1SigningConfiguration(placement: placement),
            answers: .always(Self.response("ok"))
        ) { client, baseURL, server in
            _ = try await client.post(baseURL + "/x", .json(#"{"a": "é"}"#))
            return server.requests
        }
        #expect(requests[0].hasSuffix("\r\n\r\n" + #"{"a": "é"}"#))
        #expect(requests[0].lowercased().contains("content-type: application/json"))
    }

    @Test("OAuth parameters can't be placed in a JSON body, and nothing is sent")
    func jsonBodyPlacement() async throws {
        try await withClient(
            signing: OAuth1SigningConfiguration(placement: .body),
            answers: .always(Self.response("ok"))
        ) { client, baseURL, server in
            #expect(await code { _ = try await client.post(baseURL + "/x", .json("{}")) } == .signing)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("A connection that is cut in the middle of a response is an error")
    func cutConnection() async throws {
        let half = Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\noauth_token=t&oauth_token_secret=ts".utf8)
        try await withClient(answers: .always(.bytesThenCut(half))) { client, baseURL, _ in
            #expect(await code { _ = try await client.fetchRequestToken(baseURL + "/r") } == .transport)
            #expect(await code { _ = try await client.get(baseURL + "/x") } == .transport)
        }
        try await withClient(answers: .always(.bytesThenCut([]))) { client, baseURL, _ in
            #expect(await code { _ = try await client.fetchRequestToken(baseURL + "/r") } == .transport)
        }
    }

    @Test("No server is an error that names the host")
    func noServer() async throws {
        try await withClient(timeout: 1, answers: .always(Self.response(""))) { client, _, _ in
            do {
                _ = try await client.get("http://127.0.0.1:1/x")
                Issue.record("expected an error")
            } catch let error as OAuth1ClientError {
                #expect(error.code == .transport)
                #expect(error.reason.contains("127.0.0.1:1"))
            }
        }
    }

    @Test("A token response of ten megabytes is refused, with and without a length")
    func hugeTokenResponse() async throws {
        let body = String(repeating: "a", count: 10_000_000)
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n989680\r\n\(body)\r\n0\r\n\r\n"
        try await withClient(
            answers: .inTurn([Self.response(body), .text(chunked)])
        ) { client, baseURL, _ in
            for _ in 0..<2 {
                #expect(await code { _ = try await client.fetchRequestToken(baseURL + "/r") } == .responseTooLarge)
            }
        }
    }

    @Test("HTML, an empty body and JSON instead of a token are errors over sockets, too")
    func notATokenResponse() async throws {
        let bodies = ["<html><title>Login</title></html>", "", #"{"error": "no"}"#]
        try await withClient(answers: .inTurn(bodies.map { Self.response($0) })) { client, baseURL, _ in
            for _ in bodies {
                let code = await code { _ = try await client.fetchRequestToken(baseURL + "/r") }
                #expect(code == .unreadableTokenResponse)
            }
        }
    }

    @Test("Redirects are returned, not followed")
    func redirects() async throws {
        let redirect = Self.response("", status: "302 Found", fields: "Location: /elsewhere\r\n")
        try await withClient(answers: .always(redirect)) { client, baseURL, server in
            let response = try await client.get(baseURL + "/x")
            #expect(response.status.code == 302)
            #expect(await code { _ = try await client.fetchRequestToken(baseURL + "/r") } == .unexpectedRedirect)
            #expect(server.requests.count == 2)
        }
    }

    @Test("An HTTPClient that follows redirects by itself is found out")
    func clientThatFollowsRedirects() async throws {
        let redirect = Self.response("", status: "302 Found", fields: "Location: /elsewhere\r\n")
        try await withClient(
            configuration: HTTPClient.Configuration(),
            answers: .inTurn([redirect, Self.response(Self.granted)])
        ) { client, baseURL, _ in
            #expect(await code { _ = try await client.fetchRequestToken(baseURL + "/r") } == .unexpectedRedirect)
        }
    }

    @Test("Header fields of requests and responses pass through, repeated ones too")
    func headerFields() async throws {
        try await withClient(
            answers: .always(Self.response("", fields: "X-One: 1\r\nX-One: 2\r\n"))
        ) { client, baseURL, server in
            let response = try await client.get(baseURL + "/x", headerFields: [.userAgent: "app/1.0", .accept: "a/b"])
            #expect(response.head.headerFields.filter { $0.name.canonicalName == "x-one" }.map(\.value) == ["1", "2"])
            #expect(server.requests[0].contains("app/1.0"))
            #expect(server.requests[0].contains("a/b"))
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
