//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import HTTPTypes
import HummingbirdOAuth1
import Mustache
import OAuth1
import OAuth1Server
import Testing

@Suite("Mustache templates of a provider's pages")
struct PageTemplateTests {
    private static let client = OAuth1ClientCredentials(key: "key", secret: "client-secret")

    /// A provider, and what its browser and its client do.
    private struct Service {
        let server: OAuth1AuthorizationServer

        init(
            _ pages: OAuth1PageTemplates?,
            clientName: String = "App & Co",
            userName: String = "Ada <\"'>",
            tokens: OAuth1InMemoryTokenStore = OAuth1InMemoryTokenStore()
        ) {
            server = OAuth1AuthorizationServer(
                stores: OAuth1ServerStores(
                    clients: OAuth1InMemoryClientStore([
                        OAuth1RegisteredClient(credentials: client, displayName: clientName)
                    ]),
                    tokens: tokens,
                    nonces: OAuth1InMemoryNonceStore(history: .empty)
                ),
                configuration: OAuth1ServerConfiguration(
                    serviceName: "Photos > Co",
                    describeAccess: { $0.values(for: "scope").map { "See <\($0)>" } },
                    trustsHostField: true,
                    consentSecret: "secret"
                ),
                consentPage: pages?.consentPage,
                grantsPage: pages?.grantsPage,
                authenticateUser: { _ in .user(id: "u", displayName: userName) }
            )
        }

        func get(_ path: String) async throws -> OAuth1ServerResponse {
            let request = try HTTPRequest(method: .get, absoluteURL: "https://api.example.com" + path)
            return try #require(await server.respond(to: request))
        }

        func requestToken(_ query: String, callback: String) async throws -> String {
            let signed = try OAuth1Signer(client: client)
                .sign(
                    HTTPRequest(method: .post, absoluteURL: "https://api.example.com/oauth/request_token" + query),
                    body: nil,
                    OAuth1SigningOptions(callback: callback, isTokenRequest: true)
                )
            let response = try #require(await server.respond(to: signed.request))
            return try #require(OAuth1Parameters(formEncoded: response.body)["oauth_token"])
        }
    }

    @Test("The built-in templates make the same pages as a provider without templates")
    func builtIn() async throws {
        let tokens = OAuth1InMemoryTokenStore()
        let plain = Service(nil, tokens: tokens)
        let templates = Service(try OAuth1PageTemplates(), tokens: tokens)
        for (query, callback) in [("", "oob"), ("?scope=a&scope=b%26", "https://app.example.net/cb")] {
            let path = "/oauth/authorize?oauth_token=\(try await plain.requestToken(query, callback: callback))"
            let (expected, page) = (try await plain.get(path), try await templates.get(path))
            #expect(page.text == expected.text)
            #expect(page.response == expected.response)
        }
        for expiresAt: Int64? in [nil, 4_000_000_000] {
            let (expected, page) = (try await plain.get("/oauth/grants"), try await templates.get("/oauth/grants"))
            #expect(page.text == expected.text)
            #expect(page.response == expected.response)
            tokens.save(
                OAuth1IssuedAccessToken(
                    token: "token",
                    secret: "secret",
                    clientKey: "key",
                    userID: "u",
                    issuedAt: 1_700_000_000,
                    expiresAt: expiresAt
                )
            )
        }
        let (expected, page) = (try await plain.get("/oauth/grants"), try await templates.get("/oauth/grants"))
        #expect(page.text == expected.text)
        #expect(page.text.contains("until <time"))
    }

    @Test(
        "Quotes and brackets are escaped, also where a combining mark or a prefix joins them",
        arguments: ["\"\u{301} onfocus=x", "\u{600}\" onfocus=x", "<\u{338}b>", "'\u{200D}", "a\r\n\u{0}b"]
    )
    func joinedCharacters(name: String) async throws {
        let pages = try OAuth1PageTemplates(
            consent: "<p title=\"{{clientName}}\" lang='{{userName}}'>{{parameters}}</p>"
        )
        let service = Service(pages, clientName: name, userName: name)
        let path = "/oauth/authorize?oauth_token=\(try await service.requestToken("", callback: "oob"))"
        let page = try await service.get(path).text.unicodeScalars
        // Only the markup of the template is there: two quotes of each kind, and the brackets of one element.
        for (scalar, count) in [("\"", 2), ("'", 2), ("<", 2), (">", 2)] as [(Unicode.Scalar, Int)] {
            #expect(page.count { $0 == scalar } == count)
        }
        #expect(!page.contains { $0.value < 0x20 })
    }

    @Test("An application replaces one page, in a library whose layout it inherits")
    func library() async throws {
        var library = MustacheLibrary()
        try library.register("<!DOCTYPE html><title>{{serviceName}}</title>{{$main}}{{/main}}", named: "layout")
        try library.register("{{<layout}}{{$main}}<b>{{clientName}}?</b>{{/main}}{{/layout}}", named: "question")
        let service = Service(try OAuth1PageTemplates(library: library, consent: "question"))
        let path = "/oauth/authorize?oauth_token=\(try await service.requestToken("", callback: "oob"))"
        let page = try await service.get(path)
        #expect(page.text == "<!DOCTYPE html><title>Photos &gt; Co</title><b>App &amp; Co?</b>")
        #expect(page.response.headerFields[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
        #expect(try await service.get("/oauth/grants").text.contains("<h1>Connected applications</h1>"))
    }

    @Test("A template that is missing or can't be parsed is an error at the start")
    func errors() {
        #expect(throws: OAuth1PageTemplates.Missing.self) {
            _ = try OAuth1PageTemplates(library: MustacheLibrary(), consent: "question")
        }
        #expect(throws: (any Error).self) { _ = try OAuth1PageTemplates(grants: "{{#open}}") }
    }
}
#endif
