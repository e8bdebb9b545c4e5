//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Scopes and realms")
struct ScopeTests {
    private func service(
        allowed: OAuth1Access? = nil,
        withoutToken: OAuth1Access = OAuth1Access(),
        allowsRequestsWithoutToken: Bool = false,
        defaultAccess: OAuth1Access = OAuth1Access(),
        renewal: OAuth1RenewalRules? = nil
    ) -> TestService {
        TestService(
            client: OAuth1RegisteredClient(
                credentials: TestService.client,
                displayName: "App",
                allowedAccess: allowed,
                accessWithoutToken: withoutToken,
                allowsRenewal: true
            ),
            allowsRequestsWithoutToken: allowsRequestsWithoutToken,
            configure: { configuration in
                configuration.accessRules = OAuth1AccessRules(
                    scopes: ["read": "See your <photos>", "write": "Add photos", "r\u{E9}ad": "See r\u{E9}sum\u{E9}s"],
                    realms: ["photos": "Use the photo service", "my albums": "Use your albums"],
                    defaultAccess: defaultAccess
                )
                configuration.keptParameterLimits = OAuth1Limits(parameterCount: 100, byteCount: 200_000)
                configuration.renewal = renewal
            }
        )
    }

    private func signer(_ service: TestService, realm: String? = nil) -> OAuth1Signer {
        OAuth1Signer(
            client: TestService.client,
            token: nil,
            configuration: OAuth1SigningConfiguration(realm: realm, clock: service.clock)
        )
    }

    private func ask(
        _ service: TestService,
        query: String = "",
        realm: String? = nil
    ) async throws -> OAuth1ServerResponse {
        let options = OAuth1SigningOptions(callback: TestService.callback, isTokenRequest: true)
        let signed = try service.signed("/oauth/request_token" + query, by: signer(service, realm: realm), options)
        return try await service.send(signed)
    }

    private func access(_ service: TestService, query: String, realm: String? = nil) async throws -> OAuth1Access {
        let response = try await ask(service, query: query, realm: realm)
        let token = try #require(response.parameters["oauth_token"], "\(response.text)")
        return try #require(await service.tokens.requestToken(token)).access
    }

    @Test("Scopes are separated by spaces, may be repeated, and count once")
    func reading() async throws {
        let service = service()
        for (query, scopes) in [
            ("?scope=read", ["read"]), ("?scope=write%20read", ["write", "read"]),
            ("?scope=read+write", ["read", "write"]),
            ("?scope=read&scope=write&scope=read", ["read", "write"]), ("?scope=%20%20read%20", ["read"]),
            ("?scope=r%C3%A9ad", ["r\u{E9}ad"]), ("?scope=", []), ("?scope", []), ("", []), ("?SCOPE=read", []),
        ] as [(String, [String])] {
            #expect(try await access(service, query: query).scopes == scopes, "\(query)")
        }
    }

    @Test("Unknown scopes and those that a client may not ask for are rejected alike, and no token is issued")
    func unknown() async throws {
        let service = service(allowed: OAuth1Access(scopes: ["read", "unknown to the provider"]))
        let many = (0..<10_000).map { "s\($0)" }.joined(separator: "+")
        for query in [
            "?scope=write", "?scope=delete", "?scope=read+delete", "?scope=Read", "?scope=read%00", "?scope=read,write",
            "?scope=read%09write", "?scope=re%CC%81ad", "?scope=r%E9ad", "?scope=%F0%9F%98%80", "?scope=unknown",
            "?scope=\(many)", "?scope=read&scope=write",
        ] {
            let response = try await ask(service, query: query)
            #expect(response.response.status == .badRequest, "\(query.prefix(40))")
            #expect(response.problem == "parameter_rejected")
            #expect(response.parameters["oauth_parameters_rejected"] == "scope")
            #expect(response.body.count < 1_000)
        }
        let answers = try await [ask(service, query: "?scope=write").text, ask(service, query: "?scope=delete").text]
        #expect(answers[0] == answers[1])
        #expect(try await access(service, query: "?scope=read").scopes == ["read"])
        // The same letter for Swift, with other bytes.
        #expect(try await ask(self.service(), query: "?scope=re%CC%81ad").response.status == .badRequest)
    }

