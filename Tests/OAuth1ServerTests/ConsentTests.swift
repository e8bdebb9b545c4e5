//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Synchronization
import Testing

@Suite("The consent page")
struct ConsentTests {
    @Test("The page names client, service, user and destination, and escapes them all")
    func escaping() async throws {
        let name = "<script>alert(\"1\")</script>&'\u{0}"
        let service = TestService(
            client: OAuth1RegisteredClient(credentials: TestService.client, displayName: name),
            authenticateUser: { _ in .user(id: "u", displayName: "\"><img src=x>") },
            configure: { $0.serviceName = "<b>Service" }
        )
        let token = try await service.obtainRequestToken()
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        #expect(page.response.status == .ok)
        #expect(page.text.contains("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39; </bdi>"))
        #expect(page.text.contains("&quot;&gt;&lt;img src=x&gt;"))
        #expect(page.text.contains("&lt;b&gt;Service"))
        #expect(page.text.contains("app.example.net"))
        #expect(!page.text.contains("<script") && !page.text.contains("<img") && !page.text.contains("<b>"))
        #expect(!page.text.contains("http://") && !page.text.contains("https://"))
    }

    @Test("The page can't be framed, stored or leaked as a referrer")
    func headers() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let fields = try await service.get("/oauth/authorize?oauth_token=\(token.token)").response.headerFields
        #expect(fields[.contentType] == "text/html; charset=utf-8")
        #expect(fields[.cacheControl] == "no-store")
        #expect(HTTPField.Name("X-Frame-Options").flatMap { fields[$0] } == "DENY")
        #expect(HTTPField.Name("Referrer-Policy").flatMap { fields[$0] } == "no-referrer")
        #expect(fields[.xContentTypeOptions] == "nosniff")
        let policy = try #require(fields[.contentSecurityPolicy])
        #expect(policy.hasPrefix("default-src 'none'; style-src 'sha256-"))
        #expect(policy.contains("; form-action 'self' https:"))
        #expect(policy.contains("frame-ancestors 'none'"))
    }

    @Test(
        "The form may lead to the scheme of the callback",
        arguments: [
            ("oob", "'self';"), ("http://127.0.0.1:9/cb", "'self' http: https:;"), ("myapp://x", "'self' myapp:;"),
        ]
    )
    func formTargets(callback: String, expected: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: callback)
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        #expect(page.response.headerFields[.contentSecurityPolicy]?.contains("form-action \(expected)") == true)
    }

    @Test("Unknown, expired, decided and absent tokens get a page with an error and no redirect")
    func closedQuestions() async throws {
        let service = TestService()
        let decided = try await service.obtainRequestToken()
        _ = try await service.decide(decided)
        let expired = try await service.obtainRequestToken()
        let open = try await service.obtainRequestToken()
        service.clock.advance(by: 601)
        let paths: [(String, HTTPResponse.Status)] = [
            ("", .badRequest), ("?oauth_token=", .badRequest),
            ("?oauth_token=\(open.token)&oauth_token=\(open.token)", .badRequest),
            ("?oauth_token=" + String(repeating: "x", count: 2_000), .badRequest), ("?oauth_token=x", .unauthorized),
            ("?oauth_token=\(decided.token)", .unauthorized), ("?oauth_token=\(expired.token)", .unauthorized),
            ("?oauth_token=%00%FF%3Cb%3E", .unauthorized),
        ]
        for (query, status) in paths {
            let page = try await service.get("/oauth/authorize" + query)
            #expect(page.response.status == status)
            #expect(page.response.headerFields[.location] == nil)
            #expect(page.response.headerFields[.contentType] == "text/html; charset=utf-8")
            #expect(!page.text.contains("oauth_token="))
        }
    }

    @Test("A decision needs the form token of this request token and this user")
    func forgery() async throws {
        let user = Mutex("victim")
        let service = TestService(authenticateUser: { _ in .user(id: user.withLock { $0 }) })
        let token = try await service.obtainRequestToken()
        let other = try await service.obtainRequestToken()
        let path = "/oauth/authorize?oauth_token="
        let otherForm = try service.form(of: try await service.get(path + other.token), other, "allow")
        user.withLock { $0 = "attacker" }
        let attackersForm = try service.form(of: try await service.get(path + token.token), token, "allow")
        user.withLock { $0 = "victim" }

        let formTokens = [nil, "", "0", otherForm["form_token"], attackersForm["form_token"]]
        for formToken in formTokens {
            for decision in ["allow", "deny"] {
                var form: OAuth1Parameters = ["oauth_token": token.token, "decision": decision]
                if let formToken { form.append(OAuth1Parameter("form_token", formToken)) }
                let response = try await service.post("/oauth/authorize", form)
                #expect(response.response.status == .forbidden)
                #expect(response.response.headerFields[.location] == nil)
            }
        }
        #expect(await service.tokens.requestToken(token.token)?.authorization == nil)
        #expect(try await service.decide(token).response.status == .seeOther)
    }

    @Test("The form token is the same on all machines with the same secret, and on no others")
    func consentSecret() async throws {
        let tokens = OAuth1InMemoryTokenStore()
        let services = ["shared", "shared", "different"]
            .map { secret in
                TestService(tokenStore: tokens, configure: { $0.consentSecret = OAuth1Secret(secret) })
            }
        let token = try await services[0].obtainRequestToken()
        let page = try await services[0].get("/oauth/authorize?oauth_token=\(token.token)")
        let form = try services[0].form(of: page, token, "allow")
        #expect(try await services[2].post("/oauth/authorize", form).response.status == .forbidden)
        #expect(try await services[1].post("/oauth/authorize", form).response.status == .seeOther)
    }

    @Test("Posts without a form or without a decision are rejected")
    func badForms() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        for decision in ["", "Allow", "allow&decision=deny"] {
            let form = try service.form(of: page, token, "x").filter { $0.name != "decision" }
            let text = OAuth1Parameters(form).formEncodedString + "&decision=\(decision)"
            let response = try await service.post("/oauth/authorize", OAuth1Parameters(formEncoded: text))
            #expect(response.response.status == .badRequest)
        }
        let json = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/oauth/authorize?oauth_token=\(token.token)",
            headerFields: [.contentType: "application/json"]
        )
        let body = try service.form(of: page, token, "allow").formEncoded
        #expect(await service.server.respond(to: json, body: body)?.response.status == .badRequest)
        #expect(await service.tokens.requestToken(token.token)?.authorization == nil)
    }

    @Test("Denial goes back to the client in both dialects, and the request token is of no use anymore")
    func denial() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: "https://app.example.net/?state=1")
        let response = try await service.decide(token, "deny")
        #expect(response.response.status == .seeOther)
        #expect(
            response.response.headerFields[.location]
                == "https://app.example.net/?state=1&oauth_token=\(token.token)&oauth_problem=user_refused"
                + "&denied=\(token.token)"
        )
        #expect(await service.tokens.requestToken(token.token)?.authorization == nil)
        let exchange = try await service.exchange(token, verifier: "x")
        #expect(exchange.response.status == .forbidden)
        #expect(exchange.problem == "user_refused")
    }

    @Test("Without a callback the user gets a code to type, with spaces or without")
    func outOfBand() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: "oob")
        let page = try await service.decide(token)
        #expect(page.response.status == .ok)
        #expect(page.response.headerFields[.cacheControl] == "no-store")
        let code = String(try #require(page.text.firstMatch(of: #/<code id="oauth_verifier">([0-9]{9})</#)).1)
        let typed = "\(code.prefix(3)) \(code.dropFirst(3).prefix(3))-\(code.suffix(3)) "
        #expect(try await service.exchange(token, verifier: typed).response.status == .ok)
    }

    @Test("Denial without a callback is a page")
    func outOfBandDenial() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(callback: "oob")
        let page = try await service.decide(token, "deny")
        #expect(page.response.status == .ok)
        #expect(page.text.contains("Access was not given to"))
        #expect(await service.tokens.requestToken(token.token)?.deniedBy == "user-7")
    }

    @Test("A user who is not signed in gets the application's response")
    func login() async throws {
        let service = TestService(
            authenticateUser: { request in .response(.redirect(to: "/login?next=\(request.path ?? "")")) }
        )
        let token = try await service.obtainRequestToken()
        let response = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        #expect(response.response.status == .seeOther)
        #expect(
            response.response.headerFields[.location] == "/login?next=/oauth/authorize?oauth_token=\(token.token)"
        )
        let form: OAuth1Parameters = ["oauth_token": token.token, "form_token": "", "decision": "allow"]
        #expect(try await service.post("/oauth/authorize", form).response.status == .seeOther)
        #expect(await service.tokens.requestToken(token.token)?.authorization == nil)
        // Invalid tokens don't even reach the login page.
        #expect(try await service.get("/oauth/authorize?oauth_token=x").response.status == .unauthorized)
    }

    @Test("A page of the application's own has what its form needs")
    func ownPage() async throws {
        let service = TestService()
        let server = OAuth1AuthorizationServer(
            stores: service.server.stores,
            configuration: service.server.configuration,
            consentPage: { request in
                let text =
                    "\(request.client.displayName)|\(request.user.id)|\(request.destination)|\(request.formToken)"
                return OAuth1ServerResponse(HTTPResponse(status: .ok), body: Array(text.utf8))
            },
            authenticateUser: { _ in TestService.user }
        )
        let token = try await service.obtainRequestToken()
        let request = try HTTPRequest(
            method: .get,
            absoluteURL: TestService.origin + "/oauth/authorize?oauth_token=\(token.token)"
        )
        let page = try #require(await server.respond(to: request))
        let parts = page.text.split(separator: "|").map(String.init)
        #expect(parts.dropLast() == ["App", "user-7", "app.example.net"])
        let form: OAuth1Parameters = [
            "oauth_token": token.token, "form_token": try #require(parts.last), "decision": "allow",
        ]
        let post = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/oauth/authorize",
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
        #expect(await server.respond(to: post, body: form.formEncoded)?.response.status == .seeOther)
    }

    @Test("An error thrown by the application is answered with 500 and not shown")
    func failingClosure() async throws {
        let service = TestService(authenticateUser: { _ in throw BrokenTokenStore.Failure() })
        let token = try await service.obtainRequestToken()
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        #expect(page.response.status == .internalServerError)
        #expect(!page.text.contains("Failure") && !page.text.contains("password"))
    }

    @Test("The observer receives every request and no secret, token or verifier")
    func observer() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        _ = try await service.exchange(token, verifier: "wrong")
        _ = try await service.exchange(token, verifier: verifier)
        _ = try await service.get("/oauth/authorize?oauth_token=x")
        let unknown = OAuth1ClientCredentials(key: "nobody", secret: "secret")
        _ = try await service.send(
            try service.signed(
                "/oauth/request_token",
                by: service.signer(unknown),
                OAuth1SigningOptions(callback: "oob")
            )
        )
        let events = service.events.events
        #expect(
            events.map(\.error) == [nil, nil, nil, .verifierRejected, nil, .tokenRejected, .consumerKeyUnknown]
        )
        #expect(events.map(\.clientKey) == ["key", "key", "key", "key", "key", nil, nil])
        var dumped = ""
        dump(events, to: &dumped)
        for secret in [token.token, token.secret.reveal(), verifier, "client-secret", "nobody"] {
            #expect(!dumped.contains(secret))
        }
    }
}
