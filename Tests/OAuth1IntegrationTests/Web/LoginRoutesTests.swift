//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird && FlyingFox && AsyncHTTPClient
import AsyncHTTPClient
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import NIOCore
import NIOHTTP1
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Synchronization
import Testing

@Suite("The routes of a login in web frameworks")
struct LoginRoutesTests {
    /// A browser that keeps cookies and follows nothing.
    private final class Browser: Sendable {
        let http: HTTPClient
        let origin: String
        private let jar = Mutex<[String: String]>([:])

        init(_ http: HTTPClient, _ port: Int) {
            self.http = http
            origin = "http://127.0.0.1:\(port)"
        }

        var cookies: [String: String] { jar.withLock { $0 } }

        func open(
            _ path: String,
            _ method: HTTPMethod = .GET,
            fields: [(String, String)] = []
        ) async throws -> (Int, String?, String) {
            var request = HTTPClientRequest(url: origin + path)
            request.method = method
            for (name, value) in fields { request.headers.add(name: name, value: value) }
            let cookies = cookies.map { "\($0)=\($1)" }.joined(separator: "; ")
            if !cookies.isEmpty { request.headers.add(name: "Cookie", value: cookies) }
            let response = try await http.execute(request, timeout: .seconds(120))
            for field in response.headers["Set-Cookie"] {
                let pair = field.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1)
                guard pair.count == 2 else { continue }
                jar.withLock { $0[String(pair[0])] = String(pair[1]) }
            }
            let text = String(buffer: try await response.body.collect(upTo: 65_536))
            return (Int(response.status.code), response.headers.first(name: "Location"), text)
        }
    }

    private static func registry(
        _ replica: OAuth1ServiceReplica,
        storage: OAuth1LoginStorage = .sealedCookie(.random())
    ) throws -> OAuth1Registry {
        try OAuth1Registry(
            [
                OAuth1Registration(
                    .discogs,
                    client: replica.client,
                    options: OAuth1FlowOptions(headerFields: [.userAgent: "Tests/1"])
                )
            ],
            configuration: OAuth1WebConfiguration(publicURL: "http://127.0.0.1:8080", storage: storage),
            transport: replica.transport
        )
    }

    @Test("A user logs in, and a second callback is rejected", arguments: LoginServer.allCases)
    func logsIn(_ server: LoginServer) async throws {
        let replica = OAuth1ServiceReplica.discogs
        try await HTTPClient.withHTTPClient(configuration: .init(redirectConfiguration: .disallow)) { http in
            try await server.withRunning(try Self.registry(replica)) { port in
                let browser = Browser(http, port)
                let (status, location, _) = try await browser.open("/login/discogs?next=/shelf?page=2")
                #expect(status == 303)
                let page = try #require(location)
                #expect(page.hasPrefix("https://www.discogs.com/oauth/authorize?oauth_token="))
                let callback = try await OAuth1TestBrowser(transport: replica.transport).allow(page)
                #expect(callback.hasPrefix("http://127.0.0.1:8080/login/discogs/callback?"))
                let path = String(callback.dropFirst("http://127.0.0.1:8080".count))
                let (done, target, _) = try await browser.open(path)
                #expect(done == 303)
                #expect(target == "/shelf?page=2")
                #expect(browser.cookies["user"] == "7")
                let (again, _, text) = try await browser.open(path)
                #expect(again == 400)
                #expect(text.contains("already complete"))
                #expect(try await browser.open("/login/nowhere").0 == 404)
                let head = try await browser.open("/login/discogs", .POST).0
                #expect(head == 405 || head == 404)
            }
        }
    }

    @Test("A denial, and a callback in another browser, are reported on a page", arguments: LoginServer.allCases)
    func fails(_ server: LoginServer) async throws {
        let replica = OAuth1ServiceReplica.discogs
        try await HTTPClient.withHTTPClient(configuration: .init(redirectConfiguration: .disallow)) { http in
            try await server.withRunning(try Self.registry(replica)) { port in
                let browser = Browser(http, port)
                let page = try #require(try await browser.open("/login/discogs").1)
                let callback = try await OAuth1TestBrowser(transport: replica.transport).deny(page)
                let path = String(callback.dropFirst("http://127.0.0.1:8080".count))
                let (other, _, reason) = try await Browser(http, port).open(path)
                #expect(other == 400)
                #expect(reason.contains("<a href=\"/login/discogs\">Try again</a>"))
                #expect(reason.contains("another browser"))
                let (denied, _, words) = try await browser.open(path)
                #expect(denied == 403)
                #expect(words.contains("Access to Discogs was denied"))
            }
        }
    }

    @Test("A prefetched route has no consequences, and opens afterwards", arguments: LoginServer.allCases)
    func prefetched(_ server: LoginServer) async throws {
        let replica = OAuth1ServiceReplica.discogs
        try await HTTPClient.withHTTPClient(configuration: .init(redirectConfiguration: .disallow)) { http in
            try await server.withRunning(try Self.registry(replica)) { port in
                let browser = Browser(http, port)
                let prefetch = [("Sec-Purpose", "prefetch;prerender")]
                #expect(try await browser.open("/login/discogs", fields: prefetch).0 == 503)
                let page = try #require(try await browser.open("/login/discogs").1)
                let callback = try await OAuth1TestBrowser(transport: replica.transport).allow(page)
                let path = String(callback.dropFirst("http://127.0.0.1:8080".count))
                let (status, _, text) = try await browser.open(path, fields: prefetch)
                #expect(status == 503 && text.isEmpty)
                let head = try await browser.open(path, .HEAD).0
                #expect(head == 405 || head == 404)
                #expect(try await browser.open(path).0 == 303)
            }
        }
    }

    @Test(
        "A handler that throws is answered with the login's fields, and the login is over",
        arguments: LoginServer.allCases
    )
    func handlerThrows(_ server: LoginServer) async throws {
        let replica = OAuth1ServiceReplica.discogs
        try await HTTPClient.withHTTPClient(configuration: .init(redirectConfiguration: .disallow)) { http in
            try await server.withRunning(try Self.registry(replica)) { port in
                let browser = Browser(http, port)
                let page = try #require(try await browser.open("/login/discogs?next=\(LoginServer.refusedPath)").1)
                let callback = try await OAuth1TestBrowser(transport: replica.transport).allow(page)
                let path = String(callback.dropFirst("http://127.0.0.1:8080".count))
                let pending = browser.cookies
                #expect(try await browser.open(path).0 == (server == .hummingbird ? 403 : 500))
                // The note that it was used came with the error's response.
                #expect(browser.cookies != pending)
                #expect(try await browser.open(path).2.contains("already complete"))
            }
        }
    }

    @Test("Handlers call the service with the token of the request's user")
    func callsForUser() async throws {
        let replica = OAuth1ServiceReplica.discogs
        let token = try await replica.issueToken()
        try await HTTPClient.withHTTPClient(configuration: .init(redirectConfiguration: .disallow)) { http in
            let registry = try Self.registry(replica)
            try await LoginServer.hummingbird.withRunning(registry, fetchToken: { _ in token }) { port in
                let (status, _, text) = try await Browser(http, port).open("/me")
                #expect(status == 200)
                #expect(text.contains("\"username\":\"alice\""))
                #expect(try await Browser(http, port).open("/open").0 == 500)
            }
        }
    }

    @Test("A driver of Hummingbird keeps logins as a store has to")
    func persistDriver() async throws {
        let driver = MemoryPersistDriver()
        try await OAuth1LoginStoreConformance(OAuth1PersistLoginStore(driver)).check()
        let replica = OAuth1ServiceReplica.discogs
        let registry = try Self.registry(replica, storage: .store(OAuth1PersistLoginStore(driver)))
        try await HTTPClient.withHTTPClient(configuration: .init(redirectConfiguration: .disallow)) { http in
            try await LoginServer.hummingbird.withRunning(registry) { port in
                let browser = Browser(http, port)
                let page = try #require(try await browser.open("/login/discogs").1)
                let callback = try await OAuth1TestBrowser(transport: replica.transport).allow(page)
                let path = String(callback.dropFirst("http://127.0.0.1:8080".count))
                #expect(try await browser.open(path).0 == 303)
                #expect(try await browser.open(path).2.contains("already complete"))
            }
        }
    }
}
#endif
