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
import Testing

@Suite("Logins of a web application")
struct WebLoginTests {
    /// A service, its replica, and what is known of the user at the end.
    struct Service: Sendable, CustomTestStringConvertible {
        let service: OAuth1Service
        let replica: OAuth1ServiceReplica
        let userID: String?
        var parameters = OAuth1LoginParameters()

        var testDescription: String { service.name }

        static let all: [Service] = [
            Service(service: .x, replica: .x, userID: "alice", parameters: OAuth1LoginParameters(variant: "signIn")),
            Service(service: .discogs, replica: .discogs, userID: "7"),
            Service(service: .flickr, replica: .flickr, userID: "7@N00"),
            Service(
                service: .trello,
                replica: .trello,
                userID: "5f00c0ffee",
                parameters: OAuth1LoginParameters(authorize: ["scope": "read", "expiration": "never"])
            ),
            Service(service: .tumblr, replica: .tumblr, userID: nil),
            Service(service: .smugMug, replica: .smugMug, userID: nil),
            Service(service: .zotero, replica: .zotero, userID: "12"),
            Service(service: .wikimedia, replica: .wikimedia, userID: nil),
            Service(service: .tripIt, replica: .tripIt, userID: nil),
            Service(service: .garmin, replica: .garmin, userID: nil),
            Service(service: .launchpad, replica: .launchpad, userID: nil),
        ]
    }

    @Test(
        "A user logs in at each kind of service, and is called by the token",
        arguments: Service.all,
        StorageKind.allCases
    )
    func logsIn(_ service: Service, _ storage: StorageKind) async throws {
        let site = try Site(
            service.service,
            service.replica,
            storage: storage.make(),
            parameters: service.parameters
        )
        let browser = Browser()
        let callback = try await site.authorize(browser, next: "/collection?page=2")
        let login = try #require(try await site.open(callback, browser)?.login)
        #expect(login.serviceName == service.service.id)
        #expect(login.returnPath.description == "/collection?page=2")
        #expect(login.profile.userID == service.userID)
        let me = try await site.client.using(login.token).probe()
        #expect(me.status == .ok, "\(me.text)")
    }

    @Test("The application's state comes back, and parameters of one login go to each step")
    func carriesState() async throws {
        let site = try Site(
            .trello,
            .trello,
            parameters: OAuth1LoginParameters(authorize: ["scope": "read", "name": "A"])
        )
        let browser = Browser()
        let state = "{\"cart\":\"é%;, =\"}"
        let response = try await site.client.authorizeRedirect(
            for: browser.request("/login"),
            returnTo: try #require(OAuth1ReturnPath("/cart")),
            state: state,
            parameters: OAuth1LoginParameters(authorize: ["scope": "read,write"])
        )
        #expect(response.status == .seeOther)
        browser.take(response.headerFields)
        let page = try #require(response.headerFields[.location])
        let query = OAuth1Parameters(formEncoded: page.split(separator: "?").last.map(String.init) ?? "")
        #expect(query.values(for: "scope") == ["read,write"])
        #expect(query["name"] == "A")
        let callback = try await OAuth1TestBrowser(transport: site.replica.transport).allow(page)
        let login = try #require(try await site.open(Browser.path(of: callback), browser)?.login)
        #expect(login.state == state)
        #expect(login.returnPath.description == "/cart")
    }

    @Test("Two logins in two tabs end in either order", arguments: StorageKind.allCases)
    func parallelTabs(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let browser = Browser()
        let first = try await site.authorize(browser, next: "/first")
        let second = try await site.authorize(browser, next: "/second")
        #expect(try await site.open(second, browser)?.login?.returnPath.description == "/second")
        #expect(try await site.open(first, browser)?.login?.returnPath.description == "/first")
    }

    @Test("A service that shows a code has it typed in", arguments: StorageKind.allCases)
    func outOfBand(_ storage: StorageKind) async throws {
        let site = try Site(.etrade, .etrade, storage: storage.make())
        let browser = Browser()
        await #expect(throws: OAuth1ClientError.self) { try await site.client.authorizeRedirect() }
        let started = try await site.client.startLogin(for: browser.request("/"), callback: .outOfBand, state: "s")
        browser.take(started.headerFields)
        let code = try await OAuth1TestBrowser(transport: site.replica.transport).allow(started.authorizationURL)
        let request = browser.request("/code")
        let outcome = try await site.client.authorizeAccessToken(from: request, verifier: code)
        #expect(try outcome.login().state == "s")
        browser.take(outcome.headerFields)
        let again = try await site.client.authorizeAccessToken(from: browser.request("/code"), verifier: code)
        #expect(throws: OAuth1LoginFailure.self) { try again.login() }
    }

    @Test("The callback is built from the public URL, whatever host the browser named")
    func callbackFromConfiguration() async throws {
        let site = try Site(.discogs, .discogs, publicURL: "https://app.example/base/")
        #expect(try site.client.callbackURL == "https://app.example/base/login/discogs/callback")
        #expect(try site.client.loginPath == "/base/login/discogs")
        let browser = Browser()
        _ = try await browser.open("/base/login/discogs", at: site.registry)
        let header = try #require(site.transport.requests.first?.request.headerFields[.authorization])
        #expect(header.contains("oauth_callback=\"https%3A%2F%2Fapp.example%2Fbase%2Flogin%2Fdiscogs%2Fcallback\""))
        #expect(!header.contains("evil"))
    }

    @Test("A profile that can't be fetched does not fail the login")
    func profileFails() async throws {
        var service = OAuth1Service.discogs
        service.probe = OAuth1Service.Probe("https://nowhere.example/me", userField: "id")
        let site = try Site(service, .discogs)
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let login = try #require(try await site.open(callback, browser)?.login)
        #expect(login.profile.userID == nil)
        #expect(login.profile.response == nil)
        #expect(login.profile.failure?.code == .unexpectedStatus)
        let without = try Site(change: { $0.fetchesProfile = false })
        let other = try await without.authorize(browser)
        #expect(try await without.open(other, browser)?.login?.profile.response == nil)
        #expect(without.transport.requests.count == 2)
    }

    @Test("A user's clients call with that user's token, on the service's API")
    func userClients() async throws {
        let site = try Site()
        let token = try await site.replica.issueToken()
        let clients = site.registry.clients { $0 == "discogs" ? token : nil }
        #expect(try await clients.hasToken(of: "discogs"))
        let response = try await clients.client("discogs").get("oauth/identity")
        #expect(response.text.contains("alice"))
        #expect(try await site.client.get("oauth/identity", token: token).status == .ok)
        #expect(try await site.client.post("lists", .form(["a": "b"]), token: token).status == .ok)
        #expect(site.transport.requests.last?.request.path == "/lists")

        let strangers = site.registry.clients { _ in nil }
        let error = await #expect(throws: OAuth1WebError.self) { try await strangers.client("discogs") }
        #expect(error?.code == .missingToken)
        #expect(error?.reason.contains("/login/discogs") == true)
        let unknown = await #expect(throws: OAuth1WebError.self) { try await strangers.client("nowhere") }
        #expect(unknown?.code == .unknownService)
    }
}
