//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Synchronization
import Testing

@Suite("Attacks on a login")
struct HardeningTests {
    private static let client = OAuth1ClientCredentials(key: "k", secret: "s")
    private static let sendsSite = HTTPField.Name("Sec-Fetch-Site")

    private func registry(_ registration: OAuth1Registration) throws(OAuth1RegistryError) -> OAuth1Registry {
        try OAuth1Registry(
            [registration],
            configuration: OAuth1WebConfiguration(publicURL: "https://app.example", storage: .sealedCookie(.random())),
            transport: OAuth1RecordingTransport { _, _ in OAuth1Response(head: HTTPResponse(status: .ok)) }
        )
    }

    @Test(
        "A service without a verifier is not a login unless that is asked for",
        arguments: [OAuth1Service.tripIt, .launchpad]
    )
    func missingVerifier(_ service: OAuth1Service) throws {
        let error = #expect(throws: OAuth1RegistryError.self) {
            try registry(OAuth1Registration(service, client: Self.client))
        }
        #expect(error?.description.contains("allowsMissingVerifier") == true)
        _ = try registry(OAuth1Registration(service, client: Self.client, allowsMissingVerifier: true))
        let options = OAuth1FlowOptions(requiresVerifier: false)
        #expect(throws: OAuth1RegistryError.self) {
            try registry(OAuth1Registration(.x, client: Self.client, options: options))
        }
    }

    @Test("A login that could not start is found at start: no User-Agent, no such page, no such callback")
    func rehearsal() throws {
        let agent = OAuth1FlowOptions(headerFields: [.userAgent: "Tests/1"])
        #expect(throws: OAuth1RegistryError.self) { try registry(OAuth1Registration(.discogs, client: Self.client)) }
        _ = try registry(OAuth1Registration(.discogs, client: Self.client, options: agent))
        let variant = OAuth1LoginParameters(variant: "nowhere")
        #expect(throws: OAuth1RegistryError.self) {
            try registry(OAuth1Registration(.x, client: Self.client, parameters: variant))
        }
        let choice = OAuth1LoginParameters(requestToken: ["x_auth_access_type": "everything"])
        #expect(throws: OAuth1RegistryError.self) {
            try registry(OAuth1Registration(.x, client: Self.client, parameters: choice))
        }
    }

    @Test("Another site starts no login, and the application can allow it")
    func otherSite() async throws {
        let site = try Site()
        let name = try #require(Self.sendsSite)
        func open(_ value: String, _ site: Site) async throws -> OAuth1Response? {
            var request = Browser().request("/login/discogs?next=/a")
            request.headerFields[name] = value
            return try await site.registry.respond(to: request) { .redirect(to: $0.returnPath) }
        }
        let refused = try #require(try await open("cross-site", site))
        #expect(refused.status == .forbidden)
        #expect(refused.text.contains("Another site"))
        #expect(site.transport.requests.isEmpty)
        for value in ["same-origin", "same-site", "none"] {
            #expect(try await open(value, site)?.status == .seeOther)
        }
        let permissive = try Site { $0.allowsLoginsFromOtherSites = true }
        #expect(try await open("cross-site", permissive)?.status == .seeOther)
    }

    @Test("A forged callback that names no login ends none, without a verifier, too", arguments: StorageKind.allCases)
    func forgedWithoutToken(_ storage: StorageKind) async throws {
        let site = try Site(.tripIt, .tripIt, storage: storage.make())
        let browser = Browser()
        let callback = try await site.authorize(browser, next: "/mine")
        #expect(try await site.open("/login/tripit/callback", browser)?.failure?.code == .invalidCallback)
        let refusal = try #require(
            try await site.open("/login/tripit/callback?oauth_problem=user_refused", browser)?.failure
        )
        #expect(refusal.code == .denied)
        #expect(refusal.returnPath == nil && refusal.state == nil)
        #expect(try await site.open(callback, browser)?.login?.returnPath.description == "/mine")
    }

    @Test("Cookies that are not of our making are looked for in no store")
    func foreignNames() async throws {
        let store = CountingStore()
        let site = try Site(storage: .store(store))
        let names =
            (0..<2_000).map { "__Host-oauth1.discogs.\($0)" }
            + ["__Host-oauth1.discogs.../../etc/passwd", "__Host-oauth1.discogs."]
        let valid = (0..<100).map { "__Host-oauth1.discogs.\(String(repeating: "0", count: 14))\($0 % 90 + 10)" }
        var request = Browser().request("/login/discogs/callback")
        request.headerFields[.cookie] = names.map { "\($0)=a" }.joined(separator: "; ")
        _ = try await site.client.authorizeAccessToken(from: request)
        #expect(store.keys.isEmpty)
        request.headerFields[.cookie] = valid.map { "\($0)=a" }.joined(separator: "; ")
        _ = try await site.client.authorizeAccessToken(from: request)
        #expect(store.keys.count == 32)
    }

    @Test("The longest return path fits into a cookie, whatever is in it")
    func longestPath() async throws {
        let site = try Site()
        let path = "/" + String(repeating: "%", count: OAuth1ReturnPath.maximumLength - 1)
        let browser = Browser()
        let returnPath = try #require(OAuth1ReturnPath(path))
        let started = try await site.client.startLogin(returnTo: returnPath, state: String(repeating: "é", count: 500))
        browser.take(started.headerFields)
        #expect(browser.cookies.allSatisfy { $0.value.utf8.count < 2_400 })
        let callback = try await OAuth1TestBrowser(transport: site.replica.transport).allow(started.authorizationURL)
        let login = try #require(try await site.open(Browser.path(of: callback), browser)?.login)
        #expect(login.returnPath == returnPath)
        #expect(login.state == String(repeating: "é", count: 500))
    }

    @Test("With a base path, users stay below it")
    func basePath() throws {
        let site = try Site(publicURL: "https://app.example/base")
        func path(_ next: String) -> String {
            let query: OAuth1Parameters = [OAuth1Parameter("next", next)]
            return site.registry.returnPath(of: Browser().request("/base/login/x?\(query.formEncodedString)"))
                .description
        }
        #expect(path("/base/a?b") == "/base/a?b")
        for other in ["/", "/other", "/basement", "/base/../other", "/base/%2E%2e/other", "//evil.example", ""] {
            #expect(path(other) == "/base/", "\(other)")
        }
        #expect(
            try site.client.loginPath(returnTo: try #require(OAuth1ReturnPath("/base/a?b=c&d")))
                == "/base/login/discogs?next=%2Fbase%2Fa%3Fb%3Dc%26d"
        )
    }

    @Test(
        "A public URL that can't be one is rejected, and not shown",
        arguments: [
            "https://app.example//", "https://app.example/a//b", "https://app.example/../a",
            "https://user:pass@app.example",
            "app.example", "https://app.example?a", "https://app.example#a", "ftp://app.example",
        ]
    )
    func publicURL(_ url: String) {
        let error = #expect(throws: OAuth1RegistryError.self) { try Site(publicURL: url) }
        #expect(error?.description.contains("pass") == false)
    }

    @Test("A handler that throws costs neither the note that the login is over nor the privacy of its URL")
    func handlerThrows() async throws {
        struct Failed: Error {}
        let site = try Site()
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let error = await #expect(throws: OAuth1LoginHandlerError.self) {
            try await site.registry.respond(to: browser.request(callback)) { _ in throw Failed() }
        }
        #expect(error?.cause is Failed)
        let fields = try #require(error).headerFields
        #expect(fields[.cacheControl] == "no-store")
        browser.take(fields)
        let again = try #require(try await site.open(callback, browser)?.failure)
        #expect(again.code == .replayed)
    }

    @Test("A replayed callback knows where the user wanted to go", arguments: StorageKind.allCases)
    func replayGoesOn(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let browser = Browser()
        let callback = try await site.authorize(browser, next: "/mine")
        _ = try await site.open(callback, browser)
        #expect(try await site.open(callback, browser)?.failure?.returnPath?.description == "/mine")
    }

    @Test("A typed code goes to its own login, and an empty one ends none")
    func typedCodes() async throws {
        let site = try Site(.etrade, .etrade)
        let browser = Browser()
        func start(_ state: String) async throws -> (id: String, code: String) {
            let started = try await site.client.startLogin(
                for: browser.request("/"),
                callback: .outOfBand,
                state: state
            )
            browser.take(started.headerFields)
            #expect(!"\(started)".contains(started.id))
            let user = OAuth1TestBrowser(transport: site.replica.transport)
            return (started.id, try await user.allow(started.authorizationURL))
        }
        let first = try await start("first")
        let second = try await start("second")
        func end(_ login: (id: String, code: String), _ code: String) async throws -> OAuth1LoginOutcome {
            let request = browser.request("/code")
            let outcome = try await site.client.authorizeAccessToken(from: request, login: login.id, verifier: code)
            browser.take(outcome.headerFields)
            return outcome
        }
        let empty = try await end(first, "")
        #expect(throws: OAuth1LoginFailure.self) { try empty.login() }
        #expect(try await end(first, first.code).login().state == "first")
        #expect(try await end(second, second.code).login().state == "second")
    }

    @Test("A full store is reported as that, with where the user wanted to go")
    func fullStore() async throws {
        let site = try Site(storage: .store(OAuth1InMemoryLoginStore(maximumCount: 1)))
        _ = try await site.authorize(Browser())
        let failure = try #require(try await site.open("/login/discogs?next=/a", Browser())?.failure)
        #expect(failure.code == .unavailable)
        #expect(failure.returnPath?.description == "/a")
        #expect((failure.cause as? OAuth1WebError)?.code == .storeFull)
        #expect(failure.response.status == .serviceUnavailable)
    }

    @Test("The environment makes no service weaker that the code describes")
    func environmentIsNoEscape() throws {
        let settings = OAuth1RegistrationSettings { _, key, _ in
            ["requiresVerifier", "requiresCallbackConfirmation"].contains(key.first) ? "false" : nil
        }
        let registry = try OAuth1Registry(
            [OAuth1Registration(.x, client: Self.client)],
            configuration: OAuth1WebConfiguration(publicURL: "https://app.example", storage: .sealedCookie(.random())),
            settings: settings,
            transport: OAuth1RecordingTransport { _, _ in OAuth1Response(head: HTTPResponse(status: .ok)) }
        )
        let options = try registry.client("x").client.flow.options
        #expect(options.requiresVerifier && options.requiresCallbackConfirmation)
    }

    /// Counts what is looked for.
    private final class CountingStore: OAuth1LoginStore {
        private let storage = Mutex<[String]>([])

        var keys: [String] { storage.withLock { $0 } }

        func use(_ id: String, at now: Int64, expiresAt: Int64) async -> Bool { true }
        func save(_ login: [UInt8], for key: String, at now: Int64, expiresAt: Int64) async {}
        func login(for key: String, at now: Int64) async -> [UInt8]? {
            storage.withLock { $0.append(key) }
            return nil
        }
    }
}
