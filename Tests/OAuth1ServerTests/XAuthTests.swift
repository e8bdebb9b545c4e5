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

@Suite("Names and passwords for access tokens (xAuth)")
struct XAuthTests {
    /// Counts the passwords that reach the application.
    private final class Passwords: Sendable {
        private let calls = Mutex(0)
        var callCount: Int { calls.withLock { $0 } }

        func user(_ name: String, _ password: OAuth1Secret) -> OAuth1User? {
            calls.withLock { $0 += 1 }
            return name == "ad\u{E1}" && password == "p\u{E4}ss &+" ? OAuth1User(id: "user-7") : nil
        }
    }

    private let passwords = Passwords()

    private func service(_ allowsXAuth: Bool = true, nonceStore: (any OAuth1NonceStore)? = nil) -> TestService {
        let passwords = passwords
        return TestService(
            client: OAuth1RegisteredClient(credentials: TestService.client, allowsXAuth: allowsXAuth),
            accessTokenParameters: { userID, _ in ["user_id": userID] },
            nonceStore: nonceStore,
            authenticatePassword: { name, password, _ in passwords.user(name, password) }
        )
    }

    private static let form: OAuth1Parameters = [
        "x_auth_mode": "client_auth", "x_auth_username": "ad\u{E1}", "x_auth_password": "p\u{E4}ss &+",
    ]

    private func send(
        _ form: OAuth1Parameters = XAuthTests.form,
        query: String = "",
        client: OAuth1ClientCredentials = TestService.client,
        placement: OAuth1Placement = .header,
        to service: TestService
    ) async throws -> OAuth1ServerResponse {
        let request = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/oauth/access_token" + query,
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
        let signed = try service.signer(client, placement: placement)
            .sign(request, body: form.formEncoded, OAuth1SigningOptions(isTokenRequest: true))
        return try await service.send(signed)
    }

    @Test(
        "A client that may gets an access token for the right name and password",
        arguments: [OAuth1Placement.header, .body]
    )
    func exchange(placement: OAuth1Placement) async throws {
        let service = service()
        let response = try await send(placement: placement, to: service)
        let token = try service.accessToken(in: response)
        #expect(token.parameters.values(for: "user_id") == ["user-7"])
        #expect(try await service.call(token) == nil)
        #expect(!response.text.contains("x_auth"))
    }

    @Test("A token that the client gets again is an exchange in the audit log, too")
    func auditOfExistingToken() async throws {
        let log = OAuth1AuditLog()
        let service = TestService(
            client: OAuth1RegisteredClient(credentials: TestService.client, allowsXAuth: true),
            existingAccessToken: { grant in
                OAuth1IssuedAccessToken(
                    token: "existing",
                    secret: "s",
                    clientKey: grant.client.key,
                    userID: grant.userID,
                    issuedAt: 1
                )
            },
            authenticatePassword: { _, _, _ in OAuth1User(id: "user-7") },
            configure: { $0.auditLog = log }
        )
        #expect(try await service.accessToken(in: send(to: service)).token == "existing")
        log.finish()
        var events: [OAuth1AuditEvent] = []
        for await event in log { events.append(event) }
        #expect(events.map(\.kind) == [.exchanged])
        #expect(events.first?.tokenFingerprint == OAuth1AuditEvent.fingerprint(ofToken: "existing"))
        #expect(events.first?.userID == "user-7" && events.first?.clientKey == "key")
    }

    @Test("Wrong names and passwords, and clients that may not, are answered alike in status and problem")
    func rejections() async throws {
        let forms: [OAuth1Parameters] = [
            ["x_auth_mode": "client_auth", "x_auth_username": "ad\u{E1}", "x_auth_password": "wrong"],
            ["x_auth_mode": "client_auth", "x_auth_username": "eve", "x_auth_password": "p\u{E4}ss &+"],
        ]
        for form in forms {
            let response = try await send(form, to: service())
            #expect(response.response.status == .unauthorized && response.problem == "permission_denied")
            #expect(!response.text.contains("eve"))
        }
        let before = passwords.callCount
        let response = try await send(to: service(false))
        #expect(response.response.status == .unauthorized && response.problem == "permission_denied")
        #expect(passwords.callCount == before)
    }

