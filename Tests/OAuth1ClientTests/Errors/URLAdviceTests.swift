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

@Suite("Advice about URLs, servers and transports")
struct URLAdviceTests {
    @Test("An unusable URL is shown, without its query, and its flaw once", arguments: ["htps://h/a", "h.example/a"])
    func unusableURL(url: String) async throws {
        let error = try await AdviceError.tokenError(OAuth1Response(.ok), url + "?b=hidden1")
        #expect(error.description.contains("(request token, \(url))"), "\(error)")
        #expect(!error.description.contains("hidden1") && !error.description.contains("Underlying"), "\(error)")
        #expect(error.description.ranges(of: "expected").count == 1, "\(error)")
        let call = try await AdviceError.callError(OAuth1Response(.ok), url + "?b=hidden1")
        #expect(call.description.contains("(API call, \(url))"), "\(call)")
    }

    @Test(
        "An unusable URL with a password is not shown",
        arguments: ["u:hidden1@h/a", "https://u:hidden1?@h/a", "https://u:hid/den1@h", "htps://u:hidden1@h"]
    )
    func password(url: String) async throws {
        let error = try await AdviceError.tokenError(OAuth1Response(.ok), url)
        #expect(!error.description.contains("hid") && !error.description.contains("den1"), "\(error)")
    }

    @Test("A relative path without a base URL", arguments: ["2/users/me", "/2/users/me", "users/a:b"])
    func relativePath(path: String) async throws {
        let text = try await AdviceError.callError(OAuth1Response(.ok), path).description
        #expect(text.contains("(API call, \(path))"), "\(text)")
        #expect(text.contains("A relative path needs a service with a base URL"), "\(text)")
        let other = try await AdviceError.callError(OAuth1Response(.ok), "localhost:8080/a").description
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
        let error = try await AdviceError.tokenError(OAuth1Response(.ok), url)
        #expect(error.recoverySuggestion?.hasPrefix("Use \(secure). Over http") == true, "\(error)")
        #expect(!error.description.contains("hidden1"))
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
        for error in [try await AdviceError.tokenError(response), try await AdviceError.callError(response)] {
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
        let text = try await AdviceError.callError(OAuth1Response(.unauthorized, fields), noToken: true).description
        #expect(text.contains("OAuth 2.0") && !text.contains("has no token"), "\(text)")
        let token = try await AdviceError.tokenError(OAuth1Response(HTTPResponse.Status(code: code))).description
        #expect(token.contains("HTTP method of this step"), "\(token)")
    }

    @Test("A service that accepts OAuth, too, asks for no other credentials")
    func severalChallenges() async throws {
        let fields: HTTPFields = [.wwwAuthenticate: "Basic realm=\"x\", OAuth realm=\"x\""]
        let text = try await AdviceError.tokenError(OAuth1Response(.unauthorized, fields)).description
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
