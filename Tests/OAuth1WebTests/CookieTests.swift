//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import InMemoryLogging
import Logging
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Testing

@Suite("Cookies and header fields for the browser")
struct CookieTests {
    @Test("Over https the cookie is as strict as cookies can be")
    func strictAttributes() async throws {
        let site = try Site()
        let response = try await site.client.authorizeRedirect()
        let cookie = try #require(response.headerFields[values: .setCookie].first)
        #expect(cookie.hasPrefix("__Host-oauth1.discogs."))
        let attributes = cookie.split(separator: "; ").dropFirst().map(String.init)
        #expect(Set(attributes) == ["Path=/", "HttpOnly", "SameSite=Lax", "Secure", "Max-Age=1800"])
        #expect(response.headerFields[.cacheControl] == "no-store")
        #expect(response.headerFields[values: try #require(HTTPField.Name("Referrer-Policy"))] == ["no-referrer"])
    }

    @Test("Over http on this machine it has no Secure, and elsewhere there is none")
    func loopback() async throws {
        let site = try Site(publicURL: "http://127.0.0.1:8080")
        let cookie = try #require(try await site.client.authorizeRedirect().headerFields[values: .setCookie].first)
        #expect(cookie.hasPrefix("oauth1.discogs."))
        #expect(!cookie.contains("Secure"))
        #expect(throws: OAuth1RegistryError.self) { try Site(publicURL: "http://app.example") }
        _ = try Site(publicURL: "http://app.example") { $0.allowsInsecureHTTP = true }
    }

    @Test(
        "Nothing that the browser gets has the token, its secret, the state or the path to read",
        arguments: StorageKind.allCases
    )
    func hidesSecrets(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let response = try await site.client.authorizeRedirect(
            returnTo: try #require(OAuth1ReturnPath("/secret-path")),
            state: "secret-state"
        )
        let location = try #require(response.headerFields[.location])
        let token = try #require(location.split(separator: "oauth_token=").last.map(String.init))
        let stored = try await site.replica.issuedSecret(of: token)
        let cookie = try #require(response.headerFields[values: .setCookie].first)
        let decoded =
            cookie.split(separator: "=", maxSplits: 1).last
            .flatMap { Data(base64Encoded: String($0.prefix { $0 != ";" })) }
            .map { String(decoding: $0, as: UTF8.self) } ?? ""
        for text in [cookie, decoded] {
            for secret in [token, stored, "secret-state", "secret-path", "discogs.com"] {
                #expect(!text.contains(secret))
            }
        }
        #expect(!location.contains(stored))
    }

    @Test("Two cookies of the same login differ, as each is encrypted again")
    func fresh() async throws {
        let answer: OAuth1Parameters = [
            "oauth_token": "t", "oauth_token_secret": "s", "oauth_callback_confirmed": "true",
        ]
        let registry = try OAuth1Registry(
            [OAuth1Registration(.x, client: OAuth1ClientCredentials(key: "k", secret: "s"))],
            configuration: OAuth1WebConfiguration(publicURL: "https://app.example", storage: .sealedCookie(.random())),
            transport: OAuth1RecordingTransport { _, _ in
                OAuth1Response(head: HTTPResponse(status: .ok), body: answer.formEncoded)
            }
        )
        var cookies: Set<String> = []
        for _ in 0..<100 {
            let fields = try await registry.client("x").startLogin().headerFields
            cookies.insert(try #require(fields[values: .setCookie].first))
        }
        #expect(cookies.count == 100)
    }

    @Test("A state that fits into no cookie is an error that says so, and fits into a store")
    func tooLarge() async throws {
        let site = try Site()
        let error = await #expect(throws: OAuth1WebError.self) {
            try await site.client.startLogin(state: String(repeating: "a", count: 4_096))
        }
        #expect(error?.code == .stateTooLarge)
        let other = try Site(storage: .store(OAuth1InMemoryLoginStore()))
        _ = try await other.client.startLogin(state: String(repeating: "a", count: 4_096))
    }

    @Test("No cookie of a login is longer than browsers keep, name included")
    func size() async throws {
        let site = try Site()
        var longest = 0
        for length in stride(from: 1_024, through: 4_096, by: 16) {
            guard let start = try? await site.client.startLogin(state: String(repeating: "a", count: length)) else {
                continue
            }
            let field = try #require(start.headerFields[values: .setCookie].first)
            longest = max(longest, field.prefix { $0 != ";" }.utf8.count)
        }
        #expect((4_000...4_096).contains(longest), "\(longest)")
    }

    @Test("Many logins that nobody ended make room for the next, the oldest first")
    func makesRoom() async throws {
        let site = try Site()
        let browser = Browser([("theme", "dark")])
        var callbacks: [String] = []
        for _ in 0..<40 { callbacks.append(try await site.authorize(browser)) }
        let bytes = browser.cookies.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 1 }
        #expect(bytes <= 6_144 + 16)
        #expect(browser.cookies.count > 5)
        #expect(browser.cookies.first?.name == "theme")
        let first = try #require(callbacks.first)
        let last = try #require(callbacks.last)
        #expect(try await site.open(first, browser)?.failure?.code == .otherBrowser)
        #expect(try await site.open(last, browser)?.login != nil)
    }

    @Test("The cookie is found among others, in one field or several")
    func among() async throws {
        let site = try Site()
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let own = try #require(browser.cookies.first)
        var request = HTTPRequest(method: .get, scheme: "https", authority: "app.example", path: callback)
        request.headerFields.append(HTTPField(name: .cookie, value: "a=b; ;=; c; \(own.name)x=1;d=\"e=f\""))
        request.headerFields.append(HTTPField(name: .cookie, value: " \(own.name) = \(own.value) ;g=h"))
        _ = try await site.client.authorizeAccessToken(from: request).login()
    }

    @Test("Logs have names and results, and no secret")
    func logs() async throws {
        let handler = InMemoryLogHandler()
        var logger = Logger(label: "test", factory: { _ in handler })
        logger.logLevel = .trace
        let site = try Site { $0.logger = logger }
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let cookies = browser.cookies.map(\.value)
        let login = try #require(try await site.open(callback, browser)?.login)
        _ = try await site.open(callback, browser)
        let text = handler.entries.map { "\($0.level) \($0.message) \($0.metadata)" }.joined(separator: "\n")
        // The start, the notice that this was not the host of publicURL, the end, and the failure.
        #expect(handler.entries.count == 4)
        #expect(text.contains("replayed") && text.contains("success"))
        let query = OAuth1Parameters(formEncoded: callback.split(separator: "?").last.map(String.init) ?? "")
        for secret in cookies + [login.token.token, login.token.secret.reveal()] + query.map(\.value) {
            #expect(!text.contains(secret))
        }
    }
}

extension OAuth1ServiceReplica {
    /// The secret of a request token that the replica gave out.
    fileprivate func issuedSecret(of token: String) async throws -> String {
        try #require(try await requestTokenSecret(token)).reveal()
    }
}
