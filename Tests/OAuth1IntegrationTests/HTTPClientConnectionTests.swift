//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && CertificateSupport
import AsyncHTTPClient
import HTTPTypes
import NIOCore
import NIOPosix
import NIOSSL
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import Testing

/// What the article "Connections and TLS" says of AsyncHTTPClient.
@Suite("Connections of AsyncHTTPClient")
struct HTTPClientConnectionTests {
    private func withClient(
        _ configuration: HTTPClient.Configuration,
        timeout: Duration = .seconds(180),
        _ use: (AsyncOAuth1Client) async throws -> Void
    ) async throws {
        // On Apple's systems, the default group can't present a client's certificate.
        let httpClient = HTTPClient(
            eventLoopGroup: MultiThreadedEventLoopGroup.singleton,
            configuration: configuration
        )
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            options: OAuth1FlowOptions(retries: .none),
            transport: .asyncHTTPClient(httpClient, timeout: timeout)
        )
        do {
            try await use(client)
        } catch {
            try await httpClient.shutdown()
            throw error
        }
        try await httpClient.shutdown()
    }

    private func trusting(_ authority: String) -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(authority)
        var configuration = HTTPClient.Configuration.oauth1
        configuration.tlsConfiguration = tls
        return configuration
    }

    private func presenting(certificate: String, key: String, to authority: String) throws -> HTTPClient.Configuration {
        var tls = TLSConfiguration.makeClientConfiguration()
        tls.trustRoots = .file(authority)
        tls.certificateChain = try NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) }
        tls.privateKey = .privateKey(try NIOSSLPrivateKey(file: key, format: .pem))
        var configuration = HTTPClient.Configuration.oauth1
        configuration.tlsConfiguration = tls
        return configuration
    }

    @Test("A custom certificate authority is trusted only if it is configured")
    func certificateAuthority() async throws {
        let authority = try PrivateAuthority()
        let tls = try authority.serverContext()
        try await authority.withFiles { file, _, _ in
            try await RawServer.withRunning(answers: .always(.response("ok")), tls: tls) { server, origin in
                try await withClient(.oauth1) { client in
                    await #expect(throws: OAuth1ClientError(.transport, "")) { _ = try await client.get(origin + "/x") }
                }
                #expect(server.requests.isEmpty)
                try await withClient(trusting(file)) { client in
                    let response = try await client.post(origin + "/x?q=%20", .form(["a": "b c"]))
                    #expect(response.text == "ok")
                }
                try RawRequest(try #require(server.requests.first)).verify(origin)
            }
        }
    }

    @Test("A certificate of the client is presented when it is configured")
    func clientCertificate() async throws {
        let authority = try PrivateAuthority()
        let tls = try authority.serverContext(requiresClientCertificate: true)
        try await authority.withFiles { file, certificate, key in
            try await RawServer.withRunning(answers: .always(.response("ok")), tls: tls) { server, origin in
                try await withClient(trusting(file)) { client in
                    await #expect(throws: OAuth1ClientError(.transport, "")) { _ = try await client.get(origin + "/x") }
                }
                #expect(server.requests.isEmpty)
                try await withClient(try presenting(certificate: certificate, key: key, to: file)) { client in
                    let response = try await client.get(origin + "/x")
                    #expect(response.text == "ok")
                }
                try RawRequest(try #require(server.requests.first)).verify(origin)
            }
        }
    }

    @Test("A proxy makes a tunnel, and the service gets what was signed")
    func proxy() async throws {
        let authority = try PrivateAuthority()
        let tls = try authority.serverContext()
        try await authority.withFiles { file, _, _ in
            try await RawServer.withRunning(answers: .always(.response("ok")), tls: tls) { server, origin in
                try await ForwardProxy.withRunning { proxy, port in
                    var configuration = trusting(file)
                    configuration.proxy = .server(host: "127.0.0.1", port: port)
                    try await withClient(configuration) { client in
                        let response = try await client.get(origin + "/x?q=1")
                        #expect(response.text == "ok")
                    }
                    #expect(proxy.tunnels == [String(origin.dropFirst("https://".count))])
                }
                let request = try RawRequest(try #require(server.requests.first))
                #expect(request.target == "/x?q=1")
                try request.verify(origin)
            }
        }
    }

    @Test(
        "A service that does not answer ends the call when the time of the call or of reading is up",
        .timeLimit(.minutes(5))
    )
    func timeouts() async throws {
        let authority = try PrivateAuthority()
        let tls = try authority.serverContext()
        try await authority.withFiles { file, _, _ in
            try await RawServer.withRunning(answers: .always(.bytes([])), tls: tls) { _, origin in
                var configuration = trusting(file)
                try await withClient(configuration, timeout: .milliseconds(500)) { client in
                    await #expect(throws: OAuth1ClientError(.transport, "")) { _ = try await client.get(origin + "/x") }
                }
                configuration.timeout.connect = .seconds(180)
                configuration.timeout.read = .milliseconds(500)
                try await withClient(configuration, timeout: .seconds(3600)) { client in
                    await #expect(throws: OAuth1ClientError(.transport, "")) { _ = try await client.get(origin + "/x") }
                }
            }
        }
    }

    @Test("User-Agent and cookies are header fields of a call, and no cookie is kept")
    func fields() async throws {
        let authority = try PrivateAuthority()
        let tls = try authority.serverContext()
        let answer = RawServer.Answer.response("ok", fields: "Set-Cookie: a=b; Path=/\r\n")
        try await authority.withFiles { file, _, _ in
            try await RawServer.withRunning(answers: .always(answer), tls: tls) { server, origin in
                try await withClient(trusting(file)) { client in
                    let fields: HTTPFields = [.userAgent: "app/1.0", .cookie: "session=1"]
                    let first = try await client.get(origin + "/x", headerFields: fields)
                    #expect(first.head.headerFields[.setCookie] == "a=b; Path=/")
                    _ = try await client.get(origin + "/x")
                }
                let requests = try server.requests.map { try RawRequest($0) }
                #expect(requests.count == 2)
                #expect(requests.first?["user-agent"] == "app/1.0")
                #expect(requests.first?["cookie"] == "session=1")
                #expect(requests.last?["cookie"] == nil)
            }
        }
    }

    @Test("A connection that fails is an error at once, however long connecting may take", .timeLimit(.minutes(5)))
    func failedConnection() async throws {
        var configuration = HTTPClient.Configuration.oauth1
        configuration.timeout.connect = .hours(1)
        try await withClient(configuration, timeout: .seconds(3600)) { client in
            await #expect(throws: OAuth1ClientError(.transport, "")) {
                _ = try await client.get("http://127.0.0.1:1/x")
            }
        }
    }
}
#endif
