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

@Suite("Parameters of a client's request and fields of the consent form")
struct KeptParameterTests {
    /// What the closure that makes the token's parameters was given.
    private final class Grants: Sendable {
        private let grants = Mutex<[OAuth1Grant]>([])

        var all: [OAuth1Grant] { grants.withLock { $0 } }

        func add(_ grant: OAuth1Grant) { grants.withLock { $0.append(grant) } }
    }

    private func request(
        _ service: TestService,
        query: String = "",
        form: String? = nil,
        placement: OAuth1Placement = .header
    ) throws -> OAuth1SignedRequest {
        var request = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/oauth/request_token" + query
        )
        if form != nil { request.headerFields[.contentType] = "application/x-www-form-urlencoded" }
        return try service.signer(placement: placement)
            .sign(
                request,
                body: form.map { Array($0.utf8) },
                OAuth1SigningOptions(callback: TestService.callback, isTokenRequest: true)
            )
    }

    @Test("Parameters of query and form get from the request to the access token, with the fields of the decision")
    func wholeWay() async throws {
        let grants = Grants()
        let service = TestService(
            grantParameters: { grant in
                grants.add(grant)
                return ["scope": grant.decisionFields.values(for: "scope").joined(separator: " ")]
            }
        )
        let signed = try request(service, query: "?scope=read%20write&x_auth=1", form: "name=caf%C3%A9&scope=extra")
        let response = try await service.send(signed)
        try #require(response.response.status == .ok, "\(response.text)")
        let token = OAuth1RequestToken(
            token: try #require(response.parameters["oauth_token"]),
            secret: OAuth1Secret(try #require(response.parameters["oauth_token_secret"]))
        )
        let asked: OAuth1Parameters = ["scope": "read write", "x_auth": "1", "name": "caf\u{E9}", "scope": "extra"]
        #expect(await service.tokens.requestToken(token.token)?.parameters == asked)

        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        for parameter in asked {
            #expect(page.text.contains("<dt><bdi>\(parameter.name)</bdi></dt><dd><bdi>\(parameter.value)</bdi></dd>"))
        }
        var form = try service.form(of: page, token, "allow")
        form += ["scope": "read", "scope": "stats", "oauth_extra": "x", "remember": ""]
        let redirect = try await service.post("/oauth/authorize", form)
        let query = try #require(redirect.response.headerFields[.location]).drop { $0 != "?" }.dropFirst()
        let verifier = try #require(OAuth1Parameters(formEncoded: String(query))["oauth_verifier"])
        let answer = try await service.exchange(token, verifier: verifier)
        #expect(answer.parameters["scope"] == "read stats")

        let grant = try #require(grants.all.first)
        #expect(grants.all.count == 1)
        #expect(grant.userID == "user-7" && grant.client.key == "key")
        #expect(grant.requestParameters == asked)
        #expect(grant.decisionFields == ["scope": "read", "scope": "stats", "remember": ""])
        let accessToken = await service.tokens.accessToken(try #require(answer.parameters["oauth_token"]))
        #expect(accessToken?.parameters == ["scope": "read stats"])
    }

    @Test("The first decision's fields count when the form is sent again")
    func firstFields() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        let form = try service.form(of: page, token, "allow")
        _ = try await service.post("/oauth/authorize", form + ["scope": "read"])
        _ = try await service.post("/oauth/authorize", form + ["scope": "all"])
        #expect(await service.tokens.requestToken(token.token)?.authorization?.fields == ["scope": "read"])
    }

    @Test("No parameter of the protocol is kept, wherever it is", arguments: OAuth1Placement.allCases)
    func protocolParameters(placement: OAuth1Placement) async throws {
        let service = TestService()
        let signed = try request(service, query: "?scope=a&oauth_custom=b", form: "x=c", placement: placement)
        let token = try #require(try await service.send(signed).parameters["oauth_token"])
        #expect(await service.tokens.requestToken(token)?.parameters == ["scope": "a", "x": "c"])
    }

    @Test("Unsigned parameters are not kept")
    func unsigned() async throws {
        let service = TestService()
        var signed = try request(service)
        signed = OAuth1SignedRequest(signed, path: "/oauth/request_token?scope=admin")
        #expect(try await service.send(signed).problem == "signature_invalid")
        // A body that is not a form is not covered by the signature.
        var request = try HTTPRequest(method: .post, absoluteURL: TestService.origin + "/oauth/request_token")
        request.headerFields[.contentType] = "text/plain"
        let plain = try service.signer().sign(request, body: nil, OAuth1SigningOptions(callback: "oob"))
        let response = await service.server.respond(to: plain.request, body: Array("scope=admin".utf8))
        let token = try #require(response?.parameters["oauth_token"])
        #expect(await service.tokens.requestToken(token)?.parameters == [])
    }

    @Test("More parameters or bytes than the limit are rejected, and nothing is kept of them")
    func limits() async throws {
        let service = TestService(
            configure: { $0.keptParameterLimits = OAuth1Limits(parameterCount: 2, byteCount: 10) }
        )
        for query in ["?a=1&b=2", "?scope=12345", ""] {
            #expect(try await service.send(try request(service, query: query)).response.status == .ok)
        }
        for query in ["?a=1&b=2&c=3", "?scope=123456", "?scope=%20%20%20%20%20%20"] {
            let response = try await service.send(try request(service, query: query))
            #expect(response.response.status == .badRequest)
            #expect(response.problem == "parameter_rejected")
        }
        let token = try await service.obtainRequestToken()
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        let form = try service.form(of: page, token, "allow")
        let tooLarge = form + ["scope": "123456"]
        #expect(try await service.post("/oauth/authorize", tooLarge).response.status == .badRequest)
        #expect(await service.tokens.requestToken(token.token)?.authorization == nil)
        #expect(try await service.post("/oauth/authorize", form).response.status == .seeOther)
    }

    @Test("By default 32 parameters and 4,096 bytes are kept")
    func defaultLimits() async throws {
        let service = TestService()
        let most = "?" + (0..<32).map { "p\($0)=x" }.joined(separator: "&")
        #expect(try await service.send(try request(service, query: most)).response.status == .ok)
        #expect(try await service.send(try request(service, query: most + "&q=x")).response.status == .badRequest)
        let long = String(repeating: "x", count: 4_095)
        #expect(try await service.send(try request(service, form: "a=" + long)).response.status == .ok)
        #expect(try await service.send(try request(service, form: "ab=" + long)).response.status == .badRequest)
    }

    @Test("The page escapes what the client asks for")
    func escaping() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken(
            query: "?%3Cscript%3E=%3C/dd%3E%3Cimg%20src=x%3E&a%22'=%00%E2%80%AE%26lt%3B"
        )
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        #expect(
            page.text.contains("<dt><bdi>&lt;script&gt;</bdi></dt><dd><bdi>&lt;/dd&gt;&lt;img src=x&gt;</bdi></dd>")
        )
        #expect(page.text.contains("<dt><bdi>a&quot;&#39;</bdi></dt><dd><bdi> \u{202E}&amp;lt;</bdi></dd>"))
        #expect(!page.text.contains("<script") && !page.text.contains("<img"))
    }

    @Test("A page without additional parameters has no list")
    func noList() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        #expect(try await !service.get("/oauth/authorize?oauth_token=\(token.token)").text.contains("<dl>"))
    }

    @Test("A link that is too long is rejected before it is read, and so is a form")
    func longPages() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let path = "/oauth/authorize?oauth_token=\(token.token)"
        let room = 8_192 - "oauth_token=\(token.token)&".utf8.count
        let longest = try await service.get(path + "&" + String(repeating: "x", count: room))
        #expect(longest.response.status == .ok)
        let longer = try await service.get(path + "&" + String(repeating: "x", count: room + 1))
        #expect(longer.response.status == .badRequest)
        let form: OAuth1Parameters = ["oauth_token": token.token, "x": String(repeating: "x", count: 65_536)]
        #expect(try await service.post("/oauth/authorize", form).response.status == .contentTooLarge)
    }
}

extension OAuth1SignedRequest {
    /// The same request with another path.
    fileprivate init(_ signed: OAuth1SignedRequest, path: String) {
        self = signed
        request.path = path
    }
}
