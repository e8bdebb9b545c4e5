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

@Suite("Callbacks that no browser can be sent to")
struct CallbackRejectionTests {
    private static let texts: [(text: String, hint: String)] = [
        ("/callback", "path without scheme and host"), ("localhost", "does not start with a scheme"),
        ("localhost:8080/cb", "starts with a host"), ("http%3A%2F%2Fapp.example%2Fcb", "already percent-encoded"),
        (" https://app.example/cb", "contains a space"), ("https://app.example/cb ", "contains a space"),
        ("https://app.example/c b", "contains a space"), ("", "is empty"), ("https://app.example/\u{7}", "control"),
        ("https://app.example/#cb", "fragment"), ("https://", "no host"), ("https://a@b/", "user information"),
        ("javascript:alert(1)", "scheme that browsers"), ("https://app.example:99999/", "port"),
    ]

    private func refusal(_ work: () async throws -> Void) async -> OAuth1ClientError? {
        do {
            try await work()
        } catch {
            return error as? OAuth1ClientError
        }
        return nil
    }

    @Test("Such a callback is rejected before anything is sent, and the error says what is wrong", arguments: texts)
    func requestToken(text: String, hint: String) async throws {
        let transport = OAuth1RecordingTransport { _, _ in OAuth1Response(.ok) }
        let credentials = OAuth1ClientCredentials(key: "k", secret: "s")
        let plain = AsyncOAuth1Client(client: credentials, transport: transport)
        let described = try AsyncOAuth1Client(service: .discogs, client: credentials, transport: transport)
        let refusals = [
            await refusal { _ = try await plain.fetchRequestToken("https://h.example/r", callback: .url(text)) },
            await refusal { _ = try await described.fetchRequestToken(callback: .url(text)) },
        ]
        for refusal in refusals {
            #expect(refusal?.code == .invalidConfiguration)
            #expect(refusal?.reason.contains(hint) == true, "\(refusal?.reason ?? "")")
        }
        #expect(transport.requests.isEmpty)
    }

    @Test("A service that takes the callback with its page rejects such a one, too", arguments: texts)
    func authorizationURL(text: String, hint: String) async throws {
        let flow = try OAuth1Flow(service: .schoology(), client: OAuth1ClientCredentials(key: "k", secret: "s"))
        let token = OAuth1RequestToken(token: "t", secret: "s")
        let refusal = await refusal { _ = try flow.authorizationURL(for: token, callback: .url(text)) }
        #expect(refusal?.code == .invalidConfiguration)
        #expect(refusal?.reason.contains(hint) == true)
    }

    @Test(
        "Callbacks of websites, applications and loopback servers are sent unchanged",
        arguments: [
            "https://app.example/cb?x=%20", "com.example.app:/cb", "myapp://cb", "http://localhost:8080/cb",
            "http://[::1]:1/", "oob",
        ]
    )
    func valid(text: String) throws {
        let flow = OAuth1Flow(client: OAuth1ClientCredentials(key: "k", secret: "s"))
        let request = try flow.requestTokenRequest("https://h.example/r", callback: .url(text))
        #expect(request.options.callback == text)
    }
}
