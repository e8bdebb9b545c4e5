//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Synchronization
import Testing

@Suite("Hooks, xAuth and calls without a user")
struct HookTests {
    private static let client = OAuth1ClientCredentials(key: "k", secret: "client secret")

    private func verify(_ recorded: OAuth1RecordingTransport.Recorded, tokenSecret: OAuth1Secret) throws {
        let incoming = try #require(try OAuth1IncomingRequest.read(recorded.request, body: recorded.body))
        try OAuth1Verifier()
            .verify(incoming, with: OAuth1VerificationKey(client: Self.client, tokenSecret: tokenSecret))
    }

    @Test("Changes of a hook before signing are signed, for each attempt again")
    func willSign() async throws {
        let service = ScriptedService([
            OAuth1Response(.found, [.location: "/next"]), OAuth1Response(.ok),
        ])
        let hooks = OAuth1Hooks(willSign: { request, body in
            request.path = (request.path ?? "/") + "?added=1"
            body = Array("a=b".utf8)
            request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        })
        _ = try await service.client(options: OAuth1FlowOptions(hooks: hooks)).put("https://h.example/first")
        #expect(service.transport.requests.map(\.request.path) == ["/first?added=1", "/next?added=1"])
        for request in service.transport.requests {
            #expect(request.body == Array("a=b".utf8))
            #expect(throws: Never.self) { try verify(request, tokenSecret: "token secret") }
        }
    }

    @Test("A hook can't send a signed request where anybody can listen")
    func insecureHook() async throws {
        let service = ScriptedService([])
        let hooks = OAuth1Hooks(willSign: { request, _ in request.scheme = "http" })
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await service.client(options: OAuth1FlowOptions(hooks: hooks)).get("https://h.example/")
        }
        #expect(error?.code == .insecureTransport)
    }

    @Test("A hook after signing sees the base string, and what it adds is sent")
    func didSign() async throws {
        let service = ScriptedService([OAuth1Response(.ok)])
        let seen = Mutex<[UInt8]>([])
        let hooks = OAuth1Hooks(didSign: { signed in
            seen.withLock { [base = signed.baseString] in $0 = base }
            signed.request.headerFields[.userAgent] = "Test/1"
        })
        _ = try await service.client(options: OAuth1FlowOptions(hooks: hooks)).get("https://h.example/a")
        #expect(String(decoding: seen.withLock { $0 }, as: UTF8.self).hasPrefix("GET&https%3A%2F%2Fh.example%2Fa&"))
        #expect(service.transport.requests.first?.request.headerFields[.userAgent] == "Test/1")
    }

    @Test("Token responses are corrected before they are read, or read by the application")
    func tokenResponses() async throws {
        let odd = OAuth1Response(.ok, [:], "token: abc; secret: x y; oauth_callback_confirmed=true")
        let mending = OAuth1Hooks(tokenResponse: { response in
            var response = response
            response.body = Array("oauth_token=abc&oauth_token_secret=s&oauth_callback_confirmed=true".utf8)
            return response
        })
        let mended = try await ScriptedService([odd]).client(options: OAuth1FlowOptions(hooks: mending))
            .fetchRequestToken("https://h.example/r")
        #expect(mended.token == "abc")
        let parsing = OAuth1Hooks(tokenParameters: { response in
            guard response.text.hasPrefix("token:") else { return nil }
            return ["oauth_token": "parsed", "oauth_token_secret": "x y", "oauth_callback_confirmed": "true"]
        })
        let service = ScriptedService([
            odd, OAuth1Response(.ok, [:], "oauth_token=usual&oauth_token_secret=s"),
            OAuth1Response(.unauthorized, [:], "oauth_problem=token_used"),
        ])
        let client = service.client(options: OAuth1FlowOptions(hooks: parsing))
        let token = try await client.fetchRequestToken("https://h.example/r")
        #expect(token.token == "parsed")
        #expect(token.secret == "x y")
        #expect(
            try await client.fetchAccessToken("https://h.example/a", requestToken: token, verifier: "v").token
                == "usual"
        )
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.fetchAccessToken("https://h.example/a", requestToken: token, verifier: "v")
        }
        #expect(error?.problem?.code == "token_used")
    }

    @Test("A call that waits for its next attempt ends at once when it is cancelled")
    func cancelledWait() async throws {
        let (sent, isSent) = AsyncStream.makeStream(of: Void.self)
        let transport = OAuth1RecordingTransport { _, _ in
            isSent.yield()
            return OAuth1Response(.serviceUnavailable, [.retryAfter: "86400"])
        }
        // A day, so that no machine is too slow to cancel the call while it waits.
        let retries = OAuth1RetryPolicy(maximumDelay: .seconds(86_400), budget: .seconds(90_000))
        let options = OAuth1FlowOptions(retries: retries)
        let client = AsyncOAuth1Client(client: Self.client, options: options, transport: transport)
        let call = Task { try await client.get("https://h.example/a") }
        for await _ in sent { break }
        call.cancel()
        await #expect(throws: CancellationError.self) { try await call.value }
        #expect(transport.requests.count == 1)
    }

    private struct HookFailure: Error {}

    @Test("An error thrown by a hook reaches the caller unchanged")
    func failure() async throws {
        let hooks = OAuth1Hooks(willSign: { _, _ in throw HookFailure() })
        await #expect(throws: HookFailure.self) {
            try await ScriptedService([]).client(options: OAuth1FlowOptions(hooks: hooks)).get("https://h.example/")
        }
    }

    @Test("xAuth sends name and password in a signed form without a token, and no error shows the password")
    func xAuth() async throws {
        let service = ScriptedService([
            OAuth1Response(.ok, [:], "oauth_token=t&oauth_token_secret=s&user_id=7"),
            OAuth1Response(.unauthorized, [:], "Invalid user name or pass phrase: p&ss wörd"),
        ])
        let client = service.client().using(nil)
        let token = try await client.fetchAccessToken("https://h.example/a", username: "ann", password: "p&ss wörd")
        #expect(token.token == "t")
        #expect(token.parameters["user_id"] == "7")
        let request = try #require(service.transport.requests.first)
        #expect(
            request.body == Array("x_auth_username=ann&x_auth_password=p%26ss%20w%C3%B6rd&x_auth_mode=client_auth".utf8)
        )
        #expect(service.protocolParameter("oauth_token", of: request) == nil)
        #expect(throws: Never.self) { try verify(request, tokenSecret: "") }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.fetchAccessToken("https://h.example/a", username: "ann", password: "p&ss wörd")
        }
        #expect(error?.code == .tokenRequestRefused)
        #expect(!String(describing: error).contains("wörd"))
    }

    @Test("A client without a user calls with its own credentials: no token, or an empty one where a service insists")
    func withoutUser() async throws {
        for isEmpty in [false, true] {
            let transport = OAuth1RecordingTransport { _, _ in OAuth1Response(.ok) }
            let client = AsyncOAuth1Client(
                client: Self.client,
                configuration: OAuth1SigningConfiguration(sendsEmptyToken: isEmpty),
                transport: transport
            )
            _ = try await client.get("https://h.example/a", token: .none)
            let request = try #require(transport.requests.first)
            let field = request.request.headerFields[.authorization] ?? ""
            #expect(field.contains(#"oauth_token="""#) == isEmpty)
            #expect(field.contains("oauth_token") == isEmpty)
            #expect(throws: Never.self) { try verify(request, tokenSecret: "") }
        }
    }
}
