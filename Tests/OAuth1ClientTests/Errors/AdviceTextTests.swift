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
    // MARK: Pages

    private static let page =
        "<html><title>Access can&#39;t be granted</title><h1>Access can&#39;t  be granted</h1>"
        + "<p>a &lt;form&gt;&nbsp;&amp; &quot;x&quot; &mdash; &eacute;</p>"

    @Test("A page in place of a request token is most often the authorization URL", arguments: [200, 400, 401])
    func page(status: Int) async throws {
        let response = OAuth1Response(HTTPResponse.Status(code: status), [.contentType: "text/html"], Self.page)
        let error = try await AdviceError.tokenError(response)
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
            _ = try await client.fetchAccessToken(
                "https://h.example/a",
                requestToken: AdviceError.requestToken,
                verifier: "v"
            )
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
        let text = try await AdviceError.tokenError(OAuth1Response(.unauthorized, [:], report)).description
        #expect(text.contains("heck consumer key, consumer secret") || text.contains("heck consumer key and consumer"))
        #expect(!text.contains("token secret"), "\(text)")
        #expect(!text.contains("token is this application's"), "\(text)")
    }

    @Test("The advice for an access token names the request token's secret", arguments: reports)
    func accessTokenSecrets(report: String) async throws {
        let text = try await AdviceError.accessError(report).description
        #expect(text.contains("consumer secret") && text.contains("request token secret"), "\(text)")
    }

    @Test("The advice for a call names the token's secret, and without a token none", arguments: reports)
    func callSecrets(report: String) async throws {
        let text = try await AdviceError.callError(OAuth1Response(.unauthorized, [:], report)).description
        #expect(text.contains("consumer secret") && text.contains("token secret"), "\(text)")
        let other = try await AdviceError.callError(OAuth1Response(.unauthorized, [:], report), noToken: true)
            .description
        #expect(!other.contains("token secret"), "\(other)")
        #expect(other.contains("consumer secret") == !report.isEmpty, "\(other)")
    }

    @Test("PLAINTEXT signs no URL, and RSA has a private key and no secrets")
    func otherMethods() async throws {
        let plaintext = try await AdviceError.tokenError(OAuth1Response(.unauthorized), method: .plaintext).description
        #expect(plaintext.hasSuffix("Check consumer key, consumer secret and signature method."), "\(plaintext)")
        let key = OAuth1SignatureMethod.custom("RSA-TEST", bodyHash: .sha1) { _ in "x" }
        let rsa = try await AdviceError.tokenError(OAuth1Response(.unauthorized), method: key).description
        #expect(rsa.contains("Check consumer key, private key and signature method, and that the URL"), "\(rsa)")
        #expect(!rsa.contains("secret"), "\(rsa)")
    }

    @Test("Comparing the base strings is advised once")
    func comparing() async throws {
        let text = try await AdviceError.tokenError(OAuth1Response(.unauthorized, [:], Self.reports[0])).description
        #expect(text.ranges(of: "ompare the").count == 1, "\(text)")
        let plaintext = try await AdviceError.tokenError(
            OAuth1Response(.unauthorized, [:], Self.reports[1]),
            method: .plaintext
        )
        #expect(!plaintext.description.contains("ompare the"), "\(plaintext)")
        let other = try await AdviceError.tokenError(OAuth1Response(.unauthorized, [:], Self.reports[1])).description
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
}
