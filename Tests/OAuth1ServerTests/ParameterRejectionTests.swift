//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("Requests that can't be read")
struct ParameterRejectionTests {
    private func answer(
        header: String?,
        path: String = "/oauth/request_token",
        method: HTTPRequest.Method = .post,
        _ service: TestService = TestService()
    ) async throws -> OAuth1ServerResponse {
        var request = try HTTPRequest(method: method, absoluteURL: TestService.origin + path)
        request.headerFields[.authorization] = header
        return try #require(await service.server.respond(to: request))
    }

    @Test("A token endpoint rejects a request without OAuth")
    func nothing() async throws {
        let response = try await answer(header: nil)
        #expect(response.response.status == .badRequest)
        #expect(response.problem == "parameter_absent")
        #expect(
            response.parameters["oauth_parameters_absent"]
                == "oauth_consumer_key&oauth_signature_method&oauth_signature&oauth_callback"
        )
    }

    @Test(
        "A resource answers a request without OAuth with a challenge",
        arguments: [nil, "Bearer x", "Basic YTpi", "garbage"]
    )
    func challenge(header: String?) async throws {
        let service = TestService(configure: { $0.realm = "a \"b\\\r\n" })
        var request = try HTTPRequest(method: .get, absoluteURL: TestService.origin + "/me")
        request.headerFields[.authorization] = header
        let error = await #expect(throws: OAuth1ServerError.self) { try await service.protector.authenticate(request) }
        let response = service.protector.response(for: try #require(error))
        #expect(error?.code == .credentialsAbsent)
        #expect(response.response.status == .unauthorized)
        #expect(response.response.headerFields[.wwwAuthenticate] == #"OAuth realm="a \"b\\""#)
    }

    @Test(
        "A value of a form that is longer decoded than as it was sent has the same limit",
        arguments: ["oauth_consumer_key", "oauth_token", "oauth_nonce", "oauth_verifier"]
    )
    func bytesThatAreNotText(name: String) async throws {
        let service = TestService()
        var request = try HTTPRequest(method: .post, absoluteURL: TestService.origin + "/me")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let all: KeyValuePairs = [
            "oauth_consumer_key": "key", "oauth_signature_method": "HMAC-SHA1", "oauth_signature": "eA%3D%3D",
            "oauth_timestamp": "1700000000", "oauth_nonce": "n", "oauth_token": "t", "oauth_verifier": "v",
        ]
        // Each of them becomes U+FFFD, which has three bytes.
        let bytes = [UInt8](repeating: 0xFF, count: 400)
        let form = all.flatMap { pair in
            Array("\(pair.key)=".utf8) + (pair.key == name ? bytes : Array(pair.value.utf8)) + Array("&".utf8)
        }
        let error = await #expect(throws: OAuth1ServerError.self) {
            try await service.protector.authenticate(request, body: form)
        }
        #expect(error?.code == .parameterRejected)
        #expect(error?.parameter == name)
    }

    @Test(
        "Malformed headers are answered with 400",
        arguments: [
            #"OAuth oauth_consumer_key="x"#, "OAuth =", "OAuth oauth_consumer_key", #"OAuth a="b" c="d""#,
            #"OAuth oauth_nonce="a", oauth_nonce="b""#, #"OAuth oauth_consumer_key=a"b"#,
        ]
    )
    func malformed(header: String) async throws {
        let response = try await answer(header: header)
        #expect(response.response.status == .badRequest)
        #expect(response.problem == "parameter_rejected")
        #expect(response.response.headerFields[.wwwAuthenticate] == nil)
    }

    @Test(
        "Each absent parameter is named",
        arguments: [
            "oauth_consumer_key", "oauth_signature_method", "oauth_signature", "oauth_timestamp", "oauth_nonce",
            "oauth_callback",
        ]
    )
    func absent(name: String) async throws {
        let all: KeyValuePairs = [
            "oauth_consumer_key": "key", "oauth_signature_method": "HMAC-SHA1", "oauth_signature": "eA%3D%3D",
            "oauth_timestamp": "1700000000", "oauth_nonce": "n", "oauth_callback": "oob",
        ]
        let pairs = all.filter { $0.key != name }.map { "\($0.key)=\"\($0.value)\"" }
        let response = try await answer(header: "OAuth " + pairs.joined(separator: ", "))
        #expect(response.response.status == .badRequest)
        #expect(response.problem == "parameter_absent")
        #expect(response.parameters["oauth_parameters_absent"] == name)
    }

    @Test(
        "Values that no parameter can have",
        arguments: [
            ("oauth_version=\"2.0\"", "version_rejected"), ("oauth_timestamp=\"-1\"", "parameter_rejected"),
            ("oauth_timestamp=\"soon\"", "parameter_rejected"),
            ("oauth_timestamp=\"99999999999999999999999\"", "parameter_rejected"),
            ("oauth_signature_method=\"PLAINTEXT\"", "signature_method_rejected"),
            ("oauth_signature_method=\"RSA-SHA1\"", "signature_method_rejected"),
            ("oauth_signature_method=\"hmac-sha1\"", "signature_method_rejected"),
            ("oauth_nonce=\"\(String(repeating: "n", count: 1_025))\"", "parameter_rejected"),
            ("oauth_nonce=\"\"", "parameter_absent"), ("oauth_token=\"t\"", "parameter_rejected"),
            ("oauth_consumer_key=\"\"", "parameter_absent"),
        ]
    )
    func rejected(pair: String, problem: String) async throws {
        let name = pair.prefix { $0 != "=" }
        let pairs = [
            #"oauth_consumer_key="key""#, #"oauth_signature_method="HMAC-SHA1""#, #"oauth_signature="eA%3D%3D""#,
            #"oauth_timestamp="1700000000""#, #"oauth_nonce="n""#, #"oauth_callback="oob""#,
        ]
        let header = "OAuth " + (pairs.filter { !$0.hasPrefix(name + "=") } + [pair]).joined(separator: ", ")
        let response = try await answer(header: header)
        #expect(response.response.status == .badRequest)
        #expect(response.problem == problem)
    }

    @Test("The acceptable versions are reported")
    func versions() async throws {
        let service = TestService()
        var request = try service.signed("/me", by: service.signer()).request
        request.headerFields[.authorization] =
            request.headerFields[.authorization]?.replacing("oauth_version=\"1.0\"", with: "oauth_version=\"2.0\"")
        let error = await #expect(throws: OAuth1ServerError.self) { try await service.protector.authenticate(request) }
        let response = service.protector.response(for: try #require(error))
        #expect(response.parameters["oauth_acceptable_versions"] == "1.0-1.0")
    }

    @Test("Parameters in header and query are duplicates")
    func duplicates() async throws {
        let service = TestService()
        var request =
            try service.signed(
                "/oauth/request_token",
                by: service.signer(),
                OAuth1SigningOptions(callback: "oob")
            )
            .request
        request.path = "/oauth/request_token?oauth_nonce=other"
        let response = try #require(await service.server.respond(to: request))
        #expect(response.response.status == .badRequest)
        #expect(response.problem == "parameter_rejected")
        #expect(response.parameters["oauth_parameters_rejected"] == "oauth_nonce")
    }

    @Test(
        "Other HTTP methods are answered with 405",
        arguments: ["/oauth/request_token", "/oauth/authorize", "/oauth/access_token"],
        [HTTPRequest.Method.put, .head, .delete]
    )
    func methods(path: String, method: HTTPRequest.Method) async throws {
        let response = try await answer(header: nil, path: path, method: method)
        #expect(response.response.status == .methodNotAllowed)
        #expect(response.response.headerFields[.allow] == "GET, POST")
    }

    @Test("Bodies beyond the limit are answered with 413", arguments: ["/oauth/request_token", "/oauth/authorize"])
    func bodySize(path: String) async throws {
        let service = TestService(configure: { $0.maximumBodySize = 10 })
        let request = try HTTPRequest(method: .post, absoluteURL: TestService.origin + path)
        let response = try #require(
            await service.server.respond(to: request, body: [UInt8](repeating: 0x61, count: 11))
        )
        #expect(response.response.status == .contentTooLarge)
    }

    @Test(
        "Without TLS only loopback is served",
        arguments: [
            ("http://api.example.com", false), ("http://localhost.example.com", false),
            ("http://127.0.0.1.example.com", false), ("http://127.example.com:80", false),
            ("http://localhost:8080", true), ("http://127.0.0.1:1", true), ("http://[::1]:9", true),
            ("https://api.example.com", true),
        ]
    )
    func transport(origin: String, isServed: Bool) async throws {
        let service = TestService()
        for path in ["/oauth/request_token", "/oauth/authorize"] {
            let request = try HTTPRequest(method: .get, absoluteURL: origin + path)
            let response = try #require(await service.server.respond(to: request))
            #expect((response.response.status != .forbidden) == isServed)
        }
    }
}
