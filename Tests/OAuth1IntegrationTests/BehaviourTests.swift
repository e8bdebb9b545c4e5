//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1URLSession
import Testing

/// What every client does over every transport: one table of cases, four columns.
@Suite("The behavior of clients")
struct BehaviourTests {
    private func code(_ use: () async throws -> Void) async -> OAuth1ClientError.Code? {
        do {
            try await use()
            return nil
        } catch {
            return (error as? OAuth1ClientError)?.code
        }
    }

    private static let targets = [
        "/a%2Fb;c=1/d.e/..f?x=%c3%A9&y=+&y=&&z", "/%7e?a[]=1&b={}&c=\u{E9}&d='\"|", "/p?%zz=%", "?q", "",
        "/caf%C3%A9?x=%E9&%FF", "//double//slash/", "/?", "/a?b?c=/d",
    ]

    @Test("A request is sent byte for byte as it was signed", arguments: Shell.allCases, OAuth1Placement.allCases)
    func exactBytes(shell: Shell, placement: OAuth1Placement) async throws {
        let signing = OAuth1SigningConfiguration(placement: placement)
        try await shell.withClient(signing: signing) { client in
            for target in Self.targets {
                try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
                    let response = try await client.post(origin + target, .form(["f": "1 2"]))
                    #expect(response.text == "ok")
                    let request = try RawRequest(try #require(server.requests.first))
                    #expect(try request.verify(origin).placement == placement, "\(target)")
                }
            }
        }
    }

    @Test(
        "Dot segments arrive as they are, or are rejected where the library would remove them",
        arguments: Shell.allCases,
        ["/a/./b", "/a/../b", "/..", "/a/%2e/b", "/.%2E"]
    )
    func dotSegments(shell: Shell, path: String) async throws {
        try await shell.withClient { client in
            try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
                let code = await code { _ = try await client.get(origin + path) }
                if code == nil {
                    let request = try RawRequest(try #require(server.requests.first))
                    #expect(request.target == path)
                    try request.verify(origin)
                } else {
                    #expect(shell.isOverURLSession)
                    #expect(code == .invalidConfiguration)
                    #expect(server.requests.isEmpty)
                }
            }
        }
    }

