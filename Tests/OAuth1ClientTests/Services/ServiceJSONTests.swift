//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import Testing

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

@Suite("Services as JSON")
struct ServiceJSONTests {
    static let text = """
        {
          "id": "example",
          "name": "Example",
          "flow": "threeLegged",
          "variables": [
            {"name": "account", "pattern": "[0-9]+(_[A-Z0-9]+)?"},
            {
              "name": "host",
              "derived": {"from": "account", "transforms": ["lowercased", {"replace": "_", "with": "-"}]}
            }
          ],
          "requestToken": {
            "url": "https://{host}.example.com/request",
            "method": "GET",
            "parameters": [
              {"name": "scope", "option": {"values": ["read", "write"], "default": ["read"], "joiner": ","}}
            ]
          },
          "authorize": {"url": "https://{host}.example.com/authorize", "variants": {"signIn": "https://a.example/in"}},
          "accessToken": {"url": "https://{host}.example.com/access"},
          "apiBaseURL": "https://{host}.example.com/v1",
          "signature": {"default": "HMAC-SHA256", "allowed": ["HMAC-SHA256", "HMAC-SHA512"]},
          "realm": {"text": "{account}", "steps": ["accessToken", "api"]},
          "callback": {"oob": "unsupported"},
          "headers": {"fields": {"Accept": "application/json"}, "requiresUserAgent": true},
          "tokenResponse": {"exposes": {"userID": "user_id"}},
          "environments": {"test": {"account": "1"}},
          "probe": {"url": "https://{host}.example.com/v1/me"}
        }
        """

    /// The service after it was written as JSON.
    static func reread(_ service: OAuth1Service) throws -> OAuth1Service {
        try OAuth1Service(json: JSONEncoder().encode(service))
    }

    private func failure(_ text: String) -> OAuth1ServiceError? {
        do {
            _ = try OAuth1Service(json: text)
            return nil
        } catch {
            return error
        }
    }

    @Test("A service is read from JSON, and is the same after being written and read again")
    func roundTrip() throws {
        let service = try OAuth1Service(json: ServiceJSONTests.text)
        #expect(service.flow == .threeLegged)
        #expect(service.variables[1].derived?.transforms == [.lowercased, .replacing("_", with: "-")])
        #expect(service.requestToken?.method == .get)
        #expect(service.signature.defaultMethod == .hmacSHA256)
        #expect(service.realm?.steps == [.accessToken, .api])
        #expect(service.tokenResponse.exposes == [.userID: "user_id"])
        #expect(service.headers.requiresUserAgent)
        #expect(try ServiceJSONTests.reread(service) == service)
    }

    @Test("The example of the documentation can be used")
    func documentation() throws {
        let root = try #require(#filePath.split(separator: "/Tests/").first)
        let article = try String(
            contentsOfFile: root + "/Sources/OAuth1Client/Documentation.docc/Services.md",
            encoding: .utf8
        )
        let json = try #require(article.split(separator: "```json\n").dropFirst().first?.split(separator: "```").first)
        let service = try OAuth1Service(json: String(json))
        let flow = try OAuth1Flow(
            service: service,
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            variables: ["account": "1234567_SB1"],
            options: OAuth1FlowOptions(headerFields: [.userAgent: "App/1"])
        )
        #expect(try flow.url(of: .accessToken) == "https://1234567-sb1.example.com/oauth/access_token")
        let request = try flow.requestTokenRequest(callback: .url("https://app.example/cb"))
        #expect(request.request.path == "/oauth/request_token?scope=read")
    }

    @Test("Each description in the article for beginners can be used")
    func beginnersDocumentation() throws {
        let root = try #require(#filePath.split(separator: "/Tests/").first)
        let article = try String(
            contentsOfFile: root + "/Sources/OAuth1Client/Documentation.docc/DescribingAService.md",
            encoding: .utf8
        )
        let descriptions = article.split(separator: "```json\n").dropFirst()
            .compactMap { $0.split(separator: "```").first }
        try #require(descriptions.count == 2)
        for description in descriptions {
            let service = try OAuth1Service(json: String(description))
            let client = OAuth1ClientCredentials(key: "k", secret: "s")
            _ = try OAuth1Flow(service: service, client: client)
        }
    }

