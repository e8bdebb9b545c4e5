//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import MetricsTestKit
import OAuth1
import OAuth1Server
import Synchronization
import Testing

@Suite("Operating a provider")
struct OperationTests {
    /// A switch that a test turns.
    private final class Switch: Sendable {
        private let state = Mutex(false)

        var isOn: Bool {
            get { state.withLock { $0 } }
            set { state.withLock { $0 = newValue } }
        }
    }

    @Test("In read-only mode no token is issued or revoked and no nonce used up, while resources are served")
    func readOnly() async throws {
        let isReadOnly = Switch()
        let nonces = CountingNonceStore()
        let service = TestService(
            nonceStore: nonces,
            configure: { configuration in
                configuration.isReadOnly = { isReadOnly.isOn }
            }
        )
        let access = try await service.obtainAccessToken()
        let pending = try await service.obtainRequestToken()
        let page = try await service.get("/oauth/authorize?oauth_token=\(pending.token)")
        let authorized = try await service.obtainRequestToken()
        let verifier = try await service.authorize(authorized)

        isReadOnly.isOn = true
        let count = nonces.callCount
        let request = try service.signed(
            "/oauth/request_token",
            by: service.signer(),
            OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
        )
        let allow = try service.form(of: page, pending, "allow")
        let revocation = try service.signed("/oauth/revoke_token", by: service.signer(token: access))
        for response in [
            try await service.send(request), try await service.exchange(authorized, verifier: verifier),
            try await service.send(revocation),
            try await service.post("/oauth/grants", ["oauth_consumer_key": "key", "form_token": "any"]),
            try await service.get("/oauth/authorize?oauth_token=\(pending.token)"),
            try await service.post("/oauth/authorize", allow),
        ] {
            #expect(response.response.status == .serviceUnavailable)
            #expect(response.response.headerFields[.retryAfter] != nil)
            #expect(response.text.replacing("%20", with: " ").contains("accepts no new authorizations"))
        }
        #expect(nonces.callCount == count)
        #expect(service.events.events.suffix(6).allSatisfy { $0.error == .readOnly })
        #expect(try await service.get("/oauth/grants").response.status == .ok)
        let call = try service.signed("/photos", method: .get, by: service.signer(token: access)).request
        _ = try await service.protector.authenticate(call)
        await #expect(throws: OAuth1ServerError(.nonceUsed, "", parameter: "oauth_nonce")) {
            try await service.protector.authenticate(call)
        }

