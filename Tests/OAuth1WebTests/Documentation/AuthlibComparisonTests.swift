//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Testing

@Suite("The registry and Authlib's")
struct AuthlibComparisonTests {
    private static let token = OAuth1AccessToken(token: "t", secret: "s")

    private static func recorder() -> OAuth1RecordingTransport {
        OAuth1RecordingTransport { _, _ in OAuth1Response(head: HTTPResponse(status: .ok)) }
    }

    private func registry(
        _ registrations: [OAuth1Registration],
        _ transport: any OAuth1Transport,
        _ values: [String: String] = [:]
    ) throws(OAuth1RegistryError) -> OAuth1Registry {
        try OAuth1Registry(
            registrations,
            configuration: OAuth1WebConfiguration(publicURL: "https://app.example", storage: .sealedCookie(.random())),
            settings: OAuth1RegistrationSettings { service, key, _ in
                values[([service] + key).joined(separator: ".")]
            },
            transport: transport
        )
    }

    private func own(_ change: (inout [String: String]) -> Void = { _ in }) -> [String: String] {
        var values = [
            "own.clientKey": "k", "own.clientSecret": "s", "own.requestTokenURL": "https://own.example/request",
            "own.authorizeURL": "https://own.example/authorize", "own.accessTokenURL": "https://own.example/access",
            "own.apiBaseURL": "https://own.example/api/",
        ]
        change(&values)
        return values
    }

    @Test("A realm from the configuration is in the header")
    func realm() async throws {
        let transport = Self.recorder()
        let registry = try registry([OAuth1Registration(named: "own")], transport, own { $0["own.realm"] = "Photos" })
        _ = try await registry.client("own").get("me", token: Self.token)
        let header = try #require(transport.requests.last?.request.headerFields[.authorization])
        #expect(header.hasPrefix(#"OAuth realm="Photos""#))
    }

    @Test(
        "A service that lacks one of its endpoints is found at start",
        arguments: [
            "requestTokenURL", "authorizeURL", "accessTokenURL",
        ]
    )
    func missingEndpoint(_ key: String) throws {
        let error = #expect(throws: OAuth1RegistryError.self) {
            try registry([OAuth1Registration(named: "own")], Self.recorder(), own { $0["own.\(key)"] = nil })
        }
        #expect(error?.findings.map(\.service) == ["own"])
    }

    @Test("All services and users share one transport, except for a service with its own")
    func sharesTransport() async throws {
        let client = OAuth1ClientCredentials(key: "k", secret: "s")
        let (shared, other) = (Self.recorder(), Self.recorder())
        let registry = try registry(
            [
                OAuth1Registration(.x, client: client), OAuth1Registration(.tumblr, client: client),
                OAuth1Registration(.flickr, client: client, transport: other),
            ],
            shared
        )
        for name in registry.names {
            for user in ["alice", "bob"] {
                let token = OAuth1AccessToken(token: user, secret: "s")
                _ = try await registry.client(name).get("me", token: token)
            }
        }
        #expect(shared.requests.count == 4)
        #expect(other.requests.count == 2)
    }

    @Test("Registries of the same names don't change each other, and every method signs with the user's token")
    func areValues() async throws {
        let transport = Self.recorder()
        let first = try registry([OAuth1Registration(named: "own")], transport, own { $0["own.clientKey"] = "first" })
        let second = try registry([OAuth1Registration(named: "own")], transport, own { $0["own.clientKey"] = "second" })
        let user = try first.client("own").using(Self.token)
        _ = try await user.put("me", .json("{}"))
        _ = try await user.patch("me", .json("{}"))
        _ = try await user.delete("me")
        _ = try await second.client("own").get("me", token: Self.token)
        let headers = transport.requests.map { $0.request.headerFields[.authorization] ?? "" }
        #expect(transport.requests.map(\.request.method) == [.put, .patch, .delete, .get])
        #expect(headers.map { $0.contains(#"oauth_consumer_key="first""#) } == [true, true, true, false])
        #expect(headers.allSatisfy { $0.contains(#"oauth_token="t""#) })
    }
}
