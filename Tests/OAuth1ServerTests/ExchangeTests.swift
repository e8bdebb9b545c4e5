//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Exchanging the request token")
struct ExchangeTests {
    private let otherClient = OAuth1ClientCredentials(key: "other", secret: "other-secret")

    @Test("A request token is exchanged once")
    func once() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
        let second = try await service.exchange(token, verifier: verifier)
        #expect(second.response.status == .unauthorized)
        #expect(second.problem == "signature_invalid")
    }

    @Test("Of many exchanges at once exactly one succeeds")
    func concurrency() async throws {
        let service = TestService(configure: { $0.maximumVerifierAttempts = 1_000 })
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let succeeded = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<32 {
                group.addTask { try await service.exchange(token, verifier: verifier).response.status == .ok }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(succeeded == 1)
    }

    @Test("Only the client that obtained the token can exchange it, even if another client has its secret")
    func otherClients() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let stolen = try await service.exchange(token, verifier: verifier, client: otherClient)
        #expect(stolen.response.status == .unauthorized)
        #expect(service.events.events.last?.error == .tokenRejected)
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
    }

    @Test("Requests that fail leave the request token alone")
    func failuresLeaveToken() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)

        let unsigned = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/oauth/access_token?oauth_token=\(token.token)&oauth_verifier=x"
        )
        #expect(await service.server.respond(to: unsigned)?.response.status == .badRequest)
        let forged = OAuth1RequestToken(token: token.token, secret: "wrong")
        for _ in 0..<10 {
            #expect(try await service.exchange(forged, verifier: "x").response.status == .unauthorized)
        }
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
    }

    @Test("An expired request token is rejected and removed")
    func expiry() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        service.clock.advance(by: 601)
        let response = try await service.exchange(token, verifier: verifier)
        #expect(response.response.status == .unauthorized)
        #expect(response.problem == "token_expired")
        #expect(await service.tokens.requestToken(token.token) == nil)
    }

    @Test("The last second of a request token still counts")
    func lastSecond() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        service.clock.advance(by: 600)
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
    }

    @Test("A request token that nobody authorized waits")
    func pending() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let response = try await service.exchange(token, verifier: "guess")
        #expect(response.response.status == .unauthorized)
        #expect(response.problem == "permission_unknown")
        let verifier = try await service.authorize(token)
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
    }

    @Test("After five wrong verifiers the right one is too late")
    func attempts() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        for _ in 0..<5 {
            let response = try await service.exchange(token, verifier: "guess")
            #expect(response.response.status == .unauthorized)
            #expect(response.problem == "parameter_rejected")
            #expect(response.parameters["oauth_parameters_rejected"] == "oauth_verifier")
        }
        #expect(try await service.exchange(token, verifier: verifier).response.status == .unauthorized)
        #expect(await service.tokens.requestToken(token.token) == nil)
    }

    @Test("Four wrong verifiers are forgiven")
    func fewAttempts() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        for _ in 0..<4 { _ = try await service.exchange(token, verifier: "guess") }
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
    }

    @Test("Guesses at the same time are counted, too")
    func concurrentAttempts() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        _ = try await service.authorize(token)
        try await withThrowingTaskGroup(of: Void.self) { group in
            for index in 0..<40 {
                group.addTask { _ = try await service.exchange(token, verifier: "guess-\(index)") }
            }
            try await group.waitForAll()
        }
        let compared = service.events.events.filter { $0.error == .verifierRejected }
        #expect(compared.count >= 5)
        #expect(await service.tokens.requestToken(token.token) == nil)
    }

    @Test("Attempts are counted before they are compared")
    func countedFirst() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        // Five requests that have been counted and not yet compared.
        for _ in 0..<5 { _ = await service.tokens.countVerification(ofRequestToken: token.token) }
        #expect(try await service.exchange(token, verifier: verifier).problem == "parameter_rejected")
    }

    @Test("Of a hundred exchanges at once exactly one succeeds, also on a slow store")
    func manyExchanges() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        // More requests than attempts were counted before the first of them is exchanged.
        for _ in 0..<4 { _ = await service.tokens.countVerification(ofRequestToken: token.token) }
        let accepted = try await withThrowingTaskGroup(of: Bool.self) { group in
            for _ in 0..<100 {
                group.addTask { try await service.exchange(token, verifier: verifier).response.status == .ok }
            }
            return try await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(accepted == 1)
    }

    @Test("A right verifier after too many attempts is rejected, and the token stays for a request that was earlier")
    func lateAttempt() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        for _ in 0..<5 { _ = await service.tokens.countVerification(ofRequestToken: token.token) }
        #expect(try await service.exchange(token, verifier: verifier).problem == "parameter_rejected")
        #expect(await service.tokens.requestToken(token.token) != nil)
        #expect(try await service.exchange(token, verifier: "guess").problem == "parameter_rejected")
        #expect(await service.tokens.requestToken(token.token) == nil)
    }

    @Test("A request without verifier or token gets an error that says so")
    func absent() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let noVerifier = try await service.send(
            try service.signed("/oauth/access_token", by: service.signer(token: token))
        )
        #expect(noVerifier.response.status == .badRequest)
        #expect(noVerifier.parameters["oauth_parameters_absent"] == "oauth_verifier")
        let noToken = try await service.send(try service.signed("/oauth/access_token", by: service.signer()))
        #expect(noToken.parameters["oauth_parameters_absent"] == "oauth_token&oauth_verifier")
    }

    @Test("A callback that is sent again is signed like any parameter and plays no part", arguments: ["x", "oob", ""])
    func callbackAgain(callback: String) async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let signed = try service.signed(
            "/oauth/access_token",
            by: service.signer(token: token),
            OAuth1SigningOptions(callback: callback, verifier: try await service.authorize(token))
        )
        #expect(try await service.send(signed).response.status == .ok)
    }

    @Test("Both token endpoints have GET, and parameters in query or form", arguments: OAuth1Placement.allCases)
    func placements(placement: OAuth1Placement) async throws {
        let service = TestService()
        let signed = try service.signed(
            "/oauth/request_token",
            method: placement == .body ? .post : .get,
            by: service.signer(placement: placement),
            OAuth1SigningOptions(callback: "oob")
        )
        #expect(try await service.send(signed).response.status == .ok)
    }

    @Test("An access token is not a request token, nor the other way round")
    func kinds() async throws {
        let service = TestService()
        let requestToken = try await service.obtainRequestToken()
        let asAccess = try service.signed("/me", by: service.signer(token: requestToken))
        await #expect(throws: OAuth1ServerError(.tokenRejected, "", parameter: "oauth_token")) {
            try await service.protector.authenticate(asAccess.request)
        }
        let accessToken = try await service.obtainAccessToken()
        let asRequest = OAuth1RequestToken(token: accessToken.token, secret: accessToken.secret)
        #expect(try await service.exchange(asRequest, verifier: "x").response.status == .unauthorized)
    }

    @Test("The application can't replace token and secret of the answer")
    func parameters() async throws {
        let service = TestService(
            accessTokenParameters: { userID, client in
                [
                    OAuth1Parameter("oauth_token", "mine"), OAuth1Parameter("oauth_token_secret", "mine"),
                    OAuth1Parameter("screen_name", "\(userID)@\(client.displayName)"),
                ]
            }
        )
        let token = try await service.obtainRequestToken()
        let response = try await service.exchange(token, verifier: try await service.authorize(token))
        #expect(response.parameters.map(\.name) == ["oauth_token", "oauth_token_secret", "screen_name"])
        #expect(response.parameters["oauth_token"] != "mine")
        #expect(response.parameters["screen_name"] == "user-7@App")
    }

    @Test("An access token ends with its lifetime, and when it is revoked")
    func accessTokenEnd() async throws {
        let service = TestService(configure: { $0.accessTokenLifetime = 100 })
        let token = try await service.obtainAccessToken()
        let signer = service.signer(token: token)
        service.clock.advance(by: 100)
        #expect(try await service.protector.authenticate(try service.signed("/me", by: signer).request).userID != nil)
        service.clock.advance(by: 1)
        let late = try service.signed("/me", by: signer)
        let error = await #expect(throws: OAuth1ServerError.self) {
            try await service.protector.authenticate(late.request)
        }
        #expect(service.protector.response(for: try #require(error)).problem == "token_expired")
        await service.tokens.revokeAccessToken(token.token)
        let revoked = try service.signed("/me", by: signer)
        await #expect(throws: OAuth1ServerError(.tokenRejected, "", parameter: "oauth_token")) {
            try await service.protector.authenticate(revoked.request)
        }
    }

    @Test("Requests without a token are accepted only where they are allowed")
    func twoLegged() async throws {
        let strict = TestService()
        let request = try strict.signed("/me", by: strict.signer()).request
        await #expect(throws: OAuth1ServerError(.parameterAbsent, "", parameter: "oauth_token")) {
            try await strict.protector.authenticate(request)
        }
        let service = TestService(allowsRequestsWithoutToken: true)
        let signed = try service.signed("/me", by: service.signer())
        let authentication = try await service.protector.authenticate(signed.request)
        #expect(authentication.token == nil && authentication.userID == nil)
        // A token that is there counts all the same.
        let token = OAuth1AccessToken(token: "unknown", secret: "")
        let unknown = try service.signed("/me", by: service.signer(token: token))
        await #expect(throws: OAuth1ServerError(.tokenRejected, "", parameter: "oauth_token")) {
            try await service.protector.authenticate(unknown.request)
        }
    }

    @Test("An error thrown by a store is answered with 500 and not shown")
    func brokenStore() async throws {
        let service = TestService(
            tokenStore: BrokenTokenStore(BrokenTokenStore.Failure()),
            configure: { $0.revealsProblemDetail = true }
        )
        let signed = try service.signed(
            "/oauth/request_token",
            by: service.signer(),
            OAuth1SigningOptions(callback: "oob")
        )
        let response = try await service.send(signed)
        #expect(response.response.status == .internalServerError)
        #expect(!response.text.contains("password") && !response.text.contains("Failure"))
        #expect(service.events.events.last?.error == .internalFailure)
    }
}