    @Test("URLSession can't send a GET request with a body, which is said before anything is sent")
    func bodyOfGET() async throws {
        try await Shell.asyncOverURLSession.withClient { client in
            try await RawServer.withRunning(answers: .always(.response())) { server, origin in
                let code = await code { _ = try await client.send(.get, origin + "/x", body: .json("{}")) }
                #expect(code == .invalidConfiguration)
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test("Every method arrives as it is, with and without a body", arguments: Shell.allCases)
    func methods(shell: Shell) async throws {
        let methods: [HTTPRequest.Method] = [.get, .post, .put, .patch, .delete, .options]
        try await shell.withClient { client in
            try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
                for method in methods {
                    _ = try await client.send(method, origin + "/x")
                    if method == .get, shell.isOverURLSession { continue }
                    _ = try await client.send(method, origin + "/x", body: .json("{\"a\":\"\u{E9}\"}"))
                }
                let requests = try server.requests.map { try RawRequest($0) }
                #expect(requests.count == (shell.isOverURLSession ? 11 : 12))
                #expect(Set(requests.map(\.method)) == Set(methods.map(\.rawValue)))
                for request in requests {
                    try request.verify(origin)
                    let hasBody = request["content-type"] == "application/json"
                    #expect(request.body == (hasBody ? "{\"a\":\"\u{E9}\"}" : ""))
                }
            }
        }
    }

    @Test("The three steps and a call succeed against a provider over sockets", arguments: Shell.allCases)
    func login(shell: Shell) async throws {
        let credentials = OAuth1ClientCredentials(key: "app", secret: "app secret")
        try await shell.withClient(credentials) { client in
            try await HummingbirdProvider(client: credentials)
                .withRunning { origin in
                    let callback = "https://app.example/callback"
                    let requestToken = try await client.fetchRequestToken(
                        origin + "/oauth/request_token",
                        callback: .url(callback)
                    )
                    let page = client.client.authorizationURL(origin + "/oauth/authorize", for: requestToken)
                    let answer = try await OAuth1TestBrowser(transport: .urlSession).allow(page)
                    let authorization = try client.client.parseAuthorizationResponse(answer, for: requestToken)
                        .authorization()
                    let token = try await client.fetchAccessToken(
                        origin + "/oauth/access_token",
                        requestToken: requestToken,
                        verifier: authorization.verifier
                    )
                    let user = client.using(token)
                    let me = try await user.get(origin + "/api/me").json([String: String].self)
                    #expect(me == ["user_id": "alice"])
                    #expect(try await user.post(origin + "/api/form", .form(["a": "1 2"])).text == "a=1%202")
                    let stranger = try await client.get(origin + "/api/me")
                    #expect(stranger.problem?.code == "parameter_absent")
                    #expect(
                        throws: OAuth1ClientError(
                            .unexpectedStatus,
                            "",
                            status: stranger.status,
                            problem: stranger.problem
                        )
                    ) {
                        try stranger.checkingStatus()
                    }
                }
        }
    }

    @Test("A HEAD request gets the fields and no body", arguments: Shell.allCases)
    func head(shell: Shell) async throws {
        let answer = RawServer.Answer.text("HTTP/1.1 200 OK\r\nX-One: 1\r\nContent-Length: 5\r\n\r\n")
        try await shell.withClient { client in
            try await RawServer.withRunning(answers: .always(answer)) { _, origin in
                let response = try await client.send(.head, origin + "/x")
                #expect(response.body.isEmpty)
                #expect(response.head.headerFields[HTTPField.Name("X-One") ?? .accept] == "1")
            }
        }
    }

    @Test(
        "Bodies arrive unchanged with their media type, and with none that makes a form of them",
        arguments: Shell.allCases,
        [OAuth1Placement.header, .query]
    )
    func bodies(shell: Shell, placement: OAuth1Placement) async throws {
        var upload = OAuth1MultipartForm()
        upload.append("title", "a \"b\"")
        upload.append("photo", filename: "p\"\r\n.jpg", contentType: "image/jpeg", Array("\u{1}jpeg".utf8))
        let json = try OAuth1RequestBody.json(encoding: ["a": ["\u{E9}", "b"]])
        let signing = OAuth1SigningConfiguration(placement: placement, bodyHash: .nonFormBodies)
        try await shell.withClient(signing: signing) { client in
            try await RawServer.withRunning(answers: .always(.response())) { server, origin in
                _ = try await client.post(origin + "/x", json)
                _ = try await client.post(origin + "/x", .multipart(upload))
                _ = try await client.send(try HTTPRequest(.post, wireURL: origin + "/x"), body: Array("a=b".utf8))
                let requests = try server.requests.map { try RawRequest($0) }
                #expect(requests.count == 3)
                for request in requests {
                    let incoming = try request.verify(origin)
                    #expect(incoming.bodyHash != nil)
                }
                #expect(requests[0].body == "{\"a\":[\"\u{E9}\",\"b\"]}")
                #expect(requests[0]["content-type"] == "application/json")
                let boundary = try #require(requests[1]["content-type"]?.split(separator: "=").last)
                #expect(boundary.count == 32)
                #expect(
                    requests[1].body
                        == [
                            "--\(boundary)", "Content-Disposition: form-data; name=\"title\"", "", "a \"b\"",
                            "--\(boundary)",
                            "Content-Disposition: form-data; name=\"photo\"; filename=\"p%22%0D%0A.jpg\"",
                            "Content-Type: image/jpeg", "", "\u{1}jpeg", "--\(boundary)--", "",
                        ]
                        .joined(separator: "\r\n")
                )
                #expect(requests[2].body == "a=b")
                #expect(requests[2]["content-type"]?.contains("form") != true)
            }
        }
    }

    @Test("OAuth parameters can't be placed in a JSON body, and nothing is sent", arguments: Shell.allCases)
    func jsonBodyPlacement(shell: Shell) async throws {
        try await shell.withClient(signing: OAuth1SigningConfiguration(placement: .body)) { client in
            try await RawServer.withRunning(answers: .always(.response())) { server, origin in
                #expect(await code { _ = try await client.post(origin + "/x", .json("{}")) } == .signing)
                #expect(server.requests.isEmpty)
            }
        }
    }

