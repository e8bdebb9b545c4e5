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

@Suite("The page of a user's grants")
struct GrantsPageTests {
    private static let path = "/oauth/grants"

    /// The fields of the first form of a page.
    private func form(of page: OAuth1ServerResponse) throws -> OAuth1Parameters {
        OAuth1Parameters(
            try ["oauth_consumer_key", "form_token"]
                .map { name in
                    let start = try #require(page.text.firstRange(of: "name=\"\(name)\" value=\"")).upperBound
                    return OAuth1Parameter(name, String(page.text[start...].prefix { $0 != "\"" }))
                }
        )
    }

    /// Whether a call with the token is accepted.
    private func isAccepted(_ token: OAuth1AccessToken, _ service: TestService) async throws -> Bool {
        let signed = try service.signed("/me", method: .get, by: service.signer(token: token))
        return (try? await service.protector.authenticate(signed.request, body: [])) != nil
    }

    @Test("A user sees each client once, with the day of the first consent, and removes its access")
    func removal() async throws {
        let service = TestService()
        let first = try await service.obtainAccessToken()
        service.clock.advance(by: 86_400)
        let second = try await service.obtainAccessToken()
        let page = try await service.get(Self.path)
        #expect(page.response.status == .ok)
        #expect(page.text.ranges(of: "<section>").count == 1)
        #expect(page.text.contains("<h2><bdi>App</bdi></h2>"))
        #expect(page.text.contains("<time datetime=\"2023-11-14\">14 November 2023</time>"))
        #expect(page.text.contains("aria-label=\"Remove access: App\""))
        #expect(page.text.contains("signed in as <strong><bdi>Ada</bdi></strong>"))

        let answer = try await service.post(Self.path, try form(of: page))
        #expect(answer.response.status == .seeOther)
        let location = try #require(answer.response.headerFields[.location])
        #expect(location.hasPrefix("?"))
        let after = try await service.get(Self.path + location)
        #expect(after.text.contains("<p role=\"status\"><strong>Access removed: <bdi>App</bdi> can"))
        #expect(after.text.contains("No application can use your account."))
        for token in [first, second] { #expect(try await !isAccepted(token, service)) }
        _ = try await service.obtainAccessToken()
        let allowedAgain = try await service.get(Self.path + location)
        #expect(!allowedAgain.text.contains("role=\"status\""))
        #expect(service.events.events.contains { $0.endpoint == .grants && $0.clientKey == "key" && $0.error == nil })
    }

    @Test("A form that is sent twice has the same answer")
    func repeatedForm() async throws {
        let service = TestService()
        _ = try await service.obtainAccessToken()
        let form = try form(of: try await service.get(Self.path))
        let answers = [try await service.post(Self.path, form), try await service.post(Self.path, form)]
        #expect(answers[0].response.headerFields[.location] == answers[1].response.headerFields[.location])
        for answer in answers { #expect(answer.response.status == .seeOther) }
    }

    @Test("A form of another user, client or purpose, or without its field, removes nothing")
    func forgery() async throws {
        let user = Mutex("attacker")
        let service = TestService(authenticateUser: { _ in .user(id: user.withLock { $0 }) })
        _ = try await service.obtainAccessToken()
        let attackers = try form(of: try await service.get(Self.path))
        let notice = try #require(
            try await service.post(Self.path, attackers).response.headerFields[.location]
        )
        let noticeCode = try #require(OAuth1Parameters(formEncoded: String(notice.dropFirst()))["removed"])

        user.withLock { $0 = "victim" }
        let token = try await service.obtainAccessToken()
        let own = try form(of: try await service.get(Self.path))
        let consent = try await service.obtainRequestToken()
        let consentForm = try service.form(
            of: try await service.get("/oauth/authorize?oauth_token=\(consent.token)"),
            consent,
            "allow"
        )
        let formTokens = [nil, "", "0", attackers["form_token"], noticeCode, consentForm["form_token"]]
        for formToken in formTokens {
            var form: OAuth1Parameters = ["oauth_consumer_key": "key"]
            if let formToken { form.append(OAuth1Parameter("form_token", formToken)) }
            let response = try await service.post(Self.path, form)
            #expect(response.response.status == .forbidden)
            #expect(response.text.contains("Nothing was removed"))
        }
        var otherClient: OAuth1Parameters = ["oauth_consumer_key": "other"]
        otherClient.append(OAuth1Parameter("form_token", own["form_token"] ?? ""))
        #expect(try await service.post(Self.path, otherClient).response.status == .forbidden)
        #expect(try await isAccepted(token, service))
        // Another user's notice is not shown, so that no link can claim that access was removed.
        let page = try await service.get(Self.path + notice)
        #expect(!page.text.contains("role=\"status\""))
    }

    @Test("A user sees and removes only what that user allowed")
    func otherUsers() async throws {
        let user = Mutex("first")
        let service = TestService(authenticateUser: { _ in .user(id: user.withLock { $0 }) })
        let token = try await service.obtainAccessToken()
        user.withLock { $0 = "second" }
        #expect(try await service.get(Self.path).text.contains("No application can use your account."))
        _ = try await service.obtainAccessToken()
        _ = try await service.post(Self.path, try form(of: try await service.get(Self.path)))
        #expect(try await isAccepted(token, service))
    }

    @Test("Who is not signed in is sent to the sign-in page, and sees nothing")
    func signIn() async throws {
        let service = TestService(authenticateUser: { _ in .response(.redirect(to: "/sign-in")) })
        for response in [try await service.get(Self.path), try await service.post(Self.path, [])] {
            #expect(response.response.headerFields[.location] == "/sign-in")
            #expect(response.body.isEmpty)
        }
    }

    @Test("The page escapes names, can't be framed or stored, and its policy allows its style by the hash")
    func safety() async throws {
        let service = TestService(
            client: OAuth1RegisteredClient(
                credentials: TestService.client,
                displayName: "\"><script>alert(1)</script>"
            ),
            authenticateUser: { _ in .user(id: "u", displayName: "<img src=x>") },
            configure: { $0.serviceName = "<b>Service" }
        )
        _ = try await service.obtainAccessToken()
        let page = try await service.get(Self.path)
        #expect(!page.text.contains("<script") && !page.text.contains("<img") && !page.text.contains("<b>"))
        let fields = page.response.headerFields
        #expect(fields[.cacheControl] == "no-store")
        #expect(HTTPField.Name("Referrer-Policy").flatMap { fields[$0] } == "no-referrer")
        let policy = try #require(fields[.contentSecurityPolicy])
        #expect(policy.contains("default-src 'none'; style-src 'sha256-"))
        #expect(policy.contains("form-action 'self'; frame-ancestors 'none'; base-uri 'none'"))
        #expect(try await service.post(Self.path, []).response.headerFields[.contentSecurityPolicy] != nil)
    }

    @Test("The application forgets its consent before tokens are revoked, and a failure revokes nothing")
    func priorConsent() async throws {
        struct Failure: Error {}
        let fails = Mutex(true)
        let forgotten = Mutex<[String]>([])
        let service = TestService(accessRemoved: { userID, clientKey in
            if fails.withLock({ $0 }) { throw Failure() }
            forgotten.withLock { $0.append("\(userID) \(clientKey)") }
        })
        let token = try await service.obtainAccessToken()
        let form = try form(of: try await service.get(Self.path))
        let failed = try await service.post(Self.path, form)
        #expect(failed.response.status == .internalServerError)
        #expect(failed.text.contains("The access was not changed"))
        #expect(try await isAccepted(token, service))
        fails.withLock { $0 = false }
        _ = try await service.post(Self.path, form)
        #expect(forgotten.withLock { $0 } == ["user-7 key"])
        #expect(try await !isAccepted(token, service))
    }

    @Test("A custom page gets the list, and a response with the header fields of the built-in page")
    func customPage() async throws {
        let service = TestService(grantsPage: { list in
            list.response(html: "<style>\(list.styleSheet)</style>\(list.entries.map(\.displayName))")
        })
        _ = try await service.obtainAccessToken()
        let page = try await service.get(Self.path)
        #expect(page.text.hasSuffix("[\"App\"]"))
        let builtIn = try await TestService().get(Self.path)
        #expect(page.response == builtIn.response)
    }

    @Test("Other methods, bodies that are not forms and large ones are rejected with a page")
    func badRequests() async throws {
        let service = TestService()
        let delete = try HTTPRequest(method: .delete, absoluteURL: TestService.origin + Self.path)
        let answer = try #require(await service.server.respond(to: delete))
        #expect(answer.response.status == .methodNotAllowed)
        let json = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + Self.path,
            headerFields: [.contentType: "application/json"]
        )
        let rejection = try #require(await service.server.respond(to: json, body: Array("{}".utf8)))
        #expect(rejection.response.status == .badRequest)
        let large: OAuth1Parameters = ["form_token": String(repeating: "0", count: 70_000)]
        #expect(try await service.post(Self.path, large).response.status == .contentTooLarge)
    }
}
