//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Testing

@Suite("The page of a login that failed")
struct FailurePageTests {
    private static let codes: [OAuth1LoginFailure.Code] = [
        .denied, .expired, .otherBrowser, .replayed, .noLogin, .unreadable, .invalidCallback, .service, .otherSite,
        .unavailable, .speculative,
    ]

    @Test("It is a page with a heading, what happened and a way on, for every failure", arguments: codes)
    func page(_ code: OAuth1LoginFailure.Code) {
        let failure = OAuth1LoginFailure(
            code,
            serviceName: "x",
            reason: "What happened.",
            returnPath: OAuth1ReturnPath("/mine?a=b&c"),
            loginPath: "/login/x?next=%2Fmine",
            homePath: "/base/"
        )
        let response = failure.response
        #expect(response.status == code.status)
        #expect(response.head.headerFields[.contentType] == "text/html; charset=utf-8")
        #expect(response.head.headerFields[.cacheControl] == "no-store")
        let text = response.text
        #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
        #expect(text.contains("name=\"viewport\""))
        #expect(text.components(separatedBy: "<h1>").count == 2)
        #expect(text.contains("<p>What happened.</p>"))
        #expect(text.contains("prefers-color-scheme:dark"))
        if code == .replayed {
            #expect(text.contains("<a href=\"/mine?a=b&amp;c\">Continue</a>"))
        } else {
            #expect(text.contains("<a href=\"/login/x?next=%2Fmine\">Try again</a>"))
            #expect(text.contains("<a href=\"/base/\">"))
        }
        #expect(!text.contains("<script"))
    }

    @Test("Its policy allows this style, identified by its hash, and nothing else")
    func policy() throws {
        let response = OAuth1LoginFailure(.service, serviceName: "x", reason: "r").response
        let policy = try #require(response.head.headerFields[.contentSecurityPolicy])
        let style = try #require(
            response.text.components(separatedBy: "<style>").last?.components(separatedBy: "</style>").first
        )
        let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        #expect(
            policy
                == "default-src 'none'; style-src 'sha256-\(hash)'; form-action 'none'; frame-ancestors 'none'; "
                + "base-uri 'none'"
        )
        #expect(!response.text.contains("style=\""))
    }

    @Test("An application's style comes after the built-in one, and its policy allows both together")
    func style() throws {
        let failure = OAuth1LoginFailure(.service, serviceName: "x", reason: "r")
        let response = failure.response(style: OAuth1PageStyle(css: "h1{color:teal}</style><b>"))
        let style = try #require(
            response.text.components(separatedBy: "<style>").last?.components(separatedBy: "</style>").first
        )
        #expect(style.hasPrefix(OAuth1PageStyle.standard.source))
        #expect(style.hasSuffix("h1{color:teal}<\\/style><b>"))
        let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        #expect(response.head.headerFields[.contentSecurityPolicy]?.contains("style-src 'sha256-\(hash)';") == true)
        #expect(failure.response == failure.response(style: .standard))
    }

    @Test("All inserted text is escaped")
    func escapes() {
        let evil = "\"><script>alert('x')</script>&"
        let response = OAuth1LoginFailure(
            .replayed,
            serviceName: evil,
            reason: evil,
            returnPath: OAuth1ReturnPath("/\"><script>'&amp;"),
            loginPath: "/" + evil,
            homePath: "/" + evil
        )
        .response
        #expect(!response.text.contains("<script"))
        #expect(response.text.contains("&lt;script&gt;alert(&#39;x&#39;)"))
    }

    @Test("It leads to the login's route with the return path that this browser's login had, or to the route alone")
    func leadsOn() async throws {
        let site = try Site(publicURL: "https://app.example/base")
        let browser = Browser()
        let callback = try await site.authorize(browser, next: "/base/mine?a=b", allow: false)
        func page(_ browser: Browser) async throws -> OAuth1Response {
            try #require(
                try await site.registry.respond(to: browser.request(callback)) { .redirect(to: $0.returnPath) }
            )
        }
        let stranger = try await page(Browser())
        #expect(stranger.status == .badRequest)
        #expect(stranger.text.contains("<a href=\"/base/login/discogs\">Try again</a>"))
        #expect(stranger.text.contains("<a href=\"/base/\">"))
        let own = try await page(browser)
        #expect(own.status == .forbidden)
        #expect(own.text.contains("<a href=\"/base/login/discogs?next=%2Fbase%2Fmine%3Fa%3Db\">Try again</a>"))
        #expect(own.text.contains("Access to Discogs was denied"))
    }
}
