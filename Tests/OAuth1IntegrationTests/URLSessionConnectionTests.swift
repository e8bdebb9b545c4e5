//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && CertificateSupport
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import Testing

@testable import OAuth1URLSession

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What the article "Connections and TLS" says of URLSession.
@Suite("Connections of URLSession")
struct URLSessionConnectionTests {
    private static func client(_ configuration: URLSessionConfiguration) -> AsyncOAuth1Client {
        AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            options: OAuth1FlowOptions(retries: .none),
            transport: .urlSession(configuration)
        )
    }

    private static func error(_ use: () async throws -> Void) async -> OAuth1ClientError? {
        do {
            try await use()
            return nil
        } catch {
            return error as? OAuth1ClientError
        }
    }

    @Test("A certificate authority that the system does not know is not trusted, and nothing is sent")
    func certificateAuthority() async throws {
        let tls = try PrivateAuthority().serverContext()
        try await RawServer.withRunning(answers: .always(.response("ok")), tls: tls) { server, origin in
            let error = await Self.error { _ = try await Self.client(.oauth1).get(origin + "/x") }
            #expect(error?.code == .transport)
            #expect(error?.description.lowercased().contains("certificate") == true)
            #expect(server.requests.isEmpty)
        }
    }

    @Test("The User-Agent of the configuration is sent, unless a call has its own")
    func userAgent() async throws {
        let configuration = URLSessionConfiguration.oauth1
        configuration.httpAdditionalHeaders = ["User-Agent": "app/1.0"]
        try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
            let client = Self.client(configuration)
            _ = try await client.get(origin + "/x")
            _ = try await client.get(origin + "/x", headerFields: [.userAgent: "call/1.0"])
            let agents = try server.requests.map { try RawRequest($0)["user-agent"] }
            #expect(agents == ["app/1.0", "call/1.0"])
        }
    }

    @Test("A service that does not answer ends the call when the configuration's time is up", .timeLimit(.minutes(5)))
    func timeout() async throws {
        let configuration = URLSessionConfiguration.oauth1
        configuration.timeoutIntervalForRequest = 1
        try await RawServer.withRunning(answers: .always(.bytes([]))) { _, origin in
            let error = await Self.error { _ = try await Self.client(configuration).get(origin + "/x") }
            #expect(error?.code == .transport)
            #expect((error?.cause as? URLError)?.code == .timedOut)
        }
    }

    @Test("Cookies are kept only by a configuration that has a storage for them")
    func cookies() async throws {
        let answer = RawServer.Answer.response("ok", fields: "Set-Cookie: a=b; Path=/\r\n")
        for (configuration, expected) in [(URLSessionConfiguration.oauth1, nil), (.ephemeral, "a=b")] {
            try await RawServer.withRunning(answers: .always(answer)) { server, origin in
                let client = Self.client(configuration)
                _ = try await client.get(origin + "/x")
                _ = try await client.get(origin + "/x")
                let cookies = try server.requests.map { try RawRequest($0)["cookie"] }
                #expect(cookies == [nil, expected])
            }
        }
    }

    @Test(
        "A response that asks for a password is a response, body included",
        .timeLimit(.minutes(5)),
        arguments: ["Basic", "Digest", "OAuth"]
    )
    func passwordChallenge(scheme: String) async throws {
        let answer = RawServer.Answer.response(
            "oauth_problem=token_expired",
            status: "401 Unauthorized",
            fields: "WWW-Authenticate: \(scheme) realm=\"x\", nonce=\"n\"\r\n"
        )
        try await RawServer.withRunning(answers: .always(answer)) { _, origin in
            for configuration in [URLSessionConfiguration.oauth1, .ephemeral] {
                let response = try await Self.client(configuration).get(origin + "/x")
                #expect(response.status == .unauthorized)
                #expect(response.problem?.code == "token_expired")
            }
        }
    }

    @Test("The handler answers the challenges of a connection, and the system does so without a handler")
    func challengeHandler() {
        let space = URLProtectionSpace(
            host: "127.0.0.1",
            port: 443,
            protocol: "https",
            realm: nil,
            authenticationMethod: NSURLAuthenticationMethodHTTPBasic
        )
        let challenge = URLAuthenticationChallenge(
            protectionSpace: space,
            proposedCredential: nil,
            previousFailureCount: 0,
            failureResponse: nil,
            error: nil,
            sender: Sender()
        )
        let handlers: [(URLSessionTransport.ChallengeHandler?, URLSession.AuthChallengeDisposition)] = [
            (nil, .performDefaultHandling),
            (
                { asked in
                    let isKnown = asked.protectionSpace.authenticationMethod == NSURLAuthenticationMethodHTTPBasic
                    return (isKnown ? .useCredential : .performDefaultHandling, nil)
                }, .useCredential
            ),
        ]
        for (handler, expected) in handlers {
            URLSessionExchanges(challengeHandler: handler)
                .urlSession(.shared, didReceive: challenge) { disposition, _ in #expect(disposition == expected) }
        }
    }

    private final class Sender: NSObject, URLAuthenticationChallengeSender, Sendable {
        func use(_ credential: URLCredential, for challenge: URLAuthenticationChallenge) {}
        func continueWithoutCredential(for challenge: URLAuthenticationChallenge) {}
        func cancel(_ challenge: URLAuthenticationChallenge) {}
        func performDefaultHandling(for challenge: URLAuthenticationChallenge) {}
        func rejectProtectionSpaceAndContinue(with challenge: URLAuthenticationChallenge) {}
    }

    #if os(Linux)
    @Test("On Linux a proxy is one of the environment; the tunnel to a service makes no exception for certificates")
    func proxyOfEnvironment() async {
        // In a separate process, as the environment is that of all tests.
        await #expect(processExitsWith: .success) {
            unsetenv("no_proxy")
            unsetenv("NO_PROXY")
            let tls = try PrivateAuthority().serverContext()
            try await RawServer.withRunning(answers: .always(.response("ok")), tls: tls) { _, origin in
                try await ForwardProxy.withRunning { proxy, port in
                    setenv("https_proxy", "http://127.0.0.1:\(port)", 1)
                    let error = await Self.error { _ = try await Self.client(.oauth1).get(origin + "/x") }
                    try #require(proxy.tunnels == [String(origin.dropFirst("https://".count))])
                    try #require(error?.description.lowercased().contains("certificate") == true)
                }
            }
            // Without TLS, the proxy gets the whole request and sends it on; here it answers itself.
            try await RawServer.withRunning(answers: .always(.response("ok"))) { proxy, proxyOrigin in
                setenv("http_proxy", proxyOrigin, 1)
                let response = try await Self.client(.oauth1).get("http://127.0.0.1:1/x?q=1")
                try #require(response.text == "ok")
                let request = try RawRequest(try #require(proxy.requests.first))
                try #require(request.target == "http://127.0.0.1:1/x?q=1")
                // The target is the whole URL, so that there is no origin to put before it.
                try request.verify("")
            }
        }
    }

    @Test("On Linux a proxy of the configuration is not used")
    func proxyOfConfiguration() async throws {
        try await RawServer.withRunning(answers: .always(.response("proxy"))) { proxy, proxyOrigin in
            let configuration = URLSessionConfiguration.oauth1
            let port = try #require(URL(string: proxyOrigin)?.port)
            configuration.connectionProxyDictionary = [
                "HTTPEnable": 1, "HTTPProxy": "127.0.0.1", "HTTPPort": port,
            ]
            try await RawServer.withRunning(answers: .always(.response("service"))) { _, origin in
                let response = try await Self.client(configuration).get(origin + "/x")
                #expect(response.text == "service")
            }
            #expect(proxy.requests.isEmpty)
        }
    }
    #endif
}
#endif
