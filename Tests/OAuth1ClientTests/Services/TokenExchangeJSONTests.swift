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

@Suite("Descriptions of token exchanges")
struct TokenExchangeJSONTests {
    @Test("A custom exchange is read from JSON")
    func json() throws {
        let service = try OAuth1Service(
            json: """
                {
                  "id": "a", "name": "A", "flow": "staticToken", "apiBaseURL": "https://a.example",
                  "signature": {"default": "HMAC-SHA1"}, "tokenUse": "oauth2",
                  "tokenExchange": {
                    "url": "https://a.example/t",
                    "parameters": [{"name": "oauth_token", "value": "{token}", "place": "body"}],
                    "authentication": "oauth2Client", "repetition": "rejected"
                  }
                }
                """
        )
        #expect(service.tokenUse == .oauth2)
        #expect(
            service.tokenExchange
                == OAuth1Service.TokenExchange(
                    OAuth1Service.Endpoint(
                        "https://a.example/t",
                        parameters: [.fixed("oauth_token", "{token}", place: .body)]
                    ),
                    authentication: .oauth2Client,
                    repetition: .rejected
                )
        )
        #expect(try ServiceJSONTests.reread(service) == service)
    }

    @Test(
        "An exchange that could leak a token, or can't work, is rejected",
        arguments: [
            (#""parameters": [{"name": "s", "value": "{tokenSecret}"}]"#, "tokenExchange.parameters[0].place", "URL"),
            (
                #""parameters": [{"name": "s", "value": "{token}", "place": "oauth"}]"#,
                "tokenExchange.parameters[0].place", "body"
            ),
            (
                #""parameters": [{"name": "oauth_token", "value": "1", "place": "body"}]"#,
                "tokenExchange.parameters[0].name", "protocol"
            ),
            (#""method": "GET""#, "tokenExchange.method", "POST"),
            (#""subject": "user""#, "tokenExchange.subject", "accessToken, client"),
            (#""authentication": "basic""#, "tokenExchange.authentication", "signature, oauth2Client"),
            (#""repetition": "x""#, "tokenExchange.repetition", "undocumented, replaces, rejected"),
            (#""grant": "x""#, "tokenExchange.grant", "url, method, parameters, placement, subject, authentication"),
        ]
    )
    func malformed(field: String, path: String, expected: String) throws {
        let error = try #require(throws: OAuth1ServiceError.self) {
            try OAuth1Service(
                json: """
                    {
                      "id": "a", "name": "A", "flow": "staticToken", "apiBaseURL": "https://a.example",
                      "signature": {"default": "HMAC-SHA1"},
                      "tokenExchange": {"url": "https://a.example/t", \(field)}
                    }
                    """
            )
        }
        #expect(error.field == path, "\(error)")
        #expect(error.expected.contains(expected), "\(error)")
        #expect(error.line == 4)
    }

    @Test("Only an exchange may have the token in its parameters")
    func otherEndpoints() {
        var service = OAuth1Service.discogs
        service.accessToken?.parameters = [.fixed("s", "{tokenSecret}", place: .body)]
        let error = #expect(throws: OAuth1ServiceError.self) { try service.validate() }
        #expect(error?.field == "accessToken.parameters[0].value")
        service = .here
        service.tokenExchange = nil
        #expect(throws: OAuth1ServiceError.self) { try service.validate() }
        service = .here
        service.tokenExchange?.subject = .accessToken
        #expect(throws: OAuth1ServiceError.self) { try service.validate() }
    }
}
