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

@Suite("Pages that browsers ask for ahead of time")
struct SpeculationTests {
    /// A field with which a browser announces that no user asked for the page.
    struct Announcement: Sendable, CustomTestStringConvertible {
        let name: String
        let value: String

        var testDescription: String { "\(name): \(value)" }

        static let all = [
            Announcement(name: "Sec-Purpose", value: "prefetch"),
            Announcement(name: "Sec-Purpose", value: "prefetch;prerender"),
            Announcement(name: "Sec-Purpose", value: "prefetch; anonymous-client-ip"),
            Announcement(name: "sec-purpose", value: "Prefetch"),
            Announcement(name: "Sec-Purpose", value: "other, prefetch"),
            Announcement(name: "Purpose", value: "prefetch"),
            Announcement(name: "Purpose", value: "prerender"),
            Announcement(name: "X-Moz", value: "prefetch"),
            Announcement(name: "X-Purpose", value: "preview"),
        ]
    }

    private static func request(_ target: String, _ browser: Browser, _ announcement: Announcement) throws
        -> HTTPRequest
    {
        var request = browser.request(target)
        let name = try #require(HTTPField.Name(announcement.name))
        request.headerFields.append(HTTPField(name: name, value: announcement.value))
        return request
    }

    private static func expectSpeculation(_ response: HTTPResponse) {
        #expect(response.status == .serviceUnavailable)
        #expect(response.headerFields[.cacheControl] == "no-store")
        #expect(response.headerFields[.vary] == "Sec-Purpose, Purpose, X-Moz, X-Purpose")
        #expect(response.headerFields[values: .setCookie].isEmpty)
    }

    @Test("A prefetched callback uses nothing up, and the user's own visit logs in", arguments: Announcement.all)
    func callback(_ announcement: Announcement) async throws {
        for storage in StorageKind.allCases {
            let site = try Site(storage: storage.make())
            let browser = Browser()
            let callback = try await site.authorize(browser, next: "/mine")
            let requests = site.transport.requests.count
            let request = try Self.request(callback, browser, announcement)
            let response = try await site.registry.respond(
                to: request,
                onFailure: { _ in
                    Issue.record("a speculative request is no failure of the application")
                    return OAuth1Response(head: HTTPResponse(status: .ok))
                },
                onLogin: { _ in
                    Issue.record("a speculative request logged in")
                    return OAuth1Response(head: HTTPResponse(status: .ok))
                }
            )
            Self.expectSpeculation(try #require(response).head)
            #expect(site.transport.requests.count == requests)
            #expect(try await site.open(callback, browser)?.login?.returnPath.description == "/mine")
        }
    }

    @Test(
        "A prefetched login asks the service for no token, and the application for nothing",
        arguments: Announcement.all
    )
    func login(_ announcement: Announcement) async throws {
        let site = try Site()
        let request = try Self.request("/login/discogs", Browser(), announcement)
        let answer = try await site.registry.answer(request, at: .login(try site.client)) {
            Issue.record("the application was asked")
            return nil
        }
        guard case .response(let response) = answer else {
            Issue.record("expected a response")
            return
        }
        Self.expectSpeculation(response)
        #expect(site.transport.requests.isEmpty)
    }

    @Test("The steps of a login are as careful as the routes", arguments: Announcement.all)
    func steps(_ announcement: Announcement) async throws {
        let site = try Site()
        let browser = Browser()
        let begin = try Self.request("/begin", browser, announcement)
        Self.expectSpeculation(try await site.client.authorizeRedirect(for: begin))
        let error = await #expect(throws: OAuth1WebError.self) { try await site.client.startLogin(for: begin) }
        #expect(error?.code == .speculativeRequest)
        #expect(site.transport.requests.isEmpty)

        let callback = try await site.authorize(browser)
        let outcome = try await site.client.authorizeAccessToken(from: Self.request(callback, browser, announcement))
        let failure = #expect(throws: OAuth1LoginFailure.self) { try outcome.login() }
        #expect(failure?.code == .speculative)
        var response = try #require(failure).response.head
        response.headerFields.add(outcome)
        Self.expectSpeculation(response)
        #expect(try await site.open(callback, browser)?.login != nil)
    }

    @Test(
        "Other values of these fields do not cause a rejection",
        arguments: [
            Announcement(name: "Sec-Purpose", value: ""), Announcement(name: "Purpose", value: "navigate"),
            Announcement(name: "X-Moz", value: "microsummary"), Announcement(name: "X-Purpose", value: "prefetching"),
            Announcement(name: "Purpose", value: "no-prefetch"), Announcement(name: "Referer", value: "prefetch"),
        ]
    )
    func otherValues(_ announcement: Announcement) async throws {
        let site = try Site()
        let answer = try await site.registry.answer(
            Self.request("/login/discogs", Browser(), announcement),
            at: .login(try site.client)
        )
        guard case .response(let response) = answer else {
            Issue.record("expected a redirect")
            return
        }
        #expect(response.status == .seeOther)
    }

    @Test("HEAD and other methods have no consequences", arguments: [HTTPRequest.Method.head, .post, .options, .put])
    func methods(_ method: HTTPRequest.Method) async throws {
        let site = try Site()
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let requests = site.transport.requests.count
        for target in [callback, "/login/discogs"] {
            var request = browser.request(target)
            request.method = method
            let response = try await site.registry.respond(to: request) { _ in
                Issue.record("logged in")
                return OAuth1Response(head: HTTPResponse(status: .ok))
            }
            #expect(response?.status == .methodNotAllowed)
        }
        #expect(site.transport.requests.count == requests)
        #expect(try await site.open(callback, browser)?.login != nil)
    }
}
