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

@Suite("Texts of errors")
struct ErrorTextTests {
    /// The error of a request for a request token at a URL with a query.
    private func tokenError(_ response: OAuth1Response, key: String = "k") async throws -> OAuth1ClientError {
        let service = ScriptedService([response])
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: key, secret: "client secret"),
            options: OAuth1FlowOptions(retries: .none),
            transport: service.transport
        )
        return try #require(
            await #expect(throws: OAuth1ClientError.self) {
                _ = try await client.fetchRequestToken(
                    "https://api.h.example:8443/oauth/request?password=hidden1#hidden2"
                )
            }
        )
    }

    /// The error of a call.
    private func callError(_ response: OAuth1Response, token: OAuth1CallToken = .client) async throws
        -> OAuth1ClientError
    {
        let client = ScriptedService([response]).client()
        return try #require(
            await #expect(throws: OAuth1ClientError.self) {
                try await client.get("https://h.example/v1/a?b=hidden1", token: token).checkingStatus()
            }
        )
    }

    @Test("The step, the URL without its query, and the status are in the error and in its text")
    func place() async throws {
        let error = try await tokenError(OAuth1Response(.unauthorized, [:], "no"))
        #expect(error.step == .requestToken)
        #expect(error.url == "https://api.h.example:8443/oauth/request")
        #expect(error.status == .unauthorized)
        let text = error.description
        #expect(text.contains("(request token, https://api.h.example:8443/oauth/request, status 401)"), "\(text)")
        #expect(!text.contains("hidden"))
        let call = try await callError(OAuth1Response(.notFound))
        #expect(call.step == .call)
        #expect(call.url == "https://h.example/v1/a")
        #expect(call.description.contains("(API call, https://h.example/v1/a, status 404)"))
    }

    @Test("localizedDescription is the whole text, through any Error")
    func localizedDescription() async throws {
        let response = OAuth1Response(
            .unauthorized,
            [:],
            "oauth_problem=timestamp_refused&oauth_problem_advice=too%20old"
        )
        let error: any Error = try await tokenError(response)
        #expect(
            error.localizedDescription
                == "The token request was rejected (request token, https://api.h.example:8443/oauth/request, status "
                + "401). The clock skew is too large: check this machine's clock. The service said: "
                + "\"timestamp_refused (too old)\""
        )
        #expect(
            (error as? any LocalizedError)?.recoverySuggestion
                == "The clock skew is too large: check this machine's clock."
        )
        #expect((error as? any LocalizedError)?.failureReason == "The token request was rejected.")
    }

    @Test("The service's message is shown once, decoded, with its additional parameters")
    func once() async throws {
        let body = "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_nonce%26oauth_timestamp"
        let text = try await tokenError(OAuth1Response(.badRequest, [:], body)).description
        #expect(text.ranges(of: "parameter_absent").count == 1, "\(text)")
        #expect(text.contains("Add the missing oauth_nonce, oauth_timestamp."), "\(text)")
        #expect(!text.contains("%26"))
    }

    @Test("Words of the service that its report does not repeat are shown, too")
    func both() async throws {
        let challenge = #"OAuth realm="x", oauth_problem="nonce_used""#
        let text = try await tokenError(OAuth1Response(.unauthorized, [.wwwAuthenticate: challenge], "try again"))
            .description
        #expect(text.contains("nonce_used; try again"), "\(text)")
    }

    @Test(
        "A token endpoint that is not there, limits the rate or is down does not \"reject\" a request",
        arguments: [
            (404, "nothing at this URL", "Check the URL of this step"), (410, "nothing at this URL", "Check the URL"),
            (405, "does not accept this HTTP method", "tokenRequestMethod"),
            (429, "the rate limit is exceeded", "Wait 17 seconds"),
            (502, "a gateway could not reach the service", "Wait 17 seconds"), (503, "unavailable", "Wait 17 seconds"),
            (504, "a gateway could not reach the service", "Wait 17 seconds"),
            (500, "the service failed", "Try again later"),
        ]
    )
    func statusesOfTokenEndpoints(code: Int, reason: String, advice: String) async throws {
        let error = try await tokenError(
            OAuth1Response(HTTPResponse.Status(code: code), [HTTPField.Name("Retry-After")!: "17"], "<h1>Hello</h1>")
        )
        #expect(error.reason.contains(reason), "\(error)")
        #expect(error.recoverySuggestion?.contains(advice) == true, "\(error)")
        #expect(!error.description.contains("reject"), "\(error)")
    }

    @Test("A report of the service counts more than the status")
    func reportWithOtherStatus() async throws {
        let error = try await tokenError(OAuth1Response(.notFound, [:], "oauth_problem=consumer_key_unknown"))
        #expect(error.reason == "the token request was rejected")
        #expect(error.recoverySuggestion?.contains("consumer key") == true)
    }

    @Test("Retry-After with a date is shown as that date, and nonsense is not shown")
    func retryAfterDate() async throws {
        let name = try #require(HTTPField.Name("Retry-After"))
        let date = "Sun, 06 Nov 1994 08:49:37 GMT"
        let error = try await callError(OAuth1Response(.tooManyRequests, [name: date]))
        #expect(error.recoverySuggestion?.contains(date) == true)
        let nonsense = try await callError(OAuth1Response(.tooManyRequests, [name: "hidden2"]))
        #expect(!nonsense.description.contains("hidden2"))
        #expect(nonsense.recoverySuggestion?.contains("wait before") == true)
    }

    @Test("permission_denied is a user's decision only where a user was asked")
    func permissionDenied() async throws {
        let denied = OAuth1Response(.unauthorized, [:], "oauth_problem=permission_denied")
        #expect(!(try await tokenError(denied)).description.contains("declined"))
        #expect(!(try await callError(denied)).description.contains("declined"))
        let token = OAuth1RequestToken(token: "t", secret: "s")
        let client = ScriptedService([]).client()
        let answer = try client.parseAuthorizationResponse(
            "/cb?oauth_token=t&oauth_problem=permission_denied",
            for: token
        )
        let error = #expect(throws: OAuth1ClientError.self) { try answer.authorization() }
        #expect(error?.step == .authorization)
        #expect(error?.description.contains("The user declined") == true)
    }

    @Test(
        "A rejected call without a token says that the token is missing",
        arguments: [
            "", "oauth_problem=signature_invalid", "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_token",
        ]
    )
    func noToken(body: String) async throws {
        let response = OAuth1Response(.unauthorized, [:], body)
        let error = try await callError(response, token: .none)
        #expect(error.recoverySuggestion?.hasPrefix("This client has no token") == true, "\(error)")
        #expect(!(try await callError(response)).description.contains("has no token"))
    }

    @Test(
        "A missing token is not reported when the service says that the problem is something else",
        arguments: [
            (HTTPResponse.Status.unauthorized, "oauth_problem=timestamp_refused"),
            (.unauthorized, "oauth_problem=nonce_used"),
            (.notFound, ""), (.badRequest, "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_nonce"),
        ]
    )
    func otherReasons(status: HTTPResponse.Status, body: String) async throws {
        let error = try await callError(OAuth1Response(status, [:], body), token: .none)
        #expect(!error.description.contains("has no token"), "\(error)")
    }

    @Test("A streamed response knows where it comes from, and so do its errors")
    func streamed() async throws {
        let response = OAuth1Response(.notFound, [:], "gone")
        struct Streaming: OAuth1StreamingTransport {
            let response: OAuth1Response
            func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response
            {
                response
            }
            func stream(_ request: HTTPRequest, body: OAuth1BodyStream?) async throws -> OAuth1StreamedResponse {
                OAuth1StreamedResponse(
                    head: response.head,
                    pieces: AsyncThrowingStream { continuation in
                        continuation.yield(response.body)
                        continuation.finish()
                    }
                )
            }
        }
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            transport: Streaming(response: response)
        )
        let streamed = try await client.stream(.get, "https://h.example/file?x=hidden1")
        #expect(streamed.url == "https://h.example/file?x=hidden1")
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await streamed.collect(upTo: 100).checkingStatus()
        }
        #expect(error?.url == "https://h.example/file")
        #expect(error?.step == .call)
    }

    @Test("An error made without a client has no URL, and no brackets for it")
    func withoutClient() throws {
        let error = #expect(throws: OAuth1ClientError.self) { try OAuth1Response(.notFound).checkingStatus() }
        #expect(error?.url == nil)
        #expect(error?.reason == "expected a 2xx response: the service has nothing at this URL")
    }

    @Test("A URL in an error has no user, query, fragment, or line break")
    func shownURL() {
        for url in [
            "https://u:hidden@h.example/a?hidden#hidden", "https://h.example/a#hidden", "https://hidden@h.example/a",
        ] {
            #expect(OAuth1ClientError(.transport, "x", url: url).url == "https://h.example/a")
        }
        #expect(OAuth1ClientError(.transport, "x", url: "https://h.example/a@b").url == "https://h.example/a@b")
        #expect(OAuth1ClientError(.transport, "x", url: "https://h.example/a\nb").url?.contains("\n") == false)
    }
}