        isReadOnly.isOn = false
        #expect(try await service.send(request).response.status == .ok)
        #expect(try await service.exchange(authorized, verifier: verifier).response.status == .ok)
        #expect(try await service.send(revocation).response.status == .ok)
        #expect(try await service.post("/oauth/authorize", allow).response.status == .seeOther)
    }

    @Test("The audit log has each step of a login with user and fingerprints, and neither token nor secret")
    func audit() async throws {
        let log = OAuth1AuditLog()
        let service = TestService(configure: { $0.auditLog = log })
        let token = try await service.obtainRequestToken()
        let response = try await service.exchange(token, verifier: try await service.authorize(token))
        let access = try #require(response.parameters["oauth_token"])
        let secret = try #require(response.parameters["oauth_token_secret"])
        let denied = try await service.obtainRequestToken()
        _ = try await service.decide(denied, "deny")
        let forged = service.signer(OAuth1ClientCredentials(key: "key", secret: "guessed"))
        _ = try await service.send(
            service.signed(
                "/oauth/request_token",
                by: forged,
                OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
            )
        )
        log.finish()
        var events: [OAuth1AuditEvent] = []
        for await event in log { events.append(event) }

        #expect(
            events.map(\.kind) == [
                .requestTokenIssued, .authorized, .exchanged, .requestTokenIssued, .denied, .rejected,
            ]
        )
        #expect(events.prefix(5).allSatisfy { $0.clientKey == "key" && $0.time == service.clock.now() })
        #expect(events.map(\.userID) == [nil, "user-7", "user-7", nil, "user-7", nil])
        let fingerprint = OAuth1AuditEvent.fingerprint(ofToken: token.token)
        #expect(events[0].tokenFingerprint == fingerprint && events[1].tokenFingerprint == fingerprint)
        #expect(events[2].requestTokenFingerprint == fingerprint)
        #expect(events[2].tokenFingerprint == OAuth1AuditEvent.fingerprint(ofToken: access))
        #expect(events[5].error == .signatureInvalid && events[5].endpoint == .requestToken)
        let text = events.map(\.description).joined(separator: "\n")
        for secret in [token.token, token.secret.reveal(), access, secret, denied.token, "guessed", "client-secret"] {
            #expect(!text.contains(secret))
        }
        #expect(text.contains("exchanged time=\(service.clock.now()) client=\"key\" user=\"user-7\" token="))
    }

    @Test("A log that nobody reads is bounded, and counts what it loses")
    func fullAuditLog() async throws {
        let log = OAuth1AuditLog(maximumWaiting: 3)
        let service = TestService(configure: { $0.auditLog = log })
        for _ in 0..<5 { _ = try await service.obtainRequestToken() }
        #expect(log.droppedCount == 2)
        log.finish()
        var count = 0
        for await _ in log { count += 1 }
        #expect(count == 3)
        // Nobody can read it anymore.
        _ = try await service.obtainRequestToken()
        #expect(log.droppedCount == 3)
    }

    @Test("Requests are counted by endpoint and result, and foreign text makes no series")
    func metrics() async throws {
        let backend = TestMetrics()
        let service = TestService(configure: { $0.metrics = OAuth1ServerMetrics(factory: backend) })
        _ = try await service.obtainAccessToken()
        for number in 0..<20 {
            let stranger = service.signer(OAuth1ClientCredentials(key: "stranger-\(number)", secret: "s"))
            _ = try await service.send(
                service.signed(
                    "/oauth/request_token",
                    by: stranger,
                    OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
                )
            )
        }
        func count(_ endpoint: String, _ result: String) throws -> Int64 {
            try backend.expectCounter("oauth1.server.requests", [("endpoint", endpoint), ("result", result)]).totalValue
        }
        #expect(try count("requestToken", "accepted") == 1)
        #expect(try count("accessToken", "accepted") == 1)
        #expect(try count("authorize", "accepted") == 2)
        #expect(try count("requestToken", "consumerKeyUnknown") == 20)
        #expect(backend.counters.count == 4)
    }

    private struct DownStore: OAuth1ClientStore {
        func client(forKey key: String) async throws -> OAuth1RegisteredClient? {
            throw OAuth1ServerError(.storeUnavailable, "the database at secret-host is away")
        }
    }

    @Test("Readiness asks each store, and its response hides the reason")
    func readiness() async throws {
        let ready = OAuth1ServerStores.inMemory(clients: [])
        try await ready.checkReadiness()
        #expect(await ready.readinessResponse().response.status == .ok)
        var stores = ready
        stores.tokens = BrokenTokenStore(BrokenTokenStore.Failure())
        #expect(await stores.readinessResponse().response.status == .serviceUnavailable)
        stores = ready
        stores.clients = OAuth1CombinedClientStore([OAuth1InMemoryClientStore(), DownStore()])
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) { try await stores.checkReadiness() }
        let response = await stores.readinessResponse()
        #expect(response.response.status == .serviceUnavailable)
        #expect(response.response.headerFields[.cacheControl] == "no-store")
        #expect(response.text == "not ready\n")
    }

    @Test("No page or response shows why the service itself failed", arguments: OAuth1ServerError.Code.all)
    func concealedReasons(_ code: OAuth1ServerError.Code) {
        let service = TestService()
        let error = OAuth1ServerError(code, "canary-7f3a at /var/lib/provider.sqlite")
        let isFailure = error.status.code >= 500 && code != .readOnly
        #expect(code.isServiceFailure == isFailure)
        guard isFailure else { return }
        for endpoint in [OAuth1ServerEvent.Endpoint.authorize, .grants, .requestToken, .accessToken, .revokeToken] {
            let response = service.server.refuse(error, at: endpoint)
            #expect(response.response.status == error.status)
            #expect(!response.text.contains("canary-7f3a"), "\(endpoint)")
        }
        #expect(!service.protector.response(for: error).text.contains("canary-7f3a"))
    }

    @Test("Of combined client stores the first that has the client counts, and an error is not skipped")
    func combinedClients() async throws {
        func client(_ key: String, _ name: String) -> OAuth1RegisteredClient {
            OAuth1RegisteredClient(credentials: OAuth1ClientCredentials(key: key, secret: "s"), displayName: name)
        }
        let fixed = OAuth1InMemoryClientStore([client("a", "fixed")])
        let other = OAuth1InMemoryClientStore([client("a", "other"), client("b", "other")])
        let store = OAuth1CombinedClientStore([fixed, other])
        #expect(try await store.client(forKey: "a")?.displayName == "fixed")
        #expect(try await store.client(forKey: "b")?.displayName == "other")
        #expect(try await store.client(forKey: "c") == nil)
        var disabled = client("a", "disabled")
        disabled.isDisabled = true
        let combined = OAuth1CombinedClientStore([fixed, OAuth1InMemoryClientStore([disabled])])
        let found = try await combined.client(forKey: "a")
        #expect(found?.displayName == "fixed" && found?.isDisabled == true)
        let broken = OAuth1CombinedClientStore([DownStore(), other])
        await #expect(throws: OAuth1ServerError(.storeUnavailable, "")) { try await broken.client(forKey: "b") }
    }
}
