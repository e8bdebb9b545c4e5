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

@Suite("Errors in responses that have a status of success")
struct ErrorInBodyTests {
    private func client(_ errorInBody: OAuth1Service.ErrorInBody, _ body: String) throws -> AsyncOAuth1Client {
        var service = OAuth1Service.fatSecret
        service.errorInBody = errorInBody
        return try AsyncOAuth1Client(
            service: service,
            client: OAuth1ClientCredentials(key: "key", secret: "consumer-secret"),
            token: OAuth1AccessToken(token: "token", secret: "token-secret"),
            transport: OAuth1RecordingTransport { _, _ in OAuth1Response(.ok, [:], body) }
        )
    }

    @Test(
        "An error at the place that the description names is an error of the call",
        arguments: [
            ("error", [String](), #"{"error":{"code":8,"message":"Invalid signature"}}"#),
            (
                "error", [],
                #"<?xml version="1.0"?><error xmlns="x"><code>8</code><message>Invalid signature</message></error>"#
            ),
            ("meta.code", ["200"], #"{"meta":{"description":"Invalid signature","code":401}}"#),
            ("stat", ["ok"], #"{"stat":"fail","message":"Invalid signature"}"#),
        ]
    )
    func errors(path: String, unless: [String], body: String) async throws {
        let client = try client(.init(path, unless: unless), body)
        let response = try await client.get("https://platform.fatsecret.com/rest/server.api")
        for read in [{ _ = try response.checkingStatus() }, { _ = try response.json([String: String].self) }] {
            let error = #expect(throws: OAuth1ClientError.self, performing: read)
            #expect(error?.code == .unexpectedStatus)
            #expect(error?.recoverySuggestion?.contains("consumer secret") == true)
        }
    }

    @Test(
        "Other responses are none",
        arguments: [
            ("error", [String](), #"{"profile":{"error":1}}"#), ("error", [String](), #"{"error":null}"#),
            ("error", [String](), "<errors/>"),
            ("error", [String](), ""),
            ("meta.code", ["200", "201"], #"{"meta":{"code":201}}"#), ("stat", ["ok"], #"<rsp><stat>ok</stat></rsp>"#),
        ]
    )
    func successes(path: String, unless: [String], body: String) async throws {
        let client = try client(.init(path, unless: unless), body)
        try await client.get("https://platform.fatsecret.com/rest/server.api").checkingStatus()
    }

    @Test("A token request fails with it, too")
    func tokens() async throws {
        let client = try client(.init("error"), "<error><message>oauth_token=t&oauth_token_secret=s</message></error>")
        let error = await #expect(throws: OAuth1ClientError.self) { try await client.fetchRequestToken() }
        #expect(error?.code == .tokenRequestRefused)
    }

    @Test("The preset of fatsecret has it, and a description in JSON can have it")
    func descriptions() throws {
        #expect(OAuth1Service.fatSecret.errorInBody == .init("error"))
        let json =
            #"{"id":"x","name":"X","flow":"consumerOnly","apiBaseURL":"https://h.example","signature":{"default":"HMAC-SHA1"},"errorInBody":{"path":"meta.code","unless":["200"]}}"#
        #expect(try OAuth1Service(json: json).errorInBody == .init("meta.code", unless: ["200"]))
        #expect(throws: OAuth1ServiceError.self) {
            try OAuth1Service(json: json.replacing("meta.code", with: "meta..code"))
        }
    }
}
