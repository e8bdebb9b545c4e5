//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("The exchange of a request token")
struct ExchangeTests {
    @Test("Of many exchanges at once exactly one succeeds")
    func concurrentExchanges() async throws {
        let service = TestService(configure: { $0.maximumVerifierAttempts = 1_000 })
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<20 {
                group.addTask { try await service.exchange(token, verifier: verifier).response.status.code }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.filter { $0 == 200 }.count == 1)
        #expect(statuses.filter { $0 == 401 }.count == 19)
    }

    @Test("Wrong verifiers are counted, and after five the request token is gone")
    func verifierAttempts() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        for _ in 0..<4 { #expect(try await service.exchange(token, verifier: "wrong").problem == "parameter_rejected") }
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)

        let second = try await service.obtainRequestToken()
        let right = try await service.authorize(second)
        for _ in 0..<5 { _ = try await service.exchange(second, verifier: "wrong") }
        #expect(try await service.exchange(second, verifier: right).response.status == .unauthorized)
    }

    @Test("A failed or unsigned attempt does not cost the user the login")
    func failedAttempts() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let stranger = OAuth1RequestToken(token: token.token, secret: "guessed")
        for _ in 0..<10 {
            #expect(try await service.exchange(stranger, verifier: verifier).response.status == .unauthorized)
        }
        _ = try await service.post("/oauth/access_token", ["oauth_token": token.token])
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
    }

    @Test("Another client can't exchange it, nor anybody before the user has decided, nor after it expired")
    func refusals() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        #expect(try await service.exchange(token, verifier: "x").response.status == .unauthorized)
        let verifier = try await service.authorize(token)
        let other = OAuth1ClientCredentials(key: "other", secret: "other-secret")
        #expect(try await service.exchange(token, verifier: verifier, client: other).response.status == .unauthorized)
        service.clock.advance(by: 601)
        #expect(try await service.exchange(token, verifier: verifier).response.status == .unauthorized)
    }

    @Test("A request token opens no resource, and an access token is not exchanged again")
    func kindsOfTokens() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let signed = try service.signed("/me", method: .get, by: service.signer(token: token))
        await #expect(throws: OAuth1ServerError.self) { try await service.protector.authenticate(signed.request) }
        #expect(try await service.exchange(token, verifier: verifier).response.status == .ok)
        #expect(try await service.exchange(token, verifier: verifier).response.status == .unauthorized)
    }

    @Test("The callback of an earlier step, sent again as some clients do, is signed and ignored")
    func repeatedCallback() async throws {
        let service = TestService()
        let token = try await service.obtainRequestToken()
        let verifier = try await service.authorize(token)
        let signed = try service.signed(
            "/oauth/access_token",
            by: service.signer(token: token),
            OAuth1SigningOptions(callback: TestService.callback, verifier: verifier)
        )
        #expect(try await service.send(signed).response.status == .ok)
    }

    @Test(
        "Callbacks that are not registered or not safe are refused",
        arguments: [
            "https://evil.example/cb", "/relative", "javascript:alert(1)", "data:text/html,x", "JavaScript:alert(1)",
            "https://app.example.net/done/../x", "https://user@evil.example/", "https://app.example.net/done\r\nX: y",
            "",
        ]
    )
    func callbacks(callback: String) async throws {
        let registered = TestService(
            client: OAuth1RegisteredClient(credentials: TestService.client, callbacks: [TestService.callback])
        )
        let signed = try registered.signed(
            "/oauth/request_token",
            by: registered.signer(),
            OAuth1SigningOptions(callback: callback)
        )
        let answer = try await registered.send(signed)
        #expect(answer.response.status == .badRequest)
        #expect(try await registered.obtainRequestToken().isCallbackConfirmed)
    }
}
