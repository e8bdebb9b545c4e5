//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("How the pages of a provider look")
struct ConsentPageTests {
    /// Each kind of page: the question, the code, both denials, and an error.
    private func pages(_ service: TestService) async throws -> [OAuth1ServerResponse] {
        var pages: [OAuth1ServerResponse] = []
        for decision in ["allow", "deny"] {
            let token = try await service.obtainRequestToken(callback: "oob")
            let path = "/oauth/authorize?oauth_token=\(token.token)"
            let question = try await service.get(path)
            let formToken = try #require(
                question.text.firstRange(of: "name=\"form_token\" value=\"")
                    .map { question.text[$0.upperBound...].prefix { $0 != "\"" } }
            )
            let form: OAuth1Parameters = [
                "oauth_token": token.token, "form_token": String(formToken), "decision": decision,
            ]
            pages += [question, try await service.post("/oauth/authorize", form), try await service.get(path)]
        }
        return pages + [try await service.get("/oauth/authorize?oauth_token=unknown")]
    }

    private func style(of page: OAuth1ServerResponse) throws -> String {
        let start = try #require(page.text.firstRange(of: "<style>")).upperBound
        let end = try #require(page.text.firstRange(of: "</style>")).lowerBound
        return String(page.text[start..<end])
    }

    @Test("Every page has a language, a title, one main element and one heading, and names the service")
    func structure() async throws {
        let service = TestService(configure: { $0.serviceName = "Photos & Co" })
        for page in try await pages(service) {
            let text = page.text
            #expect(text.hasPrefix("<!DOCTYPE html>\n<html lang=\"en\">"))
            #expect(text.contains(" – Photos &amp; Co</title>"))
            #expect(text.ranges(of: "<main>").count == 1)
            #expect(text.ranges(of: "<h1>").count == 1)
            #expect(text.contains("<p class=\"service\"><bdi>Photos &amp; Co</bdi></p>"))
            #expect(text.contains("name=\"viewport\""))
            #expect(text.contains("prefers-color-scheme:dark"))
        }
    }

    @Test(
        "The policy of every page allows its style by the hash, and no other",
        arguments: ["", ":root{--accent:#7a1f5c}", "a{}\r\nb{}\rc{}\0", "</style><script>alert(1)</script>"]
    )
    func policy(css: String) async throws {
        let service = TestService(configure: { $0.pageStyle = OAuth1PageStyle(css: css) })
        for page in try await pages(service) {
            let style = try style(of: page)
            let hash = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
            let policy = try #require(page.response.headerFields[.contentSecurityPolicy])
            #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-\(hash)'; form-action "))
            #expect(policy.hasSuffix("; frame-ancestors 'none'; base-uri 'none'"))
            #expect(!policy.contains("unsafe"))
            #expect(!page.text.contains("style=\""))
            // Browsers replace these when they read the page, and would hash something else.
            #expect(!page.text.utf8.contains(0x0D) && !page.text.utf8.contains(0))
            #expect(page.text.ranges(of: "</style>").count == 1)
        }
    }

    @Test("The provider's style comes after the built-in one")
    func override() async throws {
        let service = TestService(configure: { $0.pageStyle = OAuth1PageStyle(css: ":root{--accent:#7a1f5c}") })
        let page = try await service.get("/oauth/authorize?oauth_token=unknown")
        let style = try style(of: page)
        #expect(style.hasSuffix(":root{--accent:#7a1f5c}"))
        #expect(style.hasPrefix(OAuth1PageStyle.standard.source))
    }

    @Test("The page says what the client will be able to do, in the provider's words, escaped")
    func access() async throws {
        let service = TestService(configure: {
            $0.describeAccess = { parameters in
                parameters.values(for: "scope").map { $0 == "photos" ? "See your photos" : "Use <\($0)>" }
            }
        })
        func page(_ query: String) async throws -> String {
            let signed = try service.signed(
                "/oauth/request_token" + query,
                by: service.signer(),
                OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
            )
            let token = try #require(OAuth1Parameters(formEncoded: try await service.send(signed).text)["oauth_token"])
            return try await service.get("/oauth/authorize?oauth_token=\(token)").text
        }
        let described = try await page("?scope=photos&scope=%3Cx%3E")
        #expect(described.contains("<ul>\n<li>See your photos</li>\n<li>Use &lt;&lt;x&gt;&gt;</li>\n</ul>"))
        #expect(!described.contains("in your name"))
        let general = try await page("")
        #expect(general.contains("it can use your account in your name until you remove its access"))
        #expect(!general.contains("<ul>"))
    }
}
