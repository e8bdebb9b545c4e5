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

/// The errors of the steps of a login and of a call, for one response of the service.
enum AdviceError {
    static let requestToken = OAuth1RequestToken(token: "t", secret: "request secret")

    static func tokenError(
        _ response: OAuth1Response,
        _ url: String = "https://h.example/request",
        method: OAuth1SignatureMethod = .hmacSHA1,
        key: String = "k"
    ) async throws -> OAuth1ClientError {
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: key, secret: "client secret"),
            method: method,
            options: OAuth1FlowOptions(retries: .none),
            transport: ScriptedService([response]).transport
        )
        return try #require(
            await #expect(throws: OAuth1ClientError.self) { _ = try await client.fetchRequestToken(url) }
        )
    }

    static func accessError(_ body: String, verifier: String? = "v") async throws -> OAuth1ClientError {
        let client = ScriptedService([OAuth1Response(.unauthorized, [:], body)]).client()
        let authorization = OAuth1Authorization(requestToken: requestToken, verifier: verifier)
        return try #require(
            await #expect(throws: OAuth1ClientError.self) {
                _ = try await client.fetchAccessToken("https://h.example/access", authorization: authorization)
            }
        )
    }

    static func callError(_ response: OAuth1Response, _ url: String = "https://h.example/", noToken: Bool = false)
        async throws -> OAuth1ClientError
    {
        let client = ScriptedService([response]).client()
        return try #require(
            await #expect(throws: OAuth1ClientError.self) {
                try await client.get(url, token: noToken ? .none : .client).checkingStatus()
            }
        )
    }
}
