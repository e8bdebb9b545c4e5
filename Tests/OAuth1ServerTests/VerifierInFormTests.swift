//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

/// The requests of league/oauth1-client 1.10 for PHP, byte for byte as it writes them.
///
/// `Server::getTokenCredentials` puts the verifier into the form and into the base string, and everything else into the
/// header: `rawurlencode` on both sides, parameters in the order in which they were added, the signature last.
@Suite("Callbacks and verifiers in the form, the rest in the header")
struct VerifierInFormTests {
    private static let requestToken = OAuth1IssuedRequestToken(
        token: "hh5s93j4hdidpola",
        secret: "hdhd0244k9j7ao03",
        clientKey: "dpf43f3p2l4k3l03",
        callback: "https://app.example.net/done",
        issuedAt: 1_700_000_000,
        expiresAt: 1_700_000_600,
        authorization: OAuth1IssuedRequestToken.Authorization(userID: "user-7", verifier: "hfdp7dh39dks9884")
    )
    private static let client = OAuth1ClientCredentials(key: "dpf43f3p2l4k3l03", secret: "kd94hf93k423kf44")
    /// HMAC-SHA1 of the base string below, computed with Python's `hmac` and not with this package.
    private static let signature = "FXkw9V1gdQDlQUmC8jufZ8JTfos%3D"
    // POST&https%3A%2F%2Fapi.example.com%2Foauth%2Faccess_token&oauth_consumer_key%3Ddpf43f3p2l4k3l03%26
    // oauth_nonce%3DhJ2kQm7tWzXbYv9RsPq1LdNfGc4uEa8o%26oauth_signature_method%3DHMAC-SHA1%26
    // oauth_timestamp%3D1700000000%26oauth_token%3Dhh5s93j4hdidpola%26oauth_verifier%3Dhfdp7dh39dks9884%26
    // oauth_version%3D1.0
    private static let header =
        "OAuth oauth_consumer_key=\"dpf43f3p2l4k3l03\", oauth_nonce=\"hJ2kQm7tWzXbYv9RsPq1LdNfGc4uEa8o\", "
        + "oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"1700000000\", oauth_version=\"1.0\", "
        + "oauth_token=\"hh5s93j4hdidpola\", oauth_signature=\"\(signature)\""
    private static let form = "oauth_verifier=hfdp7dh39dks9884"

    private func service(_ isAllowed: Bool = true) async throws -> TestService {
        let service = TestService(
            client: OAuth1RegisteredClient(credentials: Self.client),
            allowsRequestsWithoutToken: true,
            configure: { $0.reading.allowsCallbackAndVerifierInForm = isAllowed }
        )
        try await service.tokens.save(Self.requestToken)
        return service
    }

