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

@Suite("Requests of the flow")
struct FlowRequestTests {
    private static let granted = "oauth_token=t&oauth_token_secret=ts&oauth_callback_confirmed=true"

    private func recorded(
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration(),
        _ use: (AsyncOAuth1Client) async throws -> Void
    ) async throws -> [OAuth1RecordingTransport.Recorded] {
        let transport = OAuth1RecordingTransport { _, _ in
            OAuth1Response(head: HTTPResponse(status: .ok), body: Array(FlowRequestTests.granted.utf8))
        }
        try await use(
            AsyncOAuth1Client(
                client: OAuth1ClientCredentials(key: "k", secret: "s"),
                configuration: configuration,
                options: options,
                transport: transport
            )
        )
        return transport.requests
    }

    @Test("The callback is in the request-token request only, the verifier in the access-token request only")
    func callbackAndVerifierAreSentOnce() async throws {
        let requests = try await recorded { client in
            let requestToken = try await client.fetchRequestToken("https://h.example/r", callback: .url("https://a/cb"))
            let token = try await client.fetchAccessToken(
                "https://h.example/a",
                requestToken: requestToken,
                verifier: "v"
            )
            _ = try await client.get("https://h.example/x", token: .user(token))
        }
        let headers = requests.map { $0.request.headerFields[.authorization] ?? "" }
        #expect(headers.map { $0.contains("oauth_callback=\"https%3A%2F%2Fa%2Fcb\"") } == [true, false, false])
        #expect(headers.map { $0.contains("oauth_verifier=\"v\"") } == [false, true, false])
        #expect(headers.map { $0.contains("oauth_token=\"t\"") } == [false, true, true])
        #expect(requests.map(\.request.method) == [.post, .post, .get])
    }

