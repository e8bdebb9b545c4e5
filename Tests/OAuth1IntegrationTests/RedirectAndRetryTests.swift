//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import HTTPTypes
import OAuth1
import OAuth1Client
import Testing

@Suite("Redirects and retries over sockets")
struct RedirectAndRetryTests {
    private func redirect(_ location: String, status: String = "302 Found") -> RawServer.Answer {
        .response(status: status, fields: "Location: \(location)\r\n")
    }

    @Test(
        "Each hop within the origin is signed again, wherever the parameters are",
        arguments: Shell.allCases,
        [OAuth1Placement.header, .query]
    )
    func sameOrigin(shell: Shell, placement: OAuth1Placement) async throws {
        let signing = OAuth1SigningConfiguration(placement: placement)
        try await shell.withClient(signing: signing) { client in
            // The second target repeats parameters of the old hop, as services do that copy the query.
            let answers = RawServer.Answers.byPath([
                "/a": redirect("/b/./c?x=1&oauth_nonce=old&oauth_signature=old"), "/b/c": redirect("../d?y=%20"),
                "/d": .response("here"),
            ])
            try await RawServer.withRunning(answers: answers) { server, origin in
                #expect(try await client.get(origin + "/a?q=1").text == "here")
                let requests = try server.requests.map { try RawRequest($0) }
                #expect(requests.count == 3)
                let nonces = try requests.map { try $0.verify(origin).nonce }
                #expect(Set(nonces).count == 3)
                #expect(requests[1].target.hasPrefix("/b/c?x=1"))
                #expect(requests[2].target.hasPrefix("/d?y=%20"))
            }
        }
    }

    @Test(
        "A form becomes GET or stays, as the status says",
        arguments: Shell.allCases,
        [("301 Moved Permanently", "GET"), ("302 Found", "GET"), ("303 See Other", "GET")]
            + [("307 Temporary Redirect", "POST"), ("308 Permanent Redirect", "POST")]
    )
    func methodAndBody(shell: Shell, expected: (status: String, method: String)) async throws {
        try await shell.withClient { client in
            let answers = RawServer.Answers.byPath([
                "/a": redirect("/b", status: expected.status), "/b": .response("here"),
            ])
            try await RawServer.withRunning(answers: answers) { server, origin in
                #expect(try await client.post(origin + "/a", .form(["f": "1"])).text == "here")
                let second = try RawRequest(try #require(server.requests.last))
                try second.verify(origin)
                #expect(second.method == expected.method)
                #expect(second.body == (expected.method == "POST" ? "f=1" : ""))
                #expect((second["content-type"] != nil) == (expected.method == "POST"))
            }
        }
    }

    @Test("No signature, token or consumer key reaches another origin", arguments: Shell.allCases)
    func otherOrigin(shell: Shell) async throws {
        try await shell.withClient { client in
            try await RawServer.withRunning(answers: .always(.response("stolen"))) { other, otherOrigin in
                let answers = RawServer.Answers.byPath([
                    "/port": redirect(otherOrigin + "/x"), "/network": redirect("//" + otherOrigin.dropFirst(7) + "/x"),
                    "/user": redirect("http://127.0.0.1:1@" + otherOrigin.dropFirst(7) + "/x"),
                    "/scheme": redirect("https://127.0.0.1/x"), "/nonsense": redirect("http://["),
                ])
                try await RawServer.withRunning(answers: answers) { _, origin in
                    for path in ["/port", "/network", "/user", "/scheme", "/nonsense"] {
                        let response = try await client.get(origin + path)
                        #expect(response.status == .found)
                        #expect(response.head.headerFields[.location] != nil)
                    }
                }
                #expect(other.requests.isEmpty)
            }
        }
    }

    @Test("An origin that the policy names gets a separate signature", arguments: Shell.allCases)
    func allowedOrigin(shell: Shell) async throws {
        try await RawServer.withRunning(answers: .always(.response("here"))) { other, otherOrigin in
            let policy = OAuth1RedirectPolicy(allowedHosts: [String(otherOrigin.dropFirst(7))])
            try await shell.withClient(options: OAuth1FlowOptions(redirects: policy)) { client in
                try await RawServer.withRunning(answers: .always(redirect(otherOrigin + "/x"))) { _, origin in
                    let response = try await client.get(origin + "/a", headerFields: [.cookie: "session=1"])
                    #expect(response.text == "here")
                }
                let request = try RawRequest(try #require(other.requests.first))
                try request.verify(otherOrigin)
                #expect(request["cookie"] == nil)
            }
        }
    }

    @Test("A circle of redirects ends, and a policy without redirects hands them out", arguments: Shell.allCases)
    func limits(shell: Shell) async throws {
        try await RawServer.withRunning(answers: .always(redirect("/a"))) { server, origin in
            try await shell.withClient { client in
                await #expect(throws: OAuth1ClientError(.unexpectedRedirect, "", status: .found)) {
                    _ = try await client.get(origin + "/a")
                }
                #expect(server.requests.count == 6)
                await #expect(throws: OAuth1ClientError(.unexpectedRedirect, "", status: .found)) {
                    _ = try await client.fetchRequestToken(origin + "/r")
                }
                #expect(server.requests.count == 7)
            }
            try await shell.withClient(options: OAuth1FlowOptions(redirects: .none)) { client in
                let response = try await client.get(origin + "/a")
                #expect(response.status == .found)
            }
        }
    }

    /// With a budget of time that a busy machine does not use up.
    private static let quick = OAuth1FlowOptions(
        retries: OAuth1RetryPolicy(baseDelay: .milliseconds(5), maximumDelay: .seconds(2), budget: .seconds(600))
    )

    @Test(
        "A connection that breaks is retried with a new signature, for idempotent methods",
        arguments: Shell.allCases
    )
    func brokenConnection(shell: Shell) async throws {
        try await shell.withClient(options: Self.quick) { client in
            let answers = RawServer.Answers.inTurn([.bytesThenCut([]), .bytesThenCut([]), .response("ok")])
            try await RawServer.withRunning(answers: answers) { server, origin in
                #expect(try await client.get(origin + "/x").text == "ok")
                let nonces = try server.requests.map { try RawRequest($0).verify(origin).nonce }
                #expect(nonces.count == 3)
                #expect(Set(nonces).count == 3)
            }
            try await RawServer.withRunning(answers: .always(.bytesThenCut([]))) { server, origin in
                await #expect(throws: OAuth1ClientError(.transport, "")) {
                    _ = try await client.post(origin + "/x", .form(["a": "b"]))
                }
                #expect(server.requests.count == 1)
                await #expect(throws: OAuth1ClientError(.transport, "")) { _ = try await client.get(origin + "/x") }
                #expect(server.requests.count == 4)
            }
        }
    }

    @Test("A service that asks to wait is asked again", arguments: Shell.allCases, ["429 Too Many", "503 Busy"])
    func retryAfter(shell: Shell, status: String) async throws {
        try await shell.withClient(options: Self.quick) { client in
            let wait = RawServer.Answer.response("later", status: status, fields: "Retry-After: 0\r\n")
            try await RawServer.withRunning(answers: .inTurn([wait, .response("ok")])) { server, origin in
                let response = try await client.get(origin + "/x")
                #expect(response.text == "ok")
                #expect(server.requests.count == 2)
            }
            let long = RawServer.Answer.response("later", status: status, fields: "Retry-After: 3600\r\n")
            try await RawServer.withRunning(answers: .always(long)) { server, origin in
                let response = try await client.get(origin + "/x")
                #expect(response.text == "later")
                #expect(server.requests.count == 1)
            }
        }
    }
}
#endif
