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

@Suite("Advice of errors that newcomers meet")
struct AdviceTextTests {
    private let requestToken = OAuth1RequestToken(token: "t", secret: "request secret")

    private func tokenError(
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

    private func accessError(_ body: String, verifier: String? = "v") async throws -> OAuth1ClientError {
        let client = ScriptedService([OAuth1Response(.unauthorized, [:], body)]).client()
        let authorization = OAuth1Authorization(requestToken: requestToken, verifier: verifier)
        return try #require(
            await #expect(throws: OAuth1ClientError.self) {
                _ = try await client.fetchAccessToken("https://h.example/access", authorization: authorization)
            }
        )
    }

    private func callError(_ response: OAuth1Response, _ url: String = "https://h.example/", noToken: Bool = false)
        async throws -> OAuth1ClientError
    {
        let client = ScriptedService([response]).client()
        return try #require(
            await #expect(throws: OAuth1ClientError.self) {
                try await client.get(url, token: noToken ? .none : .client).checkingStatus()
            }
        )
    }

    // MARK: Pages

    private static let page =
        "<html><title>Access can&#39;t be granted</title><h1>Access can&#39;t  be granted</h1>"
        + "<p>a &lt;form&gt;&nbsp;&amp; &quot;x&quot; &mdash; &eacute;</p>"

    @Test("A page in place of a request token is most often the authorization URL", arguments: [200, 400, 401])
    func page(status: Int) async throws {
        let response = OAuth1Response(HTTPResponse.Status(code: status), [.contentType: "text/html"], Self.page)
        let error = try await tokenError(response)
        let text = error.description
        let advice = "The URL leads to a web page; check that it is the request-token URL, not the authorization URL"
        #expect(error.recoverySuggestion?.hasPrefix(advice) == true, "\(text)")
        #expect(error.recoverySuggestion?.contains("secret") == (status != 200), "\(text)")
        #expect(!text.contains("&#39;"), "\(text)")
        #expect(text.contains(#"a <form> & "x" — é"#), "\(text)")
        #expect(text.ranges(of: "Access can't be granted").count == 1, "\(text)")
    }

    @Test("A page in place of an access token, and of JSON, is reported as one")
    func otherPages() async throws {
        let responses = [
            OAuth1Response(.ok, [:], Self.page), OAuth1Response(.ok, [:], Self.page), OAuth1Response(.ok),
            OAuth1Response(.badRequest, [:], Self.page),
        ]
        let client = ScriptedService(responses).client()
        let access = await #expect(throws: OAuth1ClientError.self) {
            _ = try await client.fetchAccessToken("https://h.example/a", requestToken: requestToken, verifier: "v")
        }
        #expect(access?.description.contains("check that it is the access-token URL, not the author") == true)
        let call = await #expect(throws: OAuth1ClientError.self) {
            _ = try await client.get("https://h.example/a").json([String].self)
        }
        #expect(call?.description.contains("The URL leads to a web page; check that it is a URL of the API") == true)
        let empty = await #expect(throws: OAuth1ClientError.self) {
            _ = try await client.get("https://h.example/a").json([String].self)
        }
        #expect(empty?.description.contains("The body is empty: check the URL and the HTTP method.") == true)
        let status = await #expect(throws: OAuth1ClientError.self) {
            try await client.get("https://h.example/a").checkingStatus()
        }
        #expect(status?.description.contains("check that it is a URL of the API") == true)
        #expect(status?.excerpt?.hasSuffix("é") == true, "\(status?.excerpt ?? "")")
    }

    // MARK: Signatures

    private static let reports = [
        "oauth_problem=signature_invalid&oauth_problem_advice=compare%20the%20signature%20base%20strings",
        "oauth_problem=signature_invalid", #"{"message":"Invalid signature"}"#, "", "code 1016: \"code\":1016",
    ]

    @Test("The advice for a request token names no token secret", arguments: reports)
    func requestTokenSecrets(report: String) async throws {
        let text = try await tokenError(OAuth1Response(.unauthorized, [:], report)).description
        #expect(text.contains("heck consumer key, consumer secret") || text.contains("heck consumer key and consumer"))
        #expect(!text.contains("token secret"), "\(text)")
        #expect(!text.contains("token is this application's"), "\(text)")
    }

    @Test("The advice for an access token names the request token's secret", arguments: reports)
    func accessTokenSecrets(report: String) async throws {
        let text = try await accessError(report).description
        #expect(text.contains("consumer secret") && text.contains("request token secret"), "\(text)")
    }

    @Test("The advice for a call names the token's secret, and without a token none", arguments: reports)
    func callSecrets(report: String) async throws {
        let text = try await callError(OAuth1Response(.unauthorized, [:], report)).description
        #expect(text.contains("consumer secret") && text.contains("token secret"), "\(text)")
        let other = try await callError(OAuth1Response(.unauthorized, [:], report), noToken: true).description
        #expect(!other.contains("token secret"), "\(other)")
        #expect(other.contains("consumer secret") == !report.isEmpty, "\(other)")
    }

    @Test("PLAINTEXT signs no URL, and RSA has a private key and no secrets")
    func otherMethods() async throws {
        let plaintext = try await tokenError(OAuth1Response(.unauthorized), method: .plaintext).description
        #expect(plaintext.hasSuffix("Check consumer key, consumer secret and signature method."), "\(plaintext)")
        let key = OAuth1SignatureMethod.custom("RSA-TEST", bodyHash: .sha1) { _ in "x" }
        let rsa = try await tokenError(OAuth1Response(.unauthorized), method: key).description
        #expect(rsa.contains("Check consumer key, private key and signature method, and that the URL"), "\(rsa)")
        #expect(!rsa.contains("secret"), "\(rsa)")
    }

    @Test("Comparing the base strings is advised once")
    func comparing() async throws {
        let text = try await tokenError(OAuth1Response(.unauthorized, [:], Self.reports[0])).description
        #expect(text.ranges(of: "ompare the").count == 1, "\(text)")
        let plaintext = try await tokenError(OAuth1Response(.unauthorized, [:], Self.reports[1]), method: .plaintext)
        #expect(!plaintext.description.contains("ompare the"), "\(plaintext)")
        let other = try await tokenError(OAuth1Response(.unauthorized, [:], Self.reports[1])).description
        #expect(other.contains("service sees. Then compare the base strings."), "\(other)")
    }

    @Test("When both sides signed the same, only the secrets are to be checked, unless the problem is another")
    func sameBaseString() async throws {
        func error(_ start: String) async throws -> OAuth1ClientError {
            let transport = OAuth1RecordingTransport { request, body in
                let base = try OAuth1IncomingRequest.read(request, body: body)?.baseString() ?? []
                let encoded = OAuth1Parameters([OAuth1Parameter("", String(decoding: base, as: UTF8.self))])
                    .formEncodedString.dropFirst()
                return OAuth1Response(
                    .unauthorized,
                    [:],
                    "\(start)&debug_sbs=\(encoded)"
                )
            }
            let client = AsyncOAuth1Client(
                client: OAuth1ClientCredentials(key: "k", secret: "client secret"),
                options: OAuth1FlowOptions(retries: .none),
                transport: transport
            )
            return try #require(
                await #expect(throws: OAuth1ClientError.self) {
                    _ = try await client.fetchRequestToken("https://h.example/request")
                }
            )
        }
        let same = "The service computed the same base string, so the consumer secret is wrong."
        #expect(try await error("oauth_problem=signature_invalid").recoverySuggestion == same)
        #expect(try await error("a=b").recoverySuggestion == same)
        #expect(try await error("oauth_problem=nonce_used").recoverySuggestion?.contains("same base string") == false)
    }

    // MARK: URLs

    @Test("An unusable URL is shown, without its query, and its flaw once", arguments: ["htps://h/a", "h.example/a"])
    func unusableURL(url: String) async throws {
        let error = try await tokenError(OAuth1Response(.ok), url + "?b=hidden1")
        #expect(error.description.contains("(request token, \(url))"), "\(error)")
        #expect(!error.description.contains("hidden1") && !error.description.contains("Underlying"), "\(error)")
        #expect(error.description.ranges(of: "expected").count == 1, "\(error)")
        let call = try await callError(OAuth1Response(.ok), url + "?b=hidden1")
        #expect(call.description.contains("(API call, \(url))"), "\(call)")
    }

    @Test(
        "An unusable URL with a password is not shown",
        arguments: ["u:hidden1@h/a", "https://u:hidden1?@h/a", "https://u:hid/den1@h", "htps://u:hidden1@h"]
    )
    func password(url: String) async throws {
        let error = try await tokenError(OAuth1Response(.ok), url)
        #expect(!error.description.contains("hid") && !error.description.contains("den1"), "\(error)")
    }

    @Test("A relative path without a base URL", arguments: ["2/users/me", "/2/users/me", "users/a:b"])
    func relativePath(path: String) async throws {
        let text = try await callError(OAuth1Response(.ok), path).description
        #expect(text.contains("(API call, \(path))"), "\(text)")
        #expect(text.contains("A relative path needs a service with a base URL"), "\(text)")
        let other = try await callError(OAuth1Response(.ok), "localhost:8080/a").description
        #expect(!other.contains("relative path"), "\(other)")
    }

    @Test(
        "An http URL: its https URL is the first advice",
        arguments: [
            ("http://h.example/request?a=hidden1", "https://h.example/request"),
            ("http://h.example:80/request", "https://h.example/request"),
            ("http://h.example:8080/request", "https://h.example:8080/request"),
        ]
    )
    func insecure(url: String, secure: String) async throws {
        let error = try await tokenError(OAuth1Response(.ok), url)
        #expect(error.recoverySuggestion?.hasPrefix("Use \(secure). Over http") == true, "\(error)")
        #expect(!error.description.contains("hidden1"))
    }

    // MARK: Verifiers and tokens

    @Test(
        "A rejected verifier is entered again, or a new login starts",
        arguments: [
            "oauth_problem=parameter_rejected&oauth_parameters_rejected=oauth_verifier",
            "oauth_problem=parameter_rejected&oauth_parameters_rejected=oauth_verifier%26oauth_token",
            "oauth_problem=verifier_invalid", "Invalid oauth_verifier parameter", #"{"error":"invalid_verifier"}"#, "",
        ]
    )
    func verifier(body: String) async throws {
        let text = try await accessError(body).description
        #expect(text.contains("Enter the code again, or start a new login"), "\(text)")
        let request = try await tokenError(OAuth1Response(.unauthorized, [:], "")).description
        #expect(!request.contains("Enter the code"), "\(request)")
    }

    @Test("A used request token needs a new login")
    func usedRequestToken() async throws {
        let text = try await accessError("oauth_problem=token_used").description
        #expect(text.contains("Start a new login: the request token has expired or was already used."), "\(text)")
    }

    @Test("Where the verifier is missing, the ways to get one are named", arguments: [nil, ""])
    func missingVerifier(verifier: String?) async throws {
        let error = try await accessError("", verifier: verifier)
        #expect(error.code == .missingVerifier)
        #expect(error.recoverySuggestion?.contains("parseAuthorizationResponse") == true, "\(error)")
        #expect(error.recoverySuggestion?.contains("verifier:") == true, "\(error)")
        let absent = try await accessError("oauth_problem=parameter_absent&oauth_parameters_absent=oauth_verifier")
        #expect(absent.recoverySuggestion?.contains("parseAuthorizationResponse") == true, "\(absent)")
    }

    @Test(
        "A missing token is reported once, with what to do, and is not to be added or checked",
        arguments: [
            "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_token",
            "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_token%26oauth_nonce",
            "oauth_problem=token_rejected", #"{"errors":[{"code":89}]}"#,
        ]
    )
    func missingToken(body: String) async throws {
        let text = try await callError(OAuth1Response(.unauthorized, [:], body), noToken: true).description
        #expect(text.ranges(of: "This client has no token: pass the user's access token to using(_:)").count == 1)
        #expect(!text.contains("Add the missing oauth_token"), "\(text)")
        #expect(!text.contains("heck the token") && !text.contains("check it"), "\(text)")
    }

    @Test("A request token that misses a token: the URL is checked first")
    func missingTokenAtFirstStep() async throws {
        let body = "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_token"
        let text = try await tokenError(OAuth1Response(.unauthorized, [:], body)).description
        #expect(text.contains("check that the URL is the request-token URL"), "\(text)")
        #expect(text.contains("sendsEmptyToken") && !text.contains("Add the missing"), "\(text)")
    }

    @Test("The URLs of two steps were mixed up")
    func wrongStep() async throws {
        let body = "oauth_problem=parameter_absent&oauth_parameters_absent="
        let request = try await tokenError(OAuth1Response(.badRequest, [:], body + "oauth_token%26oauth_verifier"))
        #expect(request.description.contains("check that the URL is the request-token URL."), "\(request)")
        #expect(!request.description.contains("Add the missing"), "\(request)")
        let access = try await accessError(body + "oauth_callback")
        #expect(access.description.contains("check that the URL is the access-token URL."), "\(access)")
        let redirect = OAuth1Response(.found, [.location: "https://h.example/login"])
        #expect(try await tokenError(redirect).description.contains("probably the authorization URL."))
    }

    @Test("Whitespace within a consumer key or a token is the first suspect", arguments: ["a b", "a\tb", "a\r\nb"])
    func innerWhitespace(key: String) async throws {
        let error = try await tokenError(OAuth1Response(.unauthorized), key: key)
        #expect(error.recoverySuggestion?.hasPrefix("The consumer key contains whitespace") == true, "\(error)")
        #expect(!error.description.contains(key), "\(error)")
        let good = try await tokenError(OAuth1Response(.unauthorized)).description
        #expect(!good.contains("whitespace"), "\(good)")
    }

    @Test("Parameters that every request has were removed in transit")
    func removedField() async throws {
        let body = "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_consumer_key"
        let text = try await callError(OAuth1Response(.unauthorized, [:], body)).description
        #expect(text.contains("check that no proxy or redirect removes the Authorization field"), "\(text)")
    }

    // MARK: Other servers

    @Test(
        "A service that asks for other credentials, and a server that is not the service, are named",
        arguments: [
            (401, [.wwwAuthenticate: "Bearer realm=\"x\", error=\"invalid_token\""], "", "which is OAuth 2.0"),
            (
                401, [.wwwAuthenticate: "basic realm=\"x\""], "<h1>Authorization Required</h1>",
                "user name and a password"
            ),
            (400, [:], "<h1>400</h1>The plain HTTP request was sent to HTTPS port", "write https in place of http"),
            (400, [:], "Client sent an HTTP request to an HTTPS server.", "write https in place of http"),
            (403, [:], "<title>Attention Required! | Cloudflare</title>", "set a User-Agent"),
            (421, [:], "", "Check the scheme, host and port"), (415, [:], "", "Check the Content-Type"),
            (401, [:], #"{"error":"invalid_request","error_description":"Missing bearer token"}"#, "is OAuth 2.0"),
        ] as [(Int, HTTPFields, String, String)]
    )
    func otherServers(code: Int, fields: HTTPFields, body: String, advice: String) async throws {
        let response = OAuth1Response(HTTPResponse.Status(code: code), fields, body)
        for error in [try await tokenError(response), try await callError(response)] {
            #expect(error.recoverySuggestion?.contains(advice) == true, "\(error)")
            #expect(error.recoverySuggestion?.contains("secret") == false, "\(error)")
        }
    }

    @Test(
        "Bearer tokens are not blamed on a missing token, and other statuses lead to the documentation",
        arguments: [405, 411, 426]
    )
    func otherStatuses(code: Int) async throws {
        let fields: HTTPFields = [.wwwAuthenticate: "Bearer realm=\"x\""]
        let text = try await callError(OAuth1Response(.unauthorized, fields), noToken: true).description
        #expect(text.contains("OAuth 2.0") && !text.contains("has no token"), "\(text)")
        let token = try await tokenError(OAuth1Response(HTTPResponse.Status(code: code))).description
        #expect(token.contains("HTTP method of this step"), "\(token)")
    }

    @Test("A service that accepts OAuth, too, asks for no other credentials")
    func severalChallenges() async throws {
        let fields: HTTPFields = [.wwwAuthenticate: "Basic realm=\"x\", OAuth realm=\"x\""]
        let text = try await tokenError(OAuth1Response(.unauthorized, fields)).description
        #expect(text.contains("Check consumer key") && !text.contains("user name"), "\(text)")
    }

    // MARK: Transport errors

    @Test(
        "An error of Foundation is shown as message and code",
        arguments: [
            (
                "Error Domain=NSURLErrorDomain Code=-1004 \"(null)\"UserInfo={NSLocalizedDescription=Failed, at once, "
                    + "NSErrorFailingURLKey=https://h.example/}",
                "URLSession: Failed, at once (-1004)"
            ),
            (
                "Error Domain=NSURLErrorDomain Code=-1004 \"No \"h\" there.\" UserInfo={_kCFStreamErrorCodeKey=61}",
                "URLSession: No \"h\" there. (-1004)"
            ),
            (
                "URLError(_nsError: Error Domain=NSURLErrorDomain Code=-1001 \"(null)\")",
                "URLSession: error -1001"
            ), ("Error Domain=NSPOSIXErrorDomain Code=2 \"No file\"", "NSPOSIXErrorDomain: No file (2)"),
            ("Some other error UserInfo={a=b}", "Some other error UserInfo={a=b}"),
        ]
    )
    func foundation(text: String, expected: String) {
        struct Failure: Error, CustomStringConvertible {
            let description: String
        }
        let error = OAuth1ClientError(.transport, "x", cause: Failure(description: text))
        #expect(error.description.hasSuffix("Underlying error: \(expected)"), "\(error)")
    }
}
