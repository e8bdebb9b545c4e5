//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Disabled clients and secrets that rotate")
struct ClientStateTests {
    private static let newClient = OAuth1ClientCredentials(key: "key", secret: "new-secret")

    private func status(_ service: TestService, _ client: OAuth1ClientCredentials) async throws -> HTTPResponse.Status {
        let signed = try service.signed(
            "/oauth/request_token",
            by: service.signer(client),
            OAuth1SigningOptions(callback: TestService.callback, isTokenRequest: true)
        )
        return try await service.send(signed).response.status
    }

    @Test("A disabled client is rejected everywhere with consumer_key_refused, uses up no nonce, and works again later")
    func disabled() async throws {
        let nonces = CountingNonceStore()
        let service = TestService(nonceStore: nonces)
        let access = try await service.obtainAccessToken()
        let pending = try await service.obtainRequestToken()
        let authorized = try await service.obtainRequestToken()
        let verifier = try await service.authorize(authorized)
        let count = nonces.callCount
        #expect(service.clients.updateClient(forKey: "key") { $0.isDisabled = true }?.isDisabled == true)

        let request = try service.signed("/photos", method: .get, by: service.signer(token: access)).request
        do {
            _ = try await service.protector.authenticate(request)
            Issue.record("a disabled client was accepted")
        } catch {
            let response = service.protector.response(for: error)
            #expect(response.problem == "consumer_key_refused")
            #expect(response.response.status == .unauthorized)
        }
        #expect(try await service.exchange(authorized, verifier: verifier).problem == "consumer_key_refused")
        #expect(try await status(service, TestService.client) == .unauthorized)
        let page = try await service.get("/oauth/authorize?oauth_token=\(pending.token)")
        #expect(page.response.status == .unauthorized)
        #expect(page.text.contains("disabled"))
        #expect(nonces.callCount == count)

        service.clients.updateClient(forKey: "key") { $0.isDisabled = false }
        _ = try await service.protector.authenticate(request)
        #expect(try await service.exchange(authorized, verifier: verifier).response.status == .ok)
    }

    @Test("Without its secret nobody learns that a client is disabled")
    func concealed() async throws {
        let service = TestService()
        service.clients.updateClient(forKey: "key") { $0.isDisabled = true }
        var answers: [OAuth1ServerResponse] = []
        for key in ["key", "nobody"] {
            let forged = service.signer(OAuth1ClientCredentials(key: key, secret: "guessed"))
            answers.append(try await service.send(service.signed("/oauth/request_token?x=1", by: forged)))
            answers.append(
                try await service.send(
                    service.signed(
                        "/oauth/request_token",
                        by: forged,
                        OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
                    )
                )
            )
        }
        #expect(answers[1].problem == "signature_invalid")
        #expect(answers[0] == answers[2] && answers[1] == answers[3])
    }

    @Test("During a rotation both secrets are accepted, until the old one ends, and a replay is rejected with either")
    func rotation() async throws {
        let service = TestService()
        let access = try await service.obtainAccessToken()
        let end = service.clock.now() + 60
        service.clients.updateClient(forKey: "key") { $0.replaceSecret(with: "new-secret", oldIsValidUntil: end) }
        for client in [TestService.client, Self.newClient] {
            #expect(try await status(service, client) == .ok)
            let request = try service.signed("/photos", method: .get, by: service.signer(client, token: access)).request
            _ = try await service.protector.authenticate(request)
            await #expect(throws: OAuth1ServerError(.nonceUsed, "", parameter: "oauth_nonce")) {
                try await service.protector.authenticate(request)
            }
        }
        let stranger = OAuth1ClientCredentials(key: "key", secret: "another")
        #expect(try await status(service, stranger) == .unauthorized)
        service.clock.advance(by: 60)
        #expect(try await status(service, TestService.client) == .ok)
        service.clock.advance(by: 1)
        #expect(try await status(service, TestService.client) == .unauthorized)
        #expect(try await status(service, Self.newClient) == .ok)
    }

    @Test("A secret that is replaced at once is rejected, and an empty one is never a previous secret")
    func replacement() async throws {
        let service = TestService()
        service.clients.updateClient(forKey: "key") { $0.replaceSecret(with: "new-secret", oldIsValidUntil: nil) }
        #expect(try await status(service, TestService.client) == .unauthorized)
        #expect(try await status(service, Self.newClient) == .ok)

        var client = OAuth1RegisteredClient(credentials: OAuth1ClientCredentials(key: "key", secret: ""))
        client.replaceSecret(with: "new-secret", oldIsValidUntil: .max)
        #expect(client.previousSecret == nil)
        client.previousSecret = OAuth1PreviousSecret("", validUntil: .max)
        service.clients.register(client)
        #expect(try await status(service, OAuth1ClientCredentials(key: "key", secret: "")) == .unauthorized)
    }
}