    @Test("The access-token request is signed with the request token's secret")
    func accessTokenRequestIsSignedWithTheRequestTokenSecret() async throws {
        let requests = try await recorded { client in
            _ = try await client.fetchAccessToken(
                "https://h.example/a",
                requestToken: OAuth1RequestToken(token: "t", secret: "request secret"),
                verifier: "v"
            )
        }
        let incoming = try #require(try OAuth1IncomingRequest.read(requests[0].request))
        let client = OAuth1ClientCredentials(key: "k", secret: "s")
        let verifier = OAuth1Verifier()
        try verifier.verify(incoming, with: OAuth1VerificationKey(client: client, tokenSecret: "request secret"))
        #expect(throws: OAuth1Error.self) {
            try verifier.verify(incoming, with: OAuth1VerificationKey(client: client))
        }
    }

    @Test("Token requests have no body hash, other requests have it as configured")
    func bodyHash() async throws {
        let requests = try await recorded(configuration: OAuth1SigningConfiguration(bodyHash: .always)) { client in
            let requestToken = try await client.fetchRequestToken("https://h.example/r")
            _ = try await client.fetchAccessToken("https://h.example/a", requestToken: requestToken, verifier: "v")
            _ = try await client.get("https://h.example/x")
            _ = try await client.post("https://h.example/x", .json("{}"))
            _ = try await client.post("https://h.example/x", .form(["a": "b"]))
        }
        let hashes = requests.map { ($0.request.headerFields[.authorization] ?? "").contains("oauth_body_hash") }
        #expect(hashes == [false, false, true, true, false])
    }

    @Test("Token requests with GET and parameters of the service's own are signed with them")
    func tokenRequestOptions() async throws {
        let requests = try await recorded(options: OAuth1FlowOptions(tokenRequestMethod: .get)) { client in
            _ = try await client.fetchRequestToken(
                "https://h.example/index.php?title=Special:OAuth/initiate",
                parameters: ["scope": "read write"]
            )
        }
        #expect(requests[0].request.method == .get)
        #expect(requests[0].request.path == "/index.php?title=Special:OAuth/initiate&scope=read%20write")
        let incoming = try #require(try OAuth1IncomingRequest.read(requests[0].request))
        try OAuth1Verifier()
            .verify(
                incoming,
                with: OAuth1VerificationKey(client: OAuth1ClientCredentials(key: "k", secret: "s"))
            )
    }

    @Test(
        "The authorization URL keeps the query and the fragment of the service's URL",
        arguments: [
            ("https://h.example/auth", "https://h.example/auth?oauth_token=a%26b"),
            ("https://h.example/auth?x=1", "https://h.example/auth?x=1&oauth_token=a%26b"),
            ("https://h.example/auth?", "https://h.example/auth?oauth_token=a%26b"),
            ("https://h.example/auth?x=%7e#top", "https://h.example/auth?x=%7e&oauth_token=a%26b#top"),
        ]
    )
    func authorizationURL(base: String, expected: String) {
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "s"))
        #expect(flow.authorizationURL(base, for: OAuth1RequestToken(token: "a&b", secret: "")) == expected)
    }

    @Test("Additional parameters of the authorization URL are encoded")
    func authorizationParameters() {
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "s"))
        let url = flow.authorizationURL(
            "https://h.example/auth",
            for: OAuth1RequestToken(token: "t", secret: ""),
            parameters: ["perms": "write", "name": "My App"]
        )
        #expect(url == "https://h.example/auth?oauth_token=t&perms=write&name=My%20App")
    }

    @Test(
        "Characters that a URL can't contain are percent-encoded before signing",
        arguments: [
            ("https://h.example/a b?q=[1]&r=é#f", "/a%20b?q=%5B1%5D&r=%C3%A9"),
            ("https://h.example", "/"),
            ("https://h.example?x=%zz", "/?x=%25zz"),
            ("https://h.example/a%2Fb;c=1/../d?x=%c3%a9&y=+", "/a%2Fb;c=1/../d?x=%c3%a9&y=+"),
            ("https://h.example/a\r\nX: y", "/a%0D%0AX:%20y"),
            // What a fragment cuts off is not a part of an escape.
            ("https://h.example/%4#1", "/%254"), ("https://h.example#/a b", "/"),
            ("https://h.example/!$&'()*+,-./09:;=?@AZ_az~", "/!$&'()*+,-./09:;=?@AZ_az~"),
            ("https://h.example/\"<>[\\]^`{|}\u{7F}", "/%22%3C%3E%5B%5C%5D%5E%60%7B%7C%7D%7F"),
        ]
    )
    func wireURL(url: String, path: String) async throws {
        let requests = try await recorded { client in _ = try await client.get(url) }
        #expect(requests[0].request.path == path)
        let incoming = try #require(try OAuth1IncomingRequest.read(requests[0].request))
        try OAuth1Verifier()
            .verify(
                incoming,
                with: OAuth1VerificationKey(client: OAuth1ClientCredentials(key: "k", secret: "s"))
            )
    }

    @Test(
        "Requests leave this machine over TLS only",
        arguments: [
            ("http://api.example.com/x", false), ("http://127.0.0.1.evil.example/x", false),
            ("http://localhost.evil.example/", false), ("http://x.localhost/", false),
            ("http://127.0.0.1:8080/x", true),
            ("http://localhost/x", true), ("http://[::1]:1/x", true), ("HTTPS://api.example.com/x", true),
        ]
    )
    func transportSecurity(url: String, isAllowed: Bool) async throws {
        if isAllowed {
            #expect(try await recorded { client in _ = try await client.get(url) }.count == 1)
        } else {
            await #expect(throws: OAuth1ClientError(.insecureTransport, "")) {
                _ = try await recorded { client in _ = try await client.get(url) }
            }
        }
        let allowed = try await recorded(options: OAuth1FlowOptions(allowsInsecureHTTP: true)) { client in
            _ = try await client.get(url)
        }
        #expect(allowed.count == 1)
    }

    @Test(
        "A transport gets no URL that leads elsewhere than what was signed",
        arguments: ["h.example/x", "h.example?x", "u@h.example", "h.example:99999", "h.exämple", " ", ""]
    )
    func wireURLOfTransport(authority: String) {
        let request = HTTPRequest(method: .get, scheme: "https", authority: authority, path: "/")
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) { try request.wireURL }
        let other = HTTPRequest(method: .get, scheme: "file", authority: "h.example", path: "/")
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) { try other.wireURL }
    }

    @Test(
        "URLs that can't be used say so",
        arguments: [
            "/relative", "", "ftp://h.example/", "https://u:p@h.example/", "ht#tp://h.example/", "#https://h.example/",
        ]
    )
    func unusableURL(url: String) async throws {
        await #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            _ = try await recorded { client in _ = try await client.get(url) }
        }
        await #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            _ = try await recorded { client in _ = try await client.fetchRequestToken(url) }
        }
    }
}
