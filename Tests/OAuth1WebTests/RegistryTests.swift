//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Testing

@Suite("The registry of services")
struct RegistryTests {
    private static let client = OAuth1ClientCredentials(key: "k", secret: "s")
    private static let named = OAuth1FlowOptions(headerFields: [.userAgent: "Tests/1"])
    private static let transport = OAuth1RecordingTransport { _, _ in OAuth1Response(head: HTTPResponse(status: .ok)) }

    private func registry(
        _ registrations: [OAuth1Registration],
        url: String = "https://app.example",
        paths: OAuth1LoginPaths = OAuth1LoginPaths(),
        settings: OAuth1RegistrationSettings = .none
    ) throws(OAuth1RegistryError) -> OAuth1Registry {
        try OAuth1Registry(
            registrations,
            configuration: OAuth1WebConfiguration(publicURL: url, storage: .sealedCookie(.random()), paths: paths),
            settings: settings,
            transport: Self.transport
        )
    }

    /// The text of a key of the core's tests.
    private static func pem() throws -> String {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let file = tests.appendingPathComponent("OAuth1Tests/Vectors/Keys/rsa-2048-pkcs8.pem")
        return String(decoding: try Data(contentsOf: file), as: UTF8.self)
    }

    private func settings(
        _ values: [String: String],
        precedence: OAuth1RegistrationSettings.Precedence = .code
    ) -> OAuth1RegistrationSettings {
        OAuth1RegistrationSettings(precedence: precedence) { service, key, _ in
            values[([service] + key).joined(separator: ".")]
        }
    }

    @Test("Services are found by name, in their order")
    func finds() throws {
        let registry = try registry([
            OAuth1Registration(.x, client: Self.client),
            OAuth1Registration(.discogs, name: "records", client: Self.client, options: Self.named),
        ])
        #expect(registry.names == ["x", "records"])
        #expect(registry.all.map(\.displayName) == ["X", "Discogs"])
        #expect(registry["records"]?.name == "records")
        #expect(registry["discogs"] == nil)
        let error = #expect(throws: OAuth1WebError.self) { try registry.client("discogs") }
        #expect(error?.code == .unknownService)
        #expect(error?.reason.contains("x, records") == true)
    }