    @Test("Every kind of field is the same after being written and read again")
    func everything() throws {
        let service = OAuth1Service(
            id: "all",
            name: "All",
            documentation: "https://d.example",
            deprecation: .init(
                .ends,
                date: .init(2030, 2, 28),
                successor: "OAuth 2.0",
                exchange: "https://h.example/t",
                note: "Soon.",
                source: "https://d.example/plan#end",
                checkedOn: .init(2026, 11, 27)
            ),
            flow: .threeLegged,
            variables: [
                .init("a", defaultValue: "1", pattern: "[0-9]"), .init("b", derivedFrom: "a", [.uppercased]),
            ],
            requestToken: .init("https://h.example/r", parameters: [.fixed("x", "{a}", place: .oauth)]),
            authorize: .init(
                "https://h.example/o",
                tokenParameter: "token",
                parameters: [.fixed("cb", "{callback}"), .option("p", .init(["1"], repeats: true))],
                variants: ["v": "https://h.example/v"]
            ),
            accessToken: .init("https://h.example/a", placement: .body),
            renewToken: .init("https://h.example/n", method: .get),
            revokeToken: .init("https://h.example/k", parameters: [.option("q", place: .body)]),
            tokenExchange: .init(
                .init("https://h.example/t", parameters: [.fixed("oauth_token_secret", "{tokenSecret}", place: .body)]),
                authentication: .oauth2Client
            ),
            apiBaseURL: "https://h.example/api",
            signature: .init(.plaintext, or: [.rsaSHA1]),
            placement: .query,
            realm: .init(.requestURL, steps: [.api]),
            bodyHash: .always,
            callback: .init(sentAt: .authorize, oob: .unsupported, isRequired: false, isConfirmed: false),
            verifier: .absent,
            emptyToken: .sendEmpty,
            headers: .init(["X-Key": "{consumerKey}"]),
            tokenResponse: .init(format: .json, secret: .optional, exposes: [.apiURL: "u"]),
            tokenUse: .bearer(.init(.secret, header: "X-Token", value: "t {part}")),
            refusal: ["no"],
            environments: ["e": ["a": "2"]],
            probe: .init("https://h.example/p", method: .post, userField: "x.y")
        )
        try service.validate()
        #expect(try ServiceJSONTests.reread(service) == service)
    }

    @Test(
        "An error names the field, the line, what was expected and what is there",
        arguments: [
            ("\"id\": \"example\"", "\"id\": 12", "id", 2, "a text", "the number 12"),
            ("\"name\": \"Example\"", "\"nane\": \"Example\"", "nane", 3, "one of the fields id, name", "unknown"),
            ("\"name\": \"Example\",", "", "name", 1, "required", "nothing"),
            ("\"threeLegged\"", "\"threelegged\"", "flow", 4, "one of threeLegged, staticToken", "\"threelegged\""),
            ("\"GET\"", "\"get\"", "requestToken.method", 14, "one of GET, POST", "\"get\""),
            ("\"joiner\"", "\"joined\"", "requestToken.parameters[0].option.joined", 16, "joiner", "unknown"),
            ("[\"read\", \"write\"]", "\"read\"", "requestToken.parameters[0].option.values", 16, "a list", "\"read\""),
            (
                "[\"read\"],", "[\"admin\"],", "requestToken.parameters[0].option.default", 16, "read, write",
                "\"admin\""
            ),
            ("true}", "\"yes\"}", "headers.requiresUserAgent", 25, "true or false", "\"yes\""),
            ("\"userID\"", "\"userId\"", "tokenResponse.exposes.userId", 26, "one of userID", "\"userId\""),
            (
                "{host}.example.com/access", "{hots}.example.com/access", "accessToken.url", 20, "account, host",
                "{hots}"
            ),
            ("\"https://a.example/in\"", "\"/in\"", "authorize.variants.signIn", 19, "absolute", "\"/in\""),
            (
                "\"test\": {\"account\"", "\"test\": {\"acount\"", "environments.test.acount", 27, "one of account",
                "unknown"
            ),
            ("\"lowercased\"", "\"lower\"", "variables[1].derived.transforms[0]", 9, "lowercased", "\"lower\""),
            ("[0-9]+(_", "[0-9+(_", "variables[0].pattern", 6, "regular expression", "["),
            (
                "\"HMAC-SHA256\", \"allowed\"", "\"PLAINTEXT\", \"allowed\"", "signature.allowed", 22, "PLAINTEXT",
                "HMAC"
            ),
            ("\"HMAC-SHA512\"", "\"HMAC-SHA-512\"", "signature.allowed", 22, "HMAC-SHA512, RSA-SHA1", "HMAC-SHA-512"),
            ("\"id\": \"example\",", "\"id\": \"example\"", "", 3, "a comma", "\"name\""),
            ("\"id\": \"example\",", "\"id\": \"a\", \"id\": \"b\",", "id", 2, "once", "duplicate"),
        ]
    )
    func precise(old: String, new: String, field: String, line: Int, expected: String, found: String) throws {
        #expect(ServiceJSONTests.text.contains(old))
        let error = try #require(failure(ServiceJSONTests.text.replacing(old, with: new, maxReplacements: 1)))
        #expect(error.field == field)
        #expect(error.line == line)
        #expect(error.expected.contains(expected), "\(error)")
        #expect(error.found.contains(found), "\(error)")
    }