    @Test("No password reaches the application from a request that is forged, replayed, incomplete or ambiguous")
    func forgeries() async throws {
        let nonces = CountingNonceStore()
        let service = service(nonceStore: nonces)
        let forger = OAuth1ClientCredentials(key: "key", secret: "wrong")
        var responses = [try await send(client: forger, to: service)]
        for name in ["x_auth_username", "x_auth_password"] {
            responses.append(try await send(OAuth1Parameters(Self.form.filter { $0.name != name }), to: service))
            responses.append(try await send(Self.form + [OAuth1Parameter(name, "x")], to: service))
            responses.append(try await send(query: "?\(name)=x", to: service))
            let empty = Self.form.map { $0.name == name ? OAuth1Parameter(name, "") : $0 }
            responses.append(try await send(OAuth1Parameters(empty), to: service))
        }
        // A password in a URL would get into logs.
        responses.append(try await send([], query: "?" + Self.form.formEncodedString, to: service))
        for response in responses {
            #expect(response.response.status == .badRequest || response.response.status == .unauthorized)
        }
        #expect(nonces.callCount == 0 && passwords.callCount == 0)

        let request = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/oauth/access_token",
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
        let signed = try service.signer()
            .sign(request, body: Self.form.formEncoded, OAuth1SigningOptions(isTokenRequest: true))
        #expect(try await service.send(signed).response.status == .ok)
        #expect(try await service.send(signed).problem == "nonce_used")
        #expect(passwords.callCount == 1)
    }

    @Test("A realm, which is not signed, asks for nothing, as no user sees it")
    func realm() async throws {
        let passwords = passwords
        let service = TestService(
            client: OAuth1RegisteredClient(credentials: TestService.client, allowsXAuth: true),
            authenticatePassword: { name, password, _ in passwords.user(name, password) },
            configure: { configuration in
                configuration.accessRules = OAuth1AccessRules(
                    scopes: ["read": "See"],
                    realms: ["photos": "Photos"],
                    defaultAccess: OAuth1Access(scopes: ["read"])
                )
            }
        )
        let request = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/oauth/access_token",
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
        let signer = OAuth1Signer(
            client: TestService.client,
            token: nil,
            configuration: OAuth1SigningConfiguration(realm: "photos", clock: service.clock)
        )
        let signed = try signer.sign(request, body: Self.form.formEncoded, OAuth1SigningOptions(isTokenRequest: true))
        let token = try service.accessToken(in: try await service.send(signed))
        #expect(await service.tokens.accessToken(token.token)?.access == OAuth1Access(scopes: ["read"]))
        #expect(service.events.events.last?.endpoint == .xAuth)
    }

    @Test("A password is not repeated in a response, for developers either")
    func developmentResponse() async throws {
        let passwords = passwords
        let service = TestService(
            client: OAuth1RegisteredClient(credentials: TestService.client, allowsXAuth: true),
            authenticatePassword: { name, password, _ in passwords.user(name, password) },
            configure: { $0.revealsProblemDetail = true }
        )
        let forger = OAuth1ClientCredentials(key: "key", secret: "wrong")
        let form: OAuth1Parameters = [
            "x_auth_mode": "client_auth", "x_auth_username": "eve", "x_auth_password": "correcthorse",
        ]
        let response = try await send(form, client: forger, to: service)
        #expect(response.problem == "signature_invalid")
        #expect(!response.text.contains("correcthorse"))
    }

    @Test("A server that was not created for it does not take passwords")
    func off() async throws {
        let service = TestService(client: OAuth1RegisteredClient(credentials: TestService.client, allowsXAuth: true))
        let response = try await send(to: service)
        #expect(response.problem == "parameter_absent")
    }
}
