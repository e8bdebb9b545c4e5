//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Testing

@Suite("The blocking session")
struct BlockingSessionTests {
    private struct Fixed: OAuth1Clock, OAuth1NonceSource {
        func now() -> Int64 { 1_300_000_000 }
        func makeNonce() -> OAuth1Nonce { "n" }
    }

    private func client(_ transport: any OAuth1Transport) -> AsyncOAuth1Client {
        AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            token: OAuth1AccessToken(token: "t", secret: "ts"),
            configuration: OAuth1SigningConfiguration(clock: Fixed(), nonceSource: Fixed()),
            transport: transport
        )
    }

    /// Runs blocking work on a separate thread: the pool of the tests has few.
    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    @Test("Every method sends what that of the asynchronous client sends, and returns its response")
    func methods() async throws {
        let transport = OAuth1RecordingTransport { request, _ in
            OAuth1Response(head: HTTPResponse(status: .accepted), body: Array(request.method.rawValue.utf8))
        }
        let client = client(transport)
        let url = "https://h.example/x?q=1"
        let query: OAuth1Parameters = ["a": "1 2", "a": "3"]
        let fields: HTTPFields = [.userAgent: "u"]
        let user = OAuth1CallToken.user(OAuth1AccessToken(token: "other", secret: "os"))
        let form = OAuth1RequestBody.form(["f": "\u{E9}"])
        let whole = try HTTPRequest(.post, wireURL: url)
        let signedToo = OAuth1SigningOptions(additionallySigned: ["z": "1"])

        _ = try await client.get(url, parameters: query, headerFields: fields, token: user)
        _ = try await client.head(url, parameters: query, headerFields: fields, token: .none)
        _ = try await client.delete(url, parameters: query, body: form, headerFields: fields, token: user)
        _ = try await client.post(url, form, parameters: query, headerFields: fields, token: user)
        _ = try await client.put(url, form, parameters: query, headerFields: fields, token: user)
        _ = try await client.patch(url, form, parameters: query, headerFields: fields, token: user)
        _ = try await client.send(.options, url, parameters: query, body: form, headerFields: fields, token: user)
        _ = try await client.send(whole, body: [1], token: .none, options: signedToo)
        let expected = transport.requests

        let session = OAuth1Session(client)
        let texts = try await onThread {
            try [
                session.get(url, parameters: query, headerFields: fields, token: user),
                session.head(url, parameters: query, headerFields: fields, token: .none),
                session.delete(url, parameters: query, body: form, headerFields: fields, token: user),
                session.post(url, form, parameters: query, headerFields: fields, token: user),
                session.put(url, form, parameters: query, headerFields: fields, token: user),
                session.patch(url, form, parameters: query, headerFields: fields, token: user),
                session.send(.options, url, parameters: query, body: form, headerFields: fields, token: user),
                session.send(whole, body: [1], token: .none, options: signedToo),
            ]
            .map { response in "\(response.status.code) \(response.text)" }
        }
        #expect(Array(transport.requests.dropFirst(expected.count)) == expected)
        #expect(Set(expected.map(\.request)).count == expected.count)
        #expect(
            texts == ["GET", "HEAD", "DELETE", "POST", "PUT", "PATCH", "OPTIONS", "POST"].map { "202 \($0)" }
        )
    }

    @Test("The three steps give a token, with which the session of a user calls")
    func login() async throws {
        let provider = OAuth1TestProvider()
        let session = OAuth1Session(client: provider.client, transport: provider.transport)
        let requestToken = try await onThread {
            try session.fetchRequestToken(provider.requestTokenURL, callback: .url("https://app.example/callback"))
        }
        let page = session.authorizationURL(provider.authorizeURL, for: requestToken)
        let callback = try await OAuth1TestBrowser(transport: provider.transport).allow(page)
        let authorization = try session.parseAuthorizationResponse(callback, for: requestToken).authorization()
        let user = try await onThread {
            session.using(try session.fetchAccessToken(provider.accessTokenURL, authorization: authorization))
        }
        #expect(session.token == nil)
        #expect(user.token?.parameters["user_id"] == "alice")
        let response = try await onThread { try user.get(provider.url("/api/me")) }
        #expect(response.text == #"{"user_id":"alice"}"#)
    }

    @Test("An error of the call is thrown, and a method whose key is elsewhere signs")
    func errors() async throws {
        let refusing = OAuth1RecordingTransport { _, _ in OAuth1Response(head: HTTPResponse(status: .unauthorized)) }
        let session = OAuth1Session(client(refusing))
        await #expect(throws: OAuth1ClientError(.tokenRequestRefused, "", status: .unauthorized)) {
            try await onThread { try session.fetchRequestToken("https://h.example/r") }
        }
        let remote = OAuth1Session(
            client: OAuth1ClientCredentials(key: "k"),
            method: .asynchronous("X-REMOTE", bodyHash: .sha256) { _ in
                await Task.yield()
                return "signed elsewhere"
            },
            transport: refusing
        )
        _ = try await onThread { try remote.get("https://h.example/x") }
        let header = refusing.requests.last?.request.headerFields[.authorization]
        #expect(header?.contains(#"oauth_signature="signed%20elsewhere""#) == true)
    }
}