    @Test("Header fields of requests and responses pass through", arguments: Shell.allCases)
    func headerFields(shell: Shell) async throws {
        try await shell.withClient { client in
            let answers = RawServer.Answers.always(.response(fields: "X-One: 1\r\n"))
            try await RawServer.withRunning(answers: answers) { server, origin in
                let response = try await client.get(
                    origin + "/x",
                    headerFields: [.userAgent: "app/1.0", .accept: "a/b"]
                )
                #expect(response.head.headerFields[HTTPField.Name("X-One") ?? .accept] == "1")
                let request = try RawRequest(try #require(server.requests.first))
                #expect(request["user-agent"] == "app/1.0")
                #expect(request["accept"] == "a/b")
            }
        }
    }

    @Test("A connection that is cut in the middle of a response is an error", arguments: Shell.allCases)
    func cutConnection(shell: Shell) async throws {
        let half = Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\noauth_token=t&oauth_token_secret=ts".utf8)
        try await shell.withClient { client in
            for answer in [RawServer.Answer.bytesThenCut(half), .bytesThenCut([])] {
                try await RawServer.withRunning(answers: .always(answer)) { _, origin in
                    #expect(await code { _ = try await client.fetchRequestToken(origin + "/r") } == .transport)
                    #expect(await code { _ = try await client.get(origin + "/x") } == .transport)
                }
            }
        }
    }

    @Test("No server is an error that names the host", arguments: Shell.allCases)
    func noServer(shell: Shell) async throws {
        try await shell.withClient { client in
            do {
                _ = try await client.get("http://127.0.0.1:1/x")
                Issue.record("expected an error")
            } catch let error as OAuth1ClientError {
                #expect(error.code == .transport)
                #expect(error.url == "http://127.0.0.1:1/x")
            }
        }
    }

    @Test("An error has no signature in it, wherever the parameters are", arguments: Shell.allCases)
    func errorsWithoutSignatures(shell: Shell) async throws {
        try await shell.withClient(signing: OAuth1SigningConfiguration(placement: .query)) { client in
            do {
                _ = try await client.get("http://127.0.0.1:1/")
                Issue.record("something listens there")
            } catch let error as OAuth1ClientError {
                let texts = ["\(error)", String(reflecting: error), error.cause.map { "\($0)" } ?? ""]
                #expect(error.code == .transport && error.cause != nil)
                #expect(
                    texts.allSatisfy { !$0.contains("oauth_signature=") && !$0.contains("oauth_nonce") },
                    "\(error)"
                )
            }
        }
    }

    @Test("A token response of ten megabytes is rejected, with and without a length", arguments: Shell.allCases)
    func hugeTokenResponse(shell: Shell) async throws {
        let body = String(repeating: "a", count: 10_000_000)
        let chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n989680\r\n\(body)\r\n0\r\n\r\n"
        try await shell.withClient { client in
            try await RawServer.withRunning(answers: .inTurn([.response(body), .text(chunked)])) { _, origin in
                for _ in 0..<2 {
                    #expect(await code { _ = try await client.fetchRequestToken(origin + "/r") } == .responseTooLarge)
                }
            }
        }
    }

    @Test("HTML, an empty body and JSON instead of a token are errors over sockets, too", arguments: Shell.allCases)
    func notATokenResponse(shell: Shell) async throws {
        let answers: [(String, OAuth1ClientError.Code)] = [
            ("<html><title>Login</title></html>", .unreadableTokenResponse), ("", .unreadableTokenResponse),
            (#"{"token": "no"}"#, .unreadableTokenResponse), (#"{"error": "no"}"#, .tokenRequestRefused),
        ]
        try await shell.withClient { client in
            try await RawServer.withRunning(answers: .inTurn(answers.map { .response($0.0) })) { _, origin in
                for (_, expected) in answers {
                    let code = await code { _ = try await client.fetchRequestToken(origin + "/r") }
                    #expect(code == expected)
                }
            }
        }
    }
}
#endif