    @Test("Everything that is wrong is said at once, and no secret with it")
    func findings() throws {
        let values = [
            "x.clientSecret": "very secret", "custom.requestTokenURL": "nowhere", "custom.clientKey": "k",
            "custom.clientSecret": "very secret", "trello.clientKey": "k", "trello.clientSecret": "very secret",
            "trello.requiresVerifier": "maybe", "jira.description": "{", "mastercard.clientKey": "k",
            "mastercard.privateKey": "very secret",
        ]
        let error = #expect(throws: OAuth1RegistryError.self) {
            try registry(
                [
                    OAuth1Registration(.x), OAuth1Registration(.discogs, name: "Discogs!", client: Self.client),
                    OAuth1Registration(named: "nowhere"), OAuth1Registration(named: "custom"),
                    OAuth1Registration(.tumblr, client: Self.client), OAuth1Registration(.tumblr, client: Self.client),
                    OAuth1Registration(named: "trello"), OAuth1Registration(named: "jira"),
                    OAuth1Registration(named: "mastercard"),
                    OAuth1Registration(.netsuite(account: "a b"), client: Self.client),
                ],
                url: "app.example",
                paths: OAuth1LoginPaths(login: "/login"),
                settings: settings(values)
            )
        }
        let findings = try #require(error?.findings)
        let text = try #require(error).description
        for expected in [
            "expected a login path", "expected the application's own URL", "x: expected the consumer key",
            "X_CLIENT_KEY", "Discogs!: expected a name", "nowhere: no preset has this name",
            "NOWHERE_REQUEST_TOKEN_URL",
            "tumblr: the name is registered more than once",
            "trello: requiresVerifier: expected true or false, got maybe",
            "jira: description:", "mastercard: privateKey:", "jira: expected the consumer key", "variables.account",
        ] {
            #expect(text.contains(expected), "\(expected)")
        }
        #expect(!text.contains("very secret"))
        #expect(findings.first?.service == nil)
    }

    @Test("Contradictions of a described service are found at start, too")
    func contradictions() throws {
        let error = #expect(throws: OAuth1RegistryError.self) {
            try registry([
                OAuth1Registration(.netsuite(account: "a b"), client: Self.client),
                OAuth1Registration(.mastercard, client: Self.client),
                OAuth1Registration(.discogs, client: Self.client, method: .hmacSHA256),
                OAuth1Registration(.x, client: Self.client),
            ])
        }
        #expect(error?.findings.map(\.service) == ["netsuite-tba", "mastercard", "discogs"])
    }

    @Test("Key and secret come from the configuration, without the line break that files have")
    func credentials() throws {
        let registry = try registry(
            [OAuth1Registration(.x), OAuth1Registration(named: "discogs")],
            settings: settings([
                "x.clientKey": "the key\n", "x.clientSecret": "the secret\r\n", "discogs.clientKey": "k",
                "discogs.clientSecret": "s", "discogs.userAgent": "App/1",
            ])
        )
        #expect(registry["x"]?.client.flow.client == OAuth1ClientCredentials(key: "the key", secret: "the secret"))
        #expect(registry["discogs"]?.client.flow.options.headerFields[.userAgent] == "App/1")
        #expect(registry["discogs"]?.displayName == "Discogs")
    }

    @Test("A service is described by the configuration alone: URLs, methods, parameters and options")
    func configuredService() async throws {
        let registry = try registry(
            [OAuth1Registration(named: "own")],
            settings: settings([
                "own.clientKey": "k", "own.clientSecret": "s", "own.displayName": "Own Service",
                "own.requestTokenURL": "https://own.example/request", "own.requestTokenMethod": "GET",
                "own.accessTokenURL": "https://own.example/access", "own.authorizeURL": "https://own.example/authorize",
                "own.apiBaseURL": "https://api.own.example/v1/", "own.signatureMethod": "HMAC-SHA256",
                "own.placement": "query", "own.requiresCallbackConfirmation": "false",
                "own.authorizeParameters": "scope=read&lang=en",
            ])
        )
        let client = try registry.client("own")
        #expect(client.displayName == "Own Service")
        #expect(client.client.flow.method.name == .hmacSHA256)
        #expect(client.client.flow.options.requiresCallbackConfirmation == false)
        let request = try client.client.flow.requestTokenRequest(callback: .url(client.callbackURL))
        #expect(request.request.method == .get)
        #expect(request.request.authority == "own.example")
        let token = OAuth1RequestToken(token: "t", secret: "s")
        #expect(try client.client.authorizationURL(for: token).hasPrefix("https://own.example/authorize?oauth_token=t"))
    }

    @Test("The code wins over the configuration, unless the configuration is to win")
    func precedence() throws {
        let values = [
            "x.clientKey": "configured", "x.clientSecret": "configured", "x.apiBaseURL": "https://configured.example",
            "x.userAgent": "Configured/1", "x.requiresCallbackConfirmation": "true",
            "x.authorizeParameters": "force_login=true",
        ]
        let registration = OAuth1Registration(
            .x,
            client: Self.client,
            options: OAuth1FlowOptions(requiresCallbackConfirmation: false, headerFields: [.userAgent: "Code/1"])
        )
        let code = try #require(try registry([registration], settings: settings(values))["x"]).client.flow
        #expect(code.client.key == "k")
        #expect(code.options.baseURL == "https://api.x.com")
        #expect(code.options.headerFields[.userAgent] == "Code/1")
        #expect(code.options.requiresCallbackConfirmation == false)
        let winner = settings(values, precedence: .configuration)
        let configured = try #require(try registry([registration], settings: winner)["x"]).client.flow
        #expect(configured.client.key == "configured")
        #expect(configured.options.baseURL == "https://configured.example")
        #expect(configured.options.headerFields[.userAgent] == "Configured/1")
        #expect(configured.options.requiresCallbackConfirmation == true)
    }

    @Test("Variables, environments and keys of services come from the configuration")
    func variables() throws {
        let registry = try registry(
            [
                OAuth1Registration(named: "netsuite-tba"), OAuth1Registration(named: "etrade"),
                OAuth1Registration(named: "mastercard"),
            ],
            settings: settings([
                "netsuite-tba.clientKey": "k", "netsuite-tba.clientSecret": "s",
                "netsuite-tba.variable.account": "1234567_SB1", "etrade.clientKey": "k", "etrade.clientSecret": "s",
                "etrade.environment": "sandbox", "mastercard.clientKey": "k",
                "mastercard.privateKey": try Self.pem(),
            ])
        )
        let netsuite = try registry.client("netsuite-tba").client.flow
        #expect(netsuite.options.baseURL?.hasPrefix("https://1234567-sb1.suitetalk.api.netsuite.com") == true)
        #expect(try registry.client("etrade").client.flow.options.baseURL == "https://apisb.etrade.com")
        #expect(try registry.client("mastercard").client.flow.method.name == .rsaSHA256)
    }
}

