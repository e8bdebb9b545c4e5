//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("The consent page")
struct ConsentTests {
    @Test("The page escapes what clients and users are called, and allows nothing from elsewhere")
    func escaping() async throws {
        let evil = "<script>alert(1)</script>\"&'"
        let service = TestService(
            client: OAuth1RegisteredClient(credentials: TestService.client, displayName: evil),
            authenticateUser: { _ in .user(id: "u", displayName: evil) },
            configure: { $0.serviceName = evil }
        )
        let token = try await service.obtainRequestToken()
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        #expect(page.response.status == .ok)
        #expect(!page.text.contains("<script"))
        #expect(page.text.contains("&lt;script&gt;"))
        let policy = try #require(
            page.response.headerFields.first { $0.name.canonicalName == "content-security-policy" }
        )
        #expect(policy.value.contains("default-src 'none'"))
        #expect(policy.value.contains("frame-ancestors 'none'"))
        #expect(page.response.headerFields[.cacheControl] == "no-store")
    }

    @Test("A decision needs the page's own form token, of this user and this request token")
    func forgery() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let other = try await service.obtainRequestToken()
        let page = try await service.get("/oauth/authorize?oauth_token=\(other.token)")
        var foreign = try service.form(of: page, other, "allow")
        foreign = OAuth1Parameters(
            foreign.map { $0.name == "oauth_token" ? OAuth1Parameter("oauth_token", token.token) : $0 }
        )
        for form in [foreign, ["oauth_token": token.token, "decision": "allow"]] as [OAuth1Parameters] {
            let answer = try await service.post("/oauth/authorize", form)
            #expect(answer.response.status == .forbidden)
            #expect(answer.response.headerFields[.location] == nil)
        }
        // The question is still open for the user.
        #expect(try await service.decide(token).response.status == .seeOther)
    }

    @Test(
        "The callback keeps its query and fragment",
        arguments: [
            ("https://a.example/cb", "https://a.example/cb?oauth_token="),
            ("https://a.example/cb?x=%7e", "https://a.example/cb?x=%7e&oauth_token="),
            ("myapp:/done", "myapp:/done?oauth_token="),
        ]
    )
    func callback(callback: String, beginning: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: callback)
        let location = try #require(try await service.decide(token).response.headerFields[.location])
        #expect(location.hasPrefix(beginning + token.token + "&oauth_verifier="))
        let withFragment = try await service.obtainRequestToken(callback: callback + "#top")
        let second = try #require(try await service.decide(withFragment).response.headerFields[.location])
        #expect(second.hasPrefix(beginning) && second.hasSuffix("#top"))
    }

    @Test("A refusal is told in two dialects and ends the request token")
    func denial() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let location = try #require(try await service.decide(token, "deny").response.headerFields[.location])
        #expect(location.contains("oauth_problem=user_refused"))
        #expect(location.contains("denied=\(token.token)"))
        #expect(try await service.get("/oauth/authorize?oauth_token=\(token.token)").response.status.code >= 400)
        #expect(try await service.exchange(token, verifier: "x").response.status == .unauthorized)
    }

    @Test("Out of band the page shows a code that can be typed, with or without its gaps")
    func outOfBand() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: "oob")
        let page = try await service.decide(token)
        let code = try #require(page.text.firstMatch(of: #/<code id="oauth_verifier">([0-9]{9})<\/code>/#)).1
        let typed = "\(code.prefix(3)) \(code.dropFirst(3))"
        #expect(try await service.exchange(token, verifier: typed).response.status == .ok)
    }

    @Test("A request token is decided about once, and unknown or expired ones not at all")
    func once() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        _ = try await service.decide(token)
        for path in [
            "/oauth/authorize?oauth_token=\(token.token)", "/oauth/authorize?oauth_token=x", "/oauth/authorize",
        ] {
            let answer = try await service.get(path)
            #expect(answer.response.status.code >= 400)
            #expect(answer.response.headerFields[.location] == nil)
        }
        let late = try await service.obtainRequestToken()
        service.clock.advance(by: 601)
        #expect(try await service.get("/oauth/authorize?oauth_token=\(late.token)").response.status.code >= 400)
    }

    @Test("Who is not signed in gets the application's own answer")
    func signIn() async throws {
        let service = TestService(authenticateUser: { _ in .response(.redirect(to: "/sign-in")) })
        let token = try await service.obtainRequestToken()
        let answer = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        #expect(answer.response.headerFields[.location] == "/sign-in")
    }
}