    private func send(
        _ service: TestService,
        header: String = Self.header,
        path: String = "/oauth/access_token",
        type: String = "application/x-www-form-urlencoded",
        form: String = Self.form
    ) async throws -> OAuth1ServerResponse {
        let request = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + path,
            headerFields: [.contentType: type, .authorization: header]
        )
        return try #require(await service.server.respond(to: request, body: Array(form.utf8)))
    }

    /// A request that is signed as PHP signs it: what is in the form is a parameter like any other.
    private func send(
        _ service: TestService,
        _ path: String,
        form: OAuth1Parameters,
        token: (any OAuth1Token)? = nil,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) async throws -> OAuth1ServerResponse {
        let request = try signed(service, path, form: form, token: token, options)
        return try #require(await service.server.respond(to: request, body: form.formEncoded))
    }

    private func signed(
        _ service: TestService,
        _ path: String,
        form: OAuth1Parameters,
        token: (any OAuth1Token)? = nil,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> HTTPRequest {
        var options = options
        options.additionallySigned = form
        let request = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + path,
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
        return try service.signer(Self.client, token: token).sign(request, body: nil, options).request
    }

    private let token = OAuth1RequestToken(token: "hh5s93j4hdidpola", secret: "hdhd0244k9j7ao03")

    @Test("The request of league/oauth1-client is accepted with the option")
    func capture() async throws {
        let response = try await send(try await service())
        #expect(response.response.status == .ok, "\(response.text)")
        #expect(response.parameters["oauth_token"] != nil)
    }

    @Test("Without the option it is rejected")
    func off() async throws {
        let response = try await send(try await service(false))
        #expect(response.response.status == .badRequest)
        #expect(response.parameters["oauth_parameters_rejected"] == "oauth_verifier")
    }

    @Test(
        "A form that is not what was signed is rejected",
        arguments: [
            "oauth_verifier=hfdp7dh39dks9885", "", "oauth_verifier=hfdp7dh39dks9884&x=y",
            "oauth_verifier=hfdp7dh39dks9884&oauth_callback=oob",
        ]
    )
    func unsigned(form: String) async throws {
        let service = try await service()
        let response = try await send(service, form: form)
        #expect(response.response.status != .ok)
        #expect(await service.tokens.requestToken(token.token) != nil)
    }

    @Test("A verifier in a body that is not a form, or in the query, is not accepted")
    func elsewhere() async throws {
        let json = try await send(try await service(), type: "application/json")
        #expect(json.parameters["oauth_parameters_absent"] == "oauth_verifier")
        let query = try await send(try await service(), path: "/oauth/access_token?" + Self.form, form: "")
        #expect(query.response.status == .badRequest)
    }

    @Test("A verifier in both places, or twice in the form, is rejected")
    func twice() async throws {
        let service = try await service()
        let both = try await send(
            service,
            "/oauth/access_token",
            form: ["oauth_verifier": "hfdp7dh39dks9884"],
            token: token,
            OAuth1SigningOptions(verifier: "hfdp7dh39dks9884")
        )
        #expect(both.parameters["oauth_parameters_rejected"] == "oauth_verifier")
        let twice = try await send(
            service,
            "/oauth/access_token",
            form: ["oauth_verifier": "hfdp7dh39dks9884", "oauth_verifier": "hfdp7dh39dks9884"],
            token: token
        )
        #expect(twice.parameters["oauth_parameters_rejected"] == "oauth_verifier")
        let escaped = try await send(service, form: Self.form + "&oauth%5Fverifier=hfdp7dh39dks9884")
        #expect(escaped.parameters["oauth_parameters_rejected"] == "oauth_verifier")
        #expect(await service.tokens.requestToken(token.token) != nil)
    }

    @Test(
        "No other protocol parameter may be in the form",
        arguments: [
            "oauth_token", "oauth_nonce", "oauth_timestamp", "oauth_version", "oauth_consumer_key", "oauth_signature",
            "oauth_signature_method", "oauth_body_hash",
        ]
    )
    func others(name: String) async throws {
        let service = try await service()
        let response = try await send(
            service,
            "/oauth/access_token",
            form: [name: "1.0", "oauth_verifier": "hfdp7dh39dks9884"],
            token: token
        )
        #expect(response.response.status == .badRequest)
        #expect(response.parameters["oauth_parameters_rejected"] == name)
    }

    @Test("A callback in the form is accepted with the option, and with the client's rules")
    func callback() async throws {
        let service = try await service()
        let response = try await send(
            service,
            "/oauth/request_token",
            form: ["oauth_callback": "https://a.example/x y"]
        )
        #expect(response.parameters["oauth_parameters_rejected"] == "oauth_callback")
        let good = try await send(service, "/oauth/request_token", form: ["oauth_callback": "https://a.example/?a=b"])
        let token = try #require(good.parameters["oauth_token"])
        #expect(await service.tokens.requestToken(token)?.callback == "https://a.example/?a=b")
        let off = try await send(
            try await self.service(false),
            "/oauth/request_token",
            form: ["oauth_callback": "https://a.example/"]
        )
        #expect(off.response.status == .badRequest)
    }

    @Test("Protected resources don't have the option", arguments: ["oauth_verifier", "oauth_callback"])
    func resources(name: String) async throws {
        let service = try await service()
        let form: OAuth1Parameters = [name: "x"]
        let request = try signed(service, "/me", form: form)
        await #expect(throws: OAuth1ServerError(.parameterRejected, "", parameter: name)) {
            try await service.protector.authenticate(request, body: form.formEncoded)
        }
    }
}