@Suite("The routes of a login")
struct RouteTests {
    @Test("Paths are found with and without the base path, and nothing else is")
    func routes() throws {
        let site = try Site(publicURL: "https://app.example/base")
        for path in ["/base/login/discogs", "/login/discogs", "/login/discogs?next=/a"] {
            guard case .login(let client) = site.registry.route(of: path) else {
                Issue.record("\(path) is no login")
                continue
            }
            #expect(client.name == "discogs")
        }
        for path in ["/base/login/discogs/callback", "/login/discogs/callback?oauth_token=a"] {
            guard case .callback = site.registry.route(of: path) else {
                Issue.record("\(path) is no callback")
                continue
            }
        }
        for path in [
            "/", "/login", "/login/", "/login/x", "/login/discogs/", "/other/login/discogs", "//login/discogs",
        ] {
            #expect(site.registry.route(of: path) == nil)
        }
    }

    @Test("Other methods start and end no login")
    func methods() async throws {
        let site = try Site()
        for method in [HTTPRequest.Method.head, .post, .put, .delete] {
            var request = Browser().request("/login/discogs")
            request.method = method
            let response = try await site.registry.respond(to: request) { _ in
                OAuth1Response(head: HTTPResponse(status: .ok))
            }
            #expect(response?.status == .methodNotAllowed)
        }
        #expect(site.transport.requests.isEmpty)
    }

    @Test("Both routes are answered for a framework, with the application's own fields beside those of the login")
    func responds() async throws {
        let site = try Site()
        let browser = Browser()
        func respond(_ path: String) async throws -> OAuth1Response? {
            let response = try await site.registry.respond(to: browser.request(path)) { login in
                var head = HTTPResponse(status: .seeOther, headerFields: [.location: login.returnPath.description])
                head.headerFields.append(HTTPField(name: .setCookie, value: "session=1"))
                head.headerFields[.cacheControl] = "public"
                return OAuth1Response(head: head)
            }
            if let response { browser.take(response.head.headerFields) }
            return response
        }
        #expect(try await respond("/elsewhere") == nil)
        let page = try #require(try await respond("/login/discogs?next=%2Fa%3Fb%3Dc")?.head.headerFields[.location])
        let callback = Browser.path(of: try await OAuth1TestBrowser(transport: site.replica.transport).allow(page))
        let response = try #require(try await respond(callback))
        #expect(response.head.headerFields[.location] == "/a?b=c")
        #expect(response.head.headerFields[values: .setCookie].count == 2)
        #expect(response.head.headerFields[values: .cacheControl] == ["no-store"])
        #expect(browser.cookies.contains { $0.name == "session" })

        let again = try #require(try await respond(callback))
        #expect(again.status == .badRequest)
        #expect(again.text.contains("already complete"))
    }

    @Test(
        "A return path that leads elsewhere is taken for none",
        arguments: [
            "//evil.example", "https://evil.example", "/%5Cevil.example", "%2F%2Fevil.example", "/%09/evil.example",
        ]
    )
    func openRedirect(_ next: String) async throws {
        let site = try Site()
        let browser = Browser()
        let callback = try await site.authorize(browser, next: next)
        #expect(try await site.open(callback, browser)?.login?.returnPath == .root)
    }
}
