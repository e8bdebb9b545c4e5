//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

@Suite("OAuth Echo")
struct EchoTests {
    private let provider = OAuth1TestProvider()
    private var url: String { provider.url("/api/me") }
    private var client: AsyncOAuth1Client {
        AsyncOAuth1Client(
            client: provider.client,
            configuration: OAuth1SigningConfiguration(placement: .query),
            transport: provider.transport
        )
    }

    private func login() async throws -> OAuth1AccessToken {
        let requestToken = try await client.fetchRequestToken(provider.requestTokenURL)
        let page = client.authorizationURL(provider.authorizeURL, for: requestToken)
        let verifier = try await OAuth1TestBrowser(transport: provider.transport).allow(page)
        return try await client.fetchAccessToken(
            provider.accessTokenURL,
            requestToken: requestToken,
            verifier: verifier
        )
    }

    @Test("One application proves to another who its user is, once")
    func proof() async throws {
        let echo = try await client.echo(for: url, token: .user(login()))
        let received = try OAuth1Echo(echo.headerFields, allowing: [url])
        #expect(received == echo)
        let account = try await received.verify(over: provider.transport)
        #expect(account.text == #"{"user_id":"alice"}"#)
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await received.verify(over: provider.transport)
        }
        #expect(error?.code == .unexpectedStatus)
        #expect(error?.problem?.code == "nonce_used")
    }

    @Test("The description of a proof shows only its URL")
    func redaction() async throws {
        let token = OAuth1AccessToken(token: "tok", secret: "s")
        let echo = try await client.echo(for: url, token: .user(token))
        #expect(!"\(echo) \(String(reflecting: echo))".contains("oauth_"))
        var text = ""
        dump(echo, to: &text)
        #expect(!text.contains("oauth_"))
    }

    @Test("Only applications that are named can prove who their user is")
    func consumerKeys() async throws {
        let token = OAuth1AccessToken(token: "tok", secret: "s")
        let fields = try await client.echo(for: url, token: .user(token)).headerFields
        let own = try OAuth1Echo(fields, from: ["other", provider.client.key], allowing: [url])
        #expect(own.url == url)
        let error = #expect(throws: OAuth1ClientError.self) { try OAuth1Echo(fields, from: ["other"], allowing: [url]) }
        #expect(error?.code == .invalidEcho)
    }

    @Test("A token that is carried instead of a signature is not handed on")
    func bearer() async throws {
        let zotero = try AsyncOAuth1Client(
            service: .zotero,
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            transport: provider.transport
        )
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await zotero.echo(
                for: "https://api.zotero.org/keys/current",
                token: .user(OAuth1AccessToken(token: "t", secret: "api key"))
            )
        }
        #expect(error?.code == .unsupportedByService)
    }

    @Test("Only URLs that are allowed are asked, and only fields that are there once")
    func refusals() async throws {
        let fields = try await client.echo(for: url, token: .user(OAuth1AccessToken(token: "t", secret: "s")))
            .headerFields
        let urlField = try #require(HTTPField.Name("X-Auth-Service-Provider"))
        let authorizationField = try #require(HTTPField.Name("X-Verify-Credentials-Authorization"))
        var cases: [HTTPFields] = []
        for other in ["https://evil.example/api/me", url + "?x", url.uppercased(), ""] {
            var changed = fields
            changed[urlField] = other
            cases.append(changed)
        }
        for other in ["Bearer x", "", String(repeating: "OAuth ", count: 2_000)] {
            var changed = fields
            changed[authorizationField] = other
            cases.append(changed)
        }
        var twice = fields
        twice.append(HTTPField(name: urlField, value: url))
        cases.append(twice)
        var missing = fields
        missing[authorizationField] = nil
        cases.append(missing)
        for fields in cases {
            let error = #expect(throws: OAuth1ClientError.self) { try OAuth1Echo(fields, allowing: [url]) }
            #expect(error?.code == .invalidEcho)
        }
    }
}