    @Test("Realms are asked for in the Authorization header, and that of the service asks for nothing")
    func realms() async throws {
        let service = service(allowed: OAuth1Access(scopes: ["read"], realms: ["photos", "my albums"]))
        for (realm, realms) in [
            ("photos", ["photos"]), ("my albums", ["my albums"]), ("photos photos", ["photos"]), ("OAuth 1.0a", []),
            ("", []), (nil, []),
        ] as [(String?, [String])] {
            #expect(try await access(service, query: "", realm: realm).realms == realms, "\(realm ?? "")")
        }
        for realm in ["videos", "photos videos", "Photos", "my"] {
            let response = try await ask(service, realm: realm)
            #expect(response.parameters["oauth_parameters_rejected"] == "realm", "\(realm)")
        }
    }

    @Test("A client that asks for nothing gets the default, as far as it is allowed")
    func defaults() async throws {
        let defaults = OAuth1Access(scopes: ["read", "write", "gone"], realms: ["photos"])
        let service = service(allowed: OAuth1Access(scopes: ["read"]), defaultAccess: defaults)
        #expect(try await access(service, query: "") == OAuth1Access(scopes: ["read"]))
        #expect(try await access(self.service(defaultAccess: defaults), query: "?scope=write").scopes == ["write"])
    }