    @Test(
        "Invalid JSON is rejected at the first invalid byte",
        arguments: [
            ("", 1), ("[]", 1), ("{\n\"a\": 1,}", 2), ("{\n\n\"a\" 1}", 3), ("{\"a\": [1 2]}", 1), ("{\"a\": nil}", 1),
            ("{\"a\": \"\n", 1), (String(repeating: "[", count: 100), 1), ("{} {}", 1),
        ]
    )
    func malformed(text: String, line: Int) throws {
        #expect(try #require(failure(text)).line == line)
    }

    @Test(
        "A description that needs much work, or leads a request to another host, is rejected",
        arguments: [
            ("[0-9]+(_", "(a+)+(_", "variables[0].pattern", "repetitions"),
            ("[0-9]+(_", "a*b*c*d*(_", "variables[0].pattern", "repetitions"),
            (
                "https://{host}.example.com/access", "https://example.com{host}/access", "accessToken.url",
                "another host"
            ),
            (
                "\"fields\": {\"Accept\"", "\"fields\": {\"Host\"", "headers.fields.Host", "connection"
            ),
            ("\"id\"", "\"\(String(repeating: "i", count: 200))\"", "", "128 bytes"),
        ]
    )
    func dangerous(old: String, new: String, field: String, expected: String) throws {
        #expect(ServiceJSONTests.text.contains(old))
        let error = try #require(failure(ServiceJSONTests.text.replacing(old, with: new, maxReplacements: 1)))
        #expect(error.field == field)
        #expect(error.expected.contains(expected), "\(error)")
    }

    @Test("An error has a line number, for each missing byte", arguments: [0, 1, 2])
    func missingByte(rest: Int) {
        let bytes = Array(ServiceJSONTests.text.utf8)
        let lines = bytes.count { $0 == 0x0A } + 1
        for index in bytes.indices where index % 3 == rest {
            var broken = bytes
            broken.remove(at: index)
            guard let error = failure(String(decoding: broken, as: UTF8.self)) else { continue }
            #expect(error.line.map { (1...lines).contains($0) } == true, "\(index): \(error)")
        }
    }

    @Test("A text that is too long is not read")
    func limit() throws {
        let error = try #require(failure(String(repeating: " ", count: OAuth1Service.maximumJSONBytes + 1)))
        #expect(error.expected.contains("\(OAuth1Service.maximumJSONBytes) bytes"))
    }

    @Test(
        "A contradictory description is rejected",
        arguments: [
            ("\"flow\": \"threeLegged\"", "\"flow\": \"consumerOnly\"", "requestToken"),
            ("\"callback\": {", "\"callback\": {\"sentAt\": \"authorize\", ", "callback.sentAt"),
            ("\"method\": \"GET\",", "\"method\": \"GET\", \"placement\": \"body\",", "requestToken.method"),
            ("\"name\": \"scope\"", "\"name\": \"oauth_token\"", "requestToken.parameters[0].name"),
            ("\"name\": \"host\"", "\"name\": \"callback\"", "variables[1].name"),
            ("\"from\": \"account\"", "\"from\": \"host\"", "variables[1].derived.from"),
            ("example.com/v1\"", "example.com/v1?x=1\"", "apiBaseURL"),
            ("example.com/v1\"", "example.com/../v1\"", "apiBaseURL"),
            ("\"Accept\"", "\"Authorization\"", "headers.fields.Authorization"),
            ("\"id\": \"example\"", "\"id\": \"Example\"", "id"),
        ]
    )
    func contradiction(old: String, new: String, field: String) throws {
        #expect(ServiceJSONTests.text.contains(old))
        let error = try #require(failure(ServiceJSONTests.text.replacing(old, with: new, maxReplacements: 1)))
        #expect(error.field == field, "\(error)")
        #expect(error.line != nil)
    }
}
