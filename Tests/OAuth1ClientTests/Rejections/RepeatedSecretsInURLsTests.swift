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

@Suite("Services that repeat secrets in URLs and status lines")
struct RepeatedSecretsInURLsTests {
    private static let tokenSecret = "hf93k423kf44pfkk"
    private struct Broken: Error {}

    private func client(
        redirects: OAuth1RedirectPolicy = .sameOrigin,
        _ answer: @escaping @Sendable (HTTPRequest, [UInt8]?) throws -> OAuth1Response
    ) -> AsyncOAuth1Client {
        AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "key", secret: "kd94hf93k423"),
            token: OAuth1AccessToken(token: "token", secret: OAuth1Secret(Self.tokenSecret)),
            options: OAuth1FlowOptions(redirects: redirects, retries: .none),
            transport: OAuth1RecordingTransport { try answer($0, $1) }
        )
    }

    /// Everything that an error shows, to anyone who prints or dumps it.
    private func texts(of error: OAuth1ClientError?) throws -> String {
        let error = try #require(error)
        var dumped = ""
        dump(error, to: &dumped)
        return
            "\(error)\n\(error.localizedDescription)\n\(error.recoverySuggestion ?? "")\n\(error.url ?? "")\n\(dumped)"
    }

    @Test(
        "A redirect that is not followed shows no secret, in its host neither",
        arguments: [
            "https://\(tokenSecret).example/", "https://o.example/\(tokenSecret)",
            "https://o.example/hf93k423kf44%70fkk",
        ]
    )
    func notFollowed(location: String) async throws {
        let client = client { _, _ in OAuth1Response(.found, [.location: location]) }
        let response = try await client.get("https://h.example/a")
        var dumped = ""
        dump(response.unfollowedRedirect, to: &dumped)
        #expect(!dumped.contains("hf93"), "\(dumped)")
        let call = try texts(of: #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() })
        #expect(!call.contains("hf93"), "\(call)")
        let token = await #expect(throws: OAuth1ClientError.self) {
            try await client.fetchAccessToken(
                "https://h.example/a",
                requestToken: OAuth1RequestToken(token: "t", secret: OAuth1Secret(Self.tokenSecret)),
                verifier: "v"
            )
        }
        #expect(try !texts(of: token).contains("hf93"))
    }

    @Test("A redirect that was followed shows none: in errors of status, body and connection, and in that of a circle")
    func followed() async throws {
        let client = client { request, _ in
            switch request.path {
            case "/status", "/json", "/broken":
                return OAuth1Response(.found, [.location: "\(request.path ?? "")/\(Self.tokenSecret)"])
            case "/status/\(Self.tokenSecret)": return OAuth1Response(.notFound)
            case "/json/\(Self.tokenSecret)": return OAuth1Response(.ok, [:], "[]")
            case "/broken/\(Self.tokenSecret)": throw Broken()
            default: return OAuth1Response(.found, [.location: "/circle/\(Self.tokenSecret)"])
            }
        }
        for path in ["/status", "/json", "/broken", "/circle"] {
            let error = await #expect(throws: OAuth1ClientError.self) {
                _ = try await client.get("https://h.example\(path)").json(String.self)
            }
            let text = try texts(of: error)
            #expect(!text.contains("hf93"), "\(text)")
            #expect(error?.url == "https://h.example\(path)/<redacted>")
        }
    }

    @Test("The URL that the application calls is shown, whatever the secrets are")
    func ownURL() async throws {
        let client = client { _, _ in OAuth1Response(.notFound) }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/\(Self.tokenSecret)").checkingStatus()
        }
        #expect(error?.url == "https://h.example/\(Self.tokenSecret)")
    }

    @Test("The reason phrase of a status is in the service's format, and is not shown")
    func reasonPhrase() async throws {
        let client = client { _, _ in
            OAuth1Response(head: HTTPResponse(status: .init(code: 401, reasonPhrase: "not \(Self.tokenSecret)")))
        }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/a").checkingStatus()
        }
        #expect(error?.status == .unauthorized)
        #expect(try !texts(of: error).contains("hf93"))
    }
}
