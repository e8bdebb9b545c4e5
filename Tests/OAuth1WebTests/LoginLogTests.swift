//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import InMemoryLogging
import Logging
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Testing

@Suite("Log lines of logins")
struct LoginLogTests {
    private static func logged(_ level: Logger.Level = .info) -> (handler: InMemoryLogHandler, logger: Logger) {
        let handler = InMemoryLogHandler()
        var logger = Logger(label: "test", factory: { _ in handler })
        logger.logLevel = level
        return (handler, logger)
    }

    private static func text(_ handler: InMemoryLogHandler) -> [String] {
        handler.entries.map { "\($0.level) \($0.message) \($0.metadata)" }
    }

    /// A request at the host of the public URL, so that nothing is said about the host.
    private static func request(_ target: String, _ browser: Browser, host: String = "app.example") -> HTTPRequest {
        var request = browser.request(target)
        request.authority = host
        return request
    }

    @Test("A login that failed at the service has one line with its code, the cause, and no secret")
    func serviceFails() async throws {
        let (handler, logger) = Self.logged()
        let site = try Site { $0.logger = logger }
        let browser = Browser()
        let start = try await site.client.startLogin(for: Self.request("/", browser))
        browser.take(start.headerFields)
        let callback = try await OAuth1TestBrowser(transport: site.replica.transport).allow(start.authorizationURL)
        let wrong = Browser.path(of: callback).replacing(/oauth_verifier=[^&]*/, with: "oauth_verifier=wrong-verifier")
        let failure = try await site.open(wrong, browser)?.failure
        #expect(failure?.code == .service)
        let lines = Self.text(handler)
        #expect(lines.count == 1)
        let line = try #require(lines.first)
        #expect(line.hasPrefix("warning A login failed"))
        #expect(line.contains("service") && line.contains("tokenRequestRefused") && line.contains("discogs"))
        #expect(!line.contains("wrong-verifier") && !line.contains(start.id))
    }

    @Test("Every failure has one log line, from any cause")
    func everyFailure() async throws {
        let (handler, logger) = Self.logged()
        let site = try Site { $0.logger = logger }
        _ = try await site.open("/login/discogs/callback", Browser())
        _ = try await site.open("/login/discogs/callback?oauth_token=a", Browser())
        _ = try await site.open("/login/discogs/callback?" + String(repeating: "a", count: 70_000), Browser())
        var foreign = Self.request("/login/discogs", Browser())
        foreign.headerFields[try #require(HTTPField.Name("Sec-Fetch-Site"))] = "cross-site"
        _ = try await site.registry.answer(foreign, at: .login(try site.client))
        let lines = Self.text(handler)
        #expect(lines.count == 4)
        for (line, code) in zip(lines, ["noLogin", "otherBrowser", "invalidCallback", "otherSite"]) {
            #expect(line.contains(code))
        }
    }

    @Test("Words of a callback are logged on one line and cut")
    func outsideText() async throws {
        let (handler, logger) = Self.logged()
        let site = try Site { $0.logger = logger }
        let browser = Browser()
        let started = try await site.client.startLogin(for: Self.request("/", browser))
        browser.take(started.headerFields)
        let words = "%0Aerror%20forged%1B%5B31m%E2%80%AE" + String(repeating: "a", count: 5_000)
        let callback = "/login/discogs/callback?oauth_token=\(started.id)&oauth_problem=\(words)"
        #expect(try await site.open(callback, browser)?.failure?.code == .invalidCallback)
        let line = try #require(Self.text(handler).last)
        #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" && $0 != "\u{7F}" })
        #expect(line.utf8.count < 2_000)
    }

    @Test("An error of a store is logged by its type, as its text may have a password")
    func storeError() async throws {
        struct Broken: Error, CustomStringConvertible { var description: String { "redis://:hunter2@host" } }
        struct Store: OAuth1LoginStore {
            func use(_ id: String, at now: Int64, expiresAt: Int64) async throws -> Bool { throw Broken() }
            func save(_ login: [UInt8], for key: String, at now: Int64, expiresAt: Int64) async throws {
                throw Broken()
            }
            func login(for key: String, at now: Int64) async throws -> [UInt8]? { throw Broken() }
        }
        let (handler, logger) = Self.logged()
        let site = try Site(storage: .store(Store())) { $0.logger = logger }
        await #expect(throws: Broken.self) {
            try await site.registry.answer(Self.request("/login/discogs", Browser()), at: .login(try site.client))
        }
        let cookie = Browser([("__Host-oauth1.discogs.ca978112ca1bbdca", "x")])
        await #expect(throws: Broken.self) {
            try await site.open("/login/discogs/callback?oauth_token=a&oauth_verifier=b", cookie)
        }
        let lines = Self.text(handler)
        #expect(lines.count == 2)
        #expect(lines.allSatisfy { $0.contains("Broken") && !$0.contains("hunter2") })
    }

    @Test("A login that starts at another host than that of publicURL is logged at once, with both hosts")
    func otherHost() async throws {
        let (handler, logger) = Self.logged()
        let site = try Site(publicURL: "http://127.0.0.1:8080") { $0.logger = logger }
        func begin(_ host: String?, _ fields: HTTPFields = [:]) async throws {
            var request = Self.request("/login/discogs", Browser())
            request.authority = host
            request.headerFields.append(contentsOf: fields)
            _ = try await site.registry.answer(request, at: .login(try site.client))
        }
        for host in ["127.0.0.1:8080", "127.0.0.1", nil] { try await begin(host) }
        // A proxy passes the browser's host on in a separate field.
        try await begin("backend:9000", [try #require(HTTPField.Name("X-Forwarded-Host")): "127.0.0.1:8080"])
        #expect(handler.entries.isEmpty)
        for _ in 0..<3 { try await begin("LOCALHOST:8080") }
        try await begin(nil, [try #require(HTTPField.Name("Host")): "localhost:8080"])
        let lines = Self.text(handler)
        #expect(lines.count == 1)
        #expect(lines.first?.contains("localhost") == true && lines.first?.contains("127.0.0.1") == true)
        site.clock.advance(by: 60)
        try await begin("localhost:8080")
        #expect(handler.entries.count == 2)
    }

    @Test("Hosts that anybody makes up are neither logged without end nor as they are")
    func madeUpHosts() async throws {
        let (handler, logger) = Self.logged()
        let site = try Site { $0.logger = logger }
        for host in ["evil\nforged line", "a b", "user@evil", String(repeating: "a", count: 5_000), ""] {
            _ = try await site.client.startLogin(for: Self.request("/", Browser(), host: host))
        }
        #expect(handler.entries.isEmpty)
        for number in 0..<200 {
            _ = try await site.client.startLogin(for: Self.request("/", Browser(), host: "h\(number).example"))
        }
        #expect(handler.entries.count == 8)
    }
}
