//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Rejections as form or JSON")
struct ProblemFormatTests {
    @Test(
        "The Accept field chooses, and a form is the default",
        arguments: [
            ("application/json", true), ("application/json, text/plain, */*", true),
            ("APPLICATION/JSON;charset=utf-8", true),
            ("*/*", false), ("", false), ("text/html", false), ("application/*", false),
            ("application/json;q=0", false),
            ("application/x-www-form-urlencoded, application/json;q=0.5, */*;q=0.1", false),
            ("application/json;q=0.9, application/x-www-form-urlencoded;q=0.8", true),
            ("application/json, application/x-www-form-urlencoded", false), ("application/json;q=abc", false),
            ("application/json ; q = 1.0", true), (",,;;q,application/json;q=2", false),
            ("*/*;q=0.9, application/json;q=0.1", false),
            (String(repeating: "a/b,", count: 10_000) + "application/json", false),
            ("a/b\u{600},application/json", true),
            ("application/json\u{37E}q=0, text/html", false), ("application/json;x=\u{600};q=0", false),
            ("application/json;q=1=1", false),
        ]
    )
    func accept(_ accept: String, isJSON: Bool) {
        #expect(OAuth1ProblemFormat(accepting: [.accept: accept]) == (isJSON ? .json : .form), "\(accept.prefix(80))")
    }

    @Test("Without an Accept field it is a form, and of several fields all count")
    func fields() {
        #expect(OAuth1ProblemFormat(accepting: [:]) == .form)
        var fields = HTTPFields()
        fields.append(HTTPField(name: .accept, value: "text/html"))
        fields.append(HTTPField(name: .accept, value: "application/json"))
        #expect(OAuth1ProblemFormat(accepting: fields) == .json)
    }

    @Test("Endpoints and resources answer in the format, with the same status, challenge and parameters")
    func responses() async throws {
        let service = TestService()
        let request = try HTTPRequest(
            method: .post,
            absoluteURL: TestService.origin + "/oauth/request_token",
            headerFields: [.accept: "application/json"]
        )
        let response = try #require(await service.server.respond(to: request))
        #expect(response.response.status == .badRequest)
        #expect(response.response.headerFields[.contentType] == "application/json")
        #expect(response.response.headerFields[.cacheControl] == "no-store")
        #expect(response.text.hasPrefix(#"{"oauth_parameters_absent":"oauth_consumer_key&"#))
        #expect(response.text.contains(#""oauth_problem":"parameter_absent""#))

        let error = await #expect(throws: OAuth1ServerError.self) { try await service.protector.authenticate(request) }
        let rejection = service.protector.response(for: try #require(error), to: request)
        #expect(rejection.response.status == .unauthorized)
        #expect(rejection.response.headerFields[.wwwAuthenticate] == #"OAuth realm="OAuth 1.0a""#)
        #expect(rejection.text.hasPrefix("{") && rejection.text.contains("parameter_absent"))
        #expect(service.protector.response(for: try #require(error)).problem == "parameter_absent")
    }

    @Test("JSON contains details in development only")
    func details() async throws {
        for reveals in [false, true] {
            let service = TestService(configure: { $0.revealsProblemDetail = reveals })
            let signed = try service.signer(OAuth1ClientCredentials(key: "key", secret: "wr\"ong"))
                .sign(
                    HTTPRequest(
                        method: .post,
                        absoluteURL: TestService.origin + "/oauth/request_token",
                        headerFields: [.accept: "application/json"]
                    ),
                    OAuth1SigningOptions(callback: "oob")
                )
            let response = try await service.send(signed)
            #expect(response.text.contains("debug_sbs") == reveals)
            #expect(!response.text.contains("client-secret"))
        }
    }
}