    @Test("The consent page shows the sentences of what the client asks for, escaped")
    func page() async throws {
        let service = service()
        let token = try await service.obtainRequestToken(
            query: "?scope=write+read&album=5",
            signer: signer(service, realm: "photos")
        )
        let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
        let sentences = ["See your &lt;photos&gt;", "Add photos", "Use the photo service"]
        for sentence in sentences { #expect(page.text.contains("<li>\(sentence)</li>"), "\(sentence)") }
        #expect(!page.text.contains("Use your albums") && !page.text.contains("<dd><bdi>write read</bdi></dd>"))
        #expect(page.text.contains("<dt><bdi>album</bdi></dt>"))
    }

    @Test("The token has what the user allowed, and the response says so")
    func granted() async throws {
        for (fields, scopes) in [
            (nil, ["read", "write"]), (["scope": "", "scope": "write"], ["write"]), (["scope": ""], []), ([], []),
            (["scope": "read write other"], ["read", "write"]), (["scope": "r\u{E9}ad"], []), (["Scope": "read"], []),
        ] as [(OAuth1Parameters?, [String])] {
            let service = service()
            let token = try await service.obtainRequestToken(
                query: "?scope=read+write",
                signer: signer(service, realm: "photos")
            )
            let page = try await service.get("/oauth/authorize?oauth_token=\(token.token)")
            // What the page sends as it is, or what is sent of one on which the user selects.
            var form = try service.form(of: page, token, "allow")
            if let fields { form = OAuth1Parameters(form.filter { $0.name != "scope" }) + fields }
            let decision = try await service.post("/oauth/authorize", form)
            let code = try #require(verifier(in: decision))
            let access = try service.accessToken(in: try await service.exchange(token, verifier: code))
            #expect(access.parameters.values(for: "scope") == [scopes.joined(separator: " ")])
            let stored = try #require(await service.tokens.accessToken(access.token))
            #expect(stored.access == OAuth1Access(scopes: scopes, realms: ["photos"]))
            let signed = try service.signed("/me", by: service.signer(token: access))
            #expect(try await service.protector.authenticate(signed.request).access == stored.access)
            #expect(try await service.server.grants(ofUser: "user-7").map(\.access) == [stored.access])
        }
    }

    /// The verifier in the callback of a decision.
    private func verifier(in response: OAuth1ServerResponse) -> String? {
        let location = response.response.headerFields[.location] ?? ""
        return OAuth1Parameters(formEncoded: String(location.drop { $0 != "?" }.dropFirst()))["oauth_verifier"]
    }

    @Test("A resource requires scopes and a realm: without them the answer is 403, and no nonce is used up")
    func protection() async throws {
        let nonces = CountingNonceStore()
        let service = TestService(
            nonceStore: nonces,
            configure: { configuration in
                configuration.accessRules = OAuth1AccessRules(
                    scopes: ["read": "See", "write": "Add"],
                    realms: ["photos": "Photos"]
                )
            }
        )
        let token = try await service.obtainAccessToken(query: "?scope=read")
        let used = nonces.callCount
        let signer = service.signer(token: token)
        let writing = service.server.protector(requiring: ["read", "write"], challengeRealm: "Albums of \"all\"")
        let error = await #expect(throws: OAuth1ServerError(.permissionDenied, "")) {
            try await writing.authenticate(try service.signed("/me", by: signer).request)
        }
        let response = writing.response(for: try #require(error))
        #expect(response.response.status == .forbidden)
        #expect(response.problem == "permission_denied")
        #expect(response.parameters["scope"] == "write")
        #expect(response.response.headerFields[.wwwAuthenticate] == #"OAuth realm="Albums of \"all\"""#)
        #expect(nonces.callCount == used)

        // No token has a realm that the provider does not have.
        let photos = service.protector.requiring(["read"], realm: "photos")
        await #expect(throws: OAuth1ServerError(.permissionDenied, "")) {
            try await photos.authenticate(try service.signed("/me", by: signer).request)
        }
        let albums = service.protector.requiring(["read"], realm: "Albums")
        await #expect(throws: OAuth1ServerError(.permissionDenied, "")) {
            try await albums.authenticate(try service.signed("/me", by: signer).request)
        }
        let shown = service.server.protector(requiring: ["read"], challengeRealm: "Albums")
        #expect(try await shown.authenticate(try service.signed("/me", by: signer).request).access.hasScope("read"))
        let unsigned = try HTTPRequest(method: .get, absoluteURL: TestService.origin + "/me")
        let missing = await #expect(throws: OAuth1ServerError.self) { try await albums.authenticate(unsigned) }
        let challenge = albums.response(for: try #require(missing)).response.headerFields[.wwwAuthenticate]
        #expect(challenge == #"OAuth realm="Albums""#)
        // A wrong signature does not reveal what the token may do.
        let forged = OAuth1AccessToken(token: token.token, secret: "wrong")
        await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_signature")) {
            try await writing.authenticate(try service.signed("/me", by: service.signer(token: forged)).request)
        }
    }

    @Test("A protector that requires more keeps what it required before")
    func accumulated() async throws {
        let service = service()
        let token = try await service.obtainAccessToken(
            query: "?scope=read",
            signer: signer(service, realm: "photos")
        )
        func isAllowed(_ protector: OAuth1ResourceProtector) async throws -> Bool {
            let signed = try service.signed("/me", by: service.signer(token: token))
            return (try? await protector.authenticate(signed.request)) != nil
        }
        let photos = service.protector.requiring([], realm: "photos")
        #expect(try await isAllowed(photos))
        #expect(try await isAllowed(photos.requiring(["read"], realm: "photos")))
        let albums = service.protector.requiring([], realm: "my albums").requiring([], realm: "photos")
        #expect(albums.requiredRealms == ["my albums", "photos"] && albums.realm == "photos")
        #expect(try await !isAllowed(albums))
        #expect(try await !isAllowed(albums.requiring(["read"])))
        #expect(try await !isAllowed(photos.requiring([], realm: "gone")))
        let labelled = service.server.protector(realm: "my albums", challengeRealm: "photos")
        #expect(labelled.realm == "photos")
        #expect(try await !isAllowed(labelled))
    }

    @Test("What a client may no longer have does not count at resources, whatever its tokens say")
    func withdrawn() async throws {
        let service = service()
        let token = try await service.obtainAccessToken(query: "?scope=read+write")
        let writing = service.protector.requiring(["write"])
        func authenticate(_ protector: OAuth1ResourceProtector) async throws -> OAuth1Access {
            try await protector.authenticate(try service.signed("/me", by: service.signer(token: token)).request).access
        }
        #expect(try await authenticate(writing).scopes == ["read", "write"])
        service.clients.register(
            OAuth1RegisteredClient(credentials: TestService.client, allowedAccess: OAuth1Access(scopes: ["read"]))
        )
        await #expect(throws: OAuth1ServerError(.permissionDenied, "")) { try await authenticate(writing) }
        #expect(try await authenticate(service.protector.requiring(["read"])).scopes == ["read"])
    }

    @Test("An existing token that allows something else than the user allowed now is not issued again")
    func existing() async throws {
        let old = OAuth1IssuedAccessToken(
            token: "old",
            secret: "secret",
            clientKey: "key",
            userID: "user-7",
            issuedAt: 1_700_000_000,
            access: OAuth1Access(scopes: ["write", "read"])
        )
        let service = TestService(
            existingAccessToken: { _ in old },
            configure: { configuration in
                configuration.accessRules = OAuth1AccessRules(scopes: ["read": "See", "write": "Add"])
            }
        )
        service.tokens.save(old)
        #expect(try await service.obtainAccessToken(query: "?scope=read+write").token == "old")
        let token = try await service.obtainAccessToken(query: "?scope=read")
        #expect(token.token != "old" && token.parameters["scope"] == "read")
    }

    @Test("Without a token a request has what its client has without a user: nothing unless it is registered so")
    func nothingWithoutToken() async throws {
        let service = service(allowsRequestsWithoutToken: true)
        let writing = service.protector.requiring(["write"])
        await #expect(throws: OAuth1ServerError(.permissionDenied, "")) {
            try await writing.authenticate(try service.signed("/me", by: signer(service)).request)
        }
        let plain = try await service.protector.authenticate(try service.signed("/me", by: signer(service)).request)
        #expect(plain.access.isEmpty)
    }

    @Test("Without a token a request may do what its client may do without a user, with an empty token or none")
    func twoLegged() async throws {
        let service = service(withoutToken: OAuth1Access(scopes: ["read"]), allowsRequestsWithoutToken: true)
        for (sendsEmptyToken, placement) in [(false, .header), (true, .header), (true, .query), (true, .body)]
            as [(Bool, OAuth1Placement)]
        {
            let signer = OAuth1Signer(
                client: TestService.client,
                token: nil,
                configuration: OAuth1SigningConfiguration(
                    placement: placement,
                    sendsEmptyToken: sendsEmptyToken,
                    clock: service.clock
                )
            )
            func request() throws -> OAuth1SignedRequest { try service.signed("/me", by: signer) }
            let reading = service.protector.requiring(["read"])
            var signed = try request()
            let authentication = try await reading.authenticate(signed.request, body: signed.body ?? [])
            #expect(authentication.userID == nil && authentication.access.scopes == ["read"])
            signed = try request()
            let denied = signed
            await #expect(throws: OAuth1ServerError(.permissionDenied, "")) {
                try await service.protector.requiring(["write"])
                    .authenticate(denied.request, body: denied.body ?? [])
            }
        }
    }

    @Test("A refreshed token has the same scopes, without those that its client may no longer ask for")
    func refreshed() async throws {
        let service = service(renewal: OAuth1RenewalRules())
        var token = try await service.obtainAccessToken(query: "?scope=read+write")
        token = try service.accessToken(in: try await service.send(try service.renewal(of: token)))
        #expect(await service.tokens.accessToken(token.token)?.access.scopes == ["read", "write"])
        service.clients.register(
            OAuth1RegisteredClient(
                credentials: TestService.client,
                allowedAccess: OAuth1Access(scopes: ["read"]),
                allowsRenewal: true
            )
        )
        token = try service.accessToken(in: try await service.send(try service.renewal(of: token)))
        #expect(await service.tokens.accessToken(token.token)?.access.scopes == ["read"])
    }
}
