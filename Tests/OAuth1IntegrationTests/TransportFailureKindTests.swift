//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && CertificateSupport
import AsyncHTTPClient
import Foundation
import HTTPTypes
import NIOSSL
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1URLSession
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// Why a request got no response, reported alike over both HTTP libraries.
@Suite("Kinds of transport failures")
struct TransportFailureKindTests {
    private typealias Kind = OAuth1TransportFailure.Kind

    private func error(_ client: ShellClient, _ url: String) async throws -> OAuth1ClientError {
        try #require(await #expect(throws: OAuth1ClientError.self) { _ = try await client.get(url) })
    }

    private func check(_ error: OAuth1ClientError, _ kind: Kind, _ words: String) {
        #expect(error.code == .transport)
        #expect(error.transportFailure?.kind == kind, "\(error)")
        #expect(error.localizedDescription.contains(words), "\(error)")
        #expect(error.recoverySuggestion != nil)
        #expect(!error.description.contains("UserInfo") && !error.description.contains("Error Domain"), "\(error)")
    }

    @Test("A port where nothing listens", arguments: Shell.allCases)
    func refused(shell: Shell) async throws {
        try await shell.withClient { client in
            check(try await error(client, "http://127.0.0.1:1/x"), .connectionRefused, "The connection was refused")
        }
    }

    @Test("https to the port of an http server", arguments: Shell.allCases)
    func httpsToHTTP(shell: Shell) async throws {
        try await shell.withClient { client in
            try await RawServer.withRunning(answers: .always(.bytesThenCut(Array("HTTP/1.1 400 Bad\r\n\r\n".utf8)))) {
                _,
                origin in
                let url = origin.replacing("http://", with: "https://") + "/x"
                check(try await error(client, url), .noTLS, "does not use TLS on this port")
            }
        }
    }

    @Test("A certificate of an authority that nobody trusts", arguments: Shell.allCases)
    func untrusted(shell: Shell) async throws {
        let tls = try PrivateAuthority().serverContext()
        try await shell.withClient { client in
            try await RawServer.withRunning(answers: .always(.response("ok")), tls: tls) { _, origin in
                let error = try await error(client, origin + "/x")
                // SwiftNIO's library does not say what is wrong with a certificate.
                check(error, shell.isOverURLSession ? .certificateUntrusted : .certificateRejected, "self-signed")
            }
        }
    }

    @Test("A certificate for another host name, over AsyncHTTPClient")
    func otherHost() async throws {
        let authority = try PrivateAuthority()
        let server = try authority.serverContext(dnsName: "other.example")
        try await authority.withFiles { file, _, _ in
            var tls = TLSConfiguration.makeClientConfiguration()
            tls.trustRoots = .file(file)
            var configuration = HTTPClient.Configuration.oauth1
            configuration.tlsConfiguration = tls
            try await HTTPClient.withHTTPClient(configuration: configuration) { httpClient in
                let client = AsyncOAuth1Client(
                    client: OAuth1ClientCredentials(key: "k", secret: "s"),
                    options: OAuth1FlowOptions(retries: .none),
                    transport: .asyncHTTPClient(httpClient)
                )
                try await RawServer.withRunning(answers: .always(.response("ok")), tls: server) { _, origin in
                    check(
                        try await error(ShellClient(client: client, isBlocking: false), origin + "/x"),
                        .certificateForOtherHost,
                        "is for a different host name"
                    )
                }
            }
        }
    }

    @Test("A host name that does not exist", arguments: Shell.allCases)
    func noHost(shell: Shell) async throws {
        try await shell.withClient { client in
            check(
                try await error(client, "https://no-such-host.invalid/x"),
                .hostNotFound,
                "The host name could not be resolved"
            )
        }
    }

    #if canImport(FoundationNetworking)
    @Test("An IPv6 address over URLSession, which can't use it on Linux", arguments: Shell.allCases)
    func addressOfIPv6(shell: Shell) async throws {
        guard shell.isOverURLSession else { return }
        try await shell.withClient { client in
            let error = try await error(client, "http://[::1]:1/x")
            check(error, .unsupportedURL, "The HTTP library can't use this URL")
            #expect(error.recoverySuggestion?.contains("Use a host name in the place of an IPv6 address") == true)
        }
    }
    #endif

    @Test("A server that closes the connection", arguments: Shell.allCases)
    func closed(shell: Shell) async throws {
        let half = Array("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf".utf8)
        try await shell.withClient { client in
            for answer in [RawServer.Answer.bytesThenCut([]), .bytesThenCut(half)] {
                try await RawServer.withRunning(answers: .always(answer)) { _, origin in
                    check(try await error(client, origin + "/x"), .connectionClosed, "closed the connection")
                }
            }
        }
    }

    @Test("A server that answers something other than HTTP", arguments: Shell.allCases)
    func notHTTP(shell: Shell) async throws {
        try await shell.withClient { client in
            try await RawServer.withRunning(answers: .always(.bytesThenCut(Array("220 mail ready\r\n".utf8)))) {
                _,
                origin in
                check(try await error(client, origin + "/x"), .invalidResponse, "not valid HTTP")
            }
        }
    }

    @Test("A timeout says its limit and how often the request was sent", .timeLimit(.minutes(5)))
    func timeout() async throws {
        let urlSession = URLSessionConfiguration.oauth1
        urlSession.timeoutIntervalForRequest = 1
        let retries = OAuth1RetryPolicy(maximumAttempts: 2, baseDelay: .zero, budget: .seconds(600))
        try await HTTPClient.withHTTPClient(configuration: .oauth1) { httpClient in
            let transports: [any OAuth1Transport] = [
                URLSessionTransport(configuration: urlSession),
                AsyncHTTPClientTransport(httpClient: httpClient, timeout: .seconds(1)),
            ]
            for transport in transports {
                let client = AsyncOAuth1Client(
                    client: OAuth1ClientCredentials(key: "k", secret: "s"),
                    options: OAuth1FlowOptions(retries: retries),
                    transport: transport
                )
                try await RawServer.withRunning(answers: .always(.bytes([]))) { _, origin in
                    let error = try await error(ShellClient(client: client, isBlocking: false), origin + "/x")
                    check(error, .timeout, "The request timed out after 1 second, on the last of 2 attempts")
                    #expect(error.transportFailure?.limit == .seconds(1))
                }
            }
        }
    }
}
#endif
