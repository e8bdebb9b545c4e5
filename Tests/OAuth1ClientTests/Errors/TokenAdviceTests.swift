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

@Suite("Advice about verifiers and tokens")
struct TokenAdviceTests {
    @Test(
        "A rejected verifier is entered again, or a new login starts",
        arguments: [
            "oauth_problem=parameter_rejected&oauth_parameters_rejected=oauth_verifier",
            "oauth_problem=parameter_rejected&oauth_parameters_rejected=oauth_verifier%26oauth_token",
            "oauth_problem=verifier_invalid", "Invalid oauth_verifier parameter", #"{"error":"invalid_verifier"}"#, "",
        ]
    )
    func verifier(body: String) async throws {
        let text = try await AdviceError.accessError(body).description
        #expect(text.contains("Enter the code again, or start a new login"), "\(text)")
        let request = try await AdviceError.tokenError(OAuth1Response(.unauthorized, [:], "")).description
        #expect(!request.contains("Enter the code"), "\(request)")
    }

    @Test("A used request token needs a new login")
    func usedRequestToken() async throws {
        let text = try await AdviceError.accessError("oauth_problem=token_used").description
        #expect(text.contains("Start a new login: the request token has expired or was already used."), "\(text)")
    }

    @Test("Where the verifier is missing, the ways to get one are named", arguments: [nil, ""])
    func missingVerifier(verifier: String?) async throws {
        let error = try await AdviceError.accessError("", verifier: verifier)
        #expect(error.code == .missingVerifier)
        #expect(error.recoverySuggestion?.contains("parseAuthorizationResponse") == true, "\(error)")
        #expect(error.recoverySuggestion?.contains("verifier:") == true, "\(error)")
        let absent = try await AdviceError.accessError(
            "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_verifier"
        )
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
        let text = try await AdviceError.callError(OAuth1Response(.unauthorized, [:], body), noToken: true).description
        #expect(text.ranges(of: "This client has no token: pass the user's access token to using(_:)").count == 1)
        #expect(!text.contains("Add the missing oauth_token"), "\(text)")
        #expect(!text.contains("heck the token") && !text.contains("check it"), "\(text)")
    }

    @Test("A request token that misses a token: the URL is checked first")
    func missingTokenAtFirstStep() async throws {
        let body = "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_token"
        let text = try await AdviceError.tokenError(OAuth1Response(.unauthorized, [:], body)).description
        #expect(text.contains("check that the URL is the request-token URL"), "\(text)")
        #expect(text.contains("sendsEmptyToken") && !text.contains("Add the missing"), "\(text)")
    }

    @Test("The URLs of two steps were mixed up")
    func wrongStep() async throws {
        let body = "oauth_problem=parameter_absent&oauth_parameters_absent="
        let request = try await AdviceError.tokenError(
            OAuth1Response(.badRequest, [:], body + "oauth_token%26oauth_verifier")
        )
        #expect(request.description.contains("check that the URL is the request-token URL."), "\(request)")
        #expect(!request.description.contains("Add the missing"), "\(request)")
        let access = try await AdviceError.accessError(body + "oauth_callback")
        #expect(access.description.contains("check that the URL is the access-token URL."), "\(access)")
        let redirect = OAuth1Response(.found, [.location: "https://h.example/login"])
        #expect(try await AdviceError.tokenError(redirect).description.contains("probably the authorization URL."))
    }

    @Test("Whitespace within a consumer key or a token is the first suspect", arguments: ["a b", "a\tb", "a\r\nb"])
    func innerWhitespace(key: String) async throws {
        let error = try await AdviceError.tokenError(OAuth1Response(.unauthorized), key: key)
        #expect(error.recoverySuggestion?.hasPrefix("The consumer key contains whitespace") == true, "\(error)")
        #expect(!error.description.contains(key), "\(error)")
        let good = try await AdviceError.tokenError(OAuth1Response(.unauthorized)).description
        #expect(!good.contains("whitespace"), "\(good)")
    }

    @Test("Parameters that every request has were removed in transit")
    func removedField() async throws {
        let body = "oauth_problem=parameter_absent&oauth_parameters_absent=oauth_consumer_key"
        let text = try await AdviceError.callError(OAuth1Response(.unauthorized, [:], body)).description
        #expect(text.contains("check that no proxy or redirect removes the Authorization field"), "\(text)")
    }
}
