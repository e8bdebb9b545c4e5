//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Timestamps and nonces")
struct FreshnessTests {
    private func refusal(
        _ service: TestService,
        _ signed: OAuth1SignedRequest
    ) async -> OAuth1ServerError? {
        do {
            _ = try await service.protector.authenticate(signed.request, body: signed.body ?? [])
            return nil
        } catch {
            return error as? OAuth1ServerError
        }
    }

    private func signed(
        _ service: TestService,
        offset: Int64 = 0,
        nonce: OAuth1Nonce? = nil,
        client: OAuth1ClientCredentials = TestService.client
    ) throws -> OAuth1SignedRequest {
        try service.signed(
            "/me",
            by: service.signer(client),
            OAuth1SigningOptions(nonce: nonce, timestamp: service.clock.now() + offset)
        )
    }

    @Test("The window has two sides", arguments: [-301, -300, 0, 60, 61] as [Int64])
    func window(offset: Int64) async throws {
        let isOutside = offset < -300 || offset > 60
        let nonces = CountingNonceStore()
        let service = TestService(allowsRequestsWithoutToken: true, nonceStore: nonces)
        let error = await refusal(service, try signed(service, offset: offset))
        #expect(error?.code == (isOutside ? .timestampRefused : nil))
        #expect(nonces.callCount == (isOutside ? 0 : 1))
        guard let error else { return }
        let response = service.protector.response(for: error)
        #expect(response.response.status == .unauthorized)
        #expect(response.parameters["oauth_acceptable_timestamps"] == "1699999700-1700000060")
    }

    @Test("Extreme timestamps don't overflow", arguments: [1, 999_999_999_999_999_999] as [Int64])
    func extremes(timestamp: Int64) async throws {
        let service = TestService(
            allowsRequestsWithoutToken: true,
            configure: {
                $0.timestampWindow = .max
                $0.futureTimestampWindow = .max
            }
        )
        let signed = try service.signed("/me", by: service.signer(), OAuth1SigningOptions(timestamp: timestamp))
        _ = await refusal(service, signed)
    }

    @Test("A replayed request is rejected for as long as its timestamp is in the window")
    func replay() async throws {
        let service = TestService(allowsRequestsWithoutToken: true)
        let request = try signed(service, offset: 60)
        #expect(await refusal(service, request) == nil)
        for step in [0, 1, 59, 1, 299] as [Int64] {
            service.clock.advance(by: step)
            #expect(await refusal(service, request)?.code == .nonceUsed)
        }
        service.clock.advance(by: 1)
        #expect(await refusal(service, request)?.code == .timestampRefused)
    }

    @Test("A nonce belongs to its timestamp, client and token")
    func scope() async throws {
        let service = TestService(allowsRequestsWithoutToken: true)
        let other = OAuth1ClientCredentials(key: "other", secret: "other-secret")
        #expect(await refusal(service, try signed(service, nonce: "n")) == nil)
        #expect(await refusal(service, try signed(service, nonce: "n"))?.code == .nonceUsed)
        #expect(await refusal(service, try signed(service, offset: 1, nonce: "n")) == nil)
        #expect(await refusal(service, try signed(service, nonce: "n", client: other)) == nil)
    }

    @Test("A wrong signature does not use up a nonce")
    func notBurnt() async throws {
        let nonces = CountingNonceStore()
        let service = TestService(allowsRequestsWithoutToken: true, nonceStore: nonces)
        let forger = OAuth1ClientCredentials(key: "key", secret: "wrong")
        #expect(await refusal(service, try signed(service, nonce: "n", client: forger))?.code == .signatureInvalid)
        #expect(nonces.callCount == 0)
        #expect(await refusal(service, try signed(service, nonce: "n")) == nil)
    }

    @Test("Of many identical requests exactly one is accepted")
    func concurrency() async throws {
        let service = TestService(allowsRequestsWithoutToken: true)
        let request = try signed(service)
        let accepted = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<64 {
                group.addTask { await refusal(service, request) == nil }
            }
            return await group.reduce(into: 0) { $0 += $1 ? 1 : 0 }
        }
        #expect(accepted == 1)
    }

    @Test("A store that fails rejects the request and reveals nothing")
    func failingStore() async throws {
        let service = TestService(
            allowsRequestsWithoutToken: true,
            nonceStore: OAuth1InMemoryNonceStore(maximumCount: 1, history: .empty)
        )
        #expect(await refusal(service, try signed(service)) == nil)
        let error = try #require(await refusal(service, try signed(service)))
        #expect(error.code == .storeFull)
        let response = service.protector.response(for: error)
        #expect(response.response.status == .serviceUnavailable)
        #expect(response.response.headerFields[.retryAfter] == "60")
        #expect(response.problem == nil)
    }
}
