//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import Testing

@Suite("What services say in words of their own")
struct ServiceHintTests {
    @Test(
        "An error has the hint that helps",
        arguments: [
            (#"{"errors":[{"code":32,"message":"Could not authenticate you."}]}"#, "consumer secret and token secret"),
            (#"{"errors":[{"code":89,"message":"Invalid or expired token."}]}"#, "begin the login anew"),
            (#"{"errors":[{"code":215,"message":"Bad Authentication data."}]}"#, "no OAuth parameters"),
            (
                "<error code=\"415\">Callback URL not approved for this client application</error>",
                "register the callback"
            ),
            (
                "<?xml version=\"1.0\"?><error>Desktop applications only support the oauth_callback value 'oob'</error>",
                ".outOfBand"
            ),
            (#"{"error":{"code":"INVALID_LOGIN_ATTEMPT","message":"Invalid login attempt."}}"#, "HMAC-SHA256"),
            (#"{"message":"Consumer key has expired"}"#, "activate it again"),
            (
                #"{"code":"json_oauth1_signature_mismatch","message":"OAuth signature does not match"}"#,
                "signature method"
            ),
            (
                #"{"code":"woocommerce_rest_authentication_error","message":"Invalid signature - provided signature does not match."}"#,
                "stand in the query"
            ),
            ("oauth_timestamp is too far away; we believe it is now 1, you sent 2", "clock"),
            ("<html><body><h1>Invalid Signature</h1></body></html>", "another signature"),
        ]
    )
    func hints(body: String, hint: String) {
        let response = OAuth1Response(.unauthorized, [:], body)
        let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
        #expect(error?.reason.contains(hint) == true, "\(error?.reason ?? "")")
    }

    @Test("A challenge is read, too, and the Problem Reporting extension counts more than words")
    func challenge() {
        let netsuite = OAuth1Response(
            .unauthorized,
            [.wwwAuthenticate: #"OAuth realm="1", error="token_rejected", error_description="Invalid login attempt.""#]
        )
        let error = #expect(throws: OAuth1ClientError.self) { try netsuite.checkingStatus() }
        #expect(error?.reason.contains("audit trail") == true)
        let problem = OAuth1Response(.unauthorized, [:], "oauth_problem=nonce_used&text=invalid%20token invalid token")
        let other = #expect(throws: OAuth1ClientError.self) { try problem.checkingStatus() }
        #expect(other?.reason.contains("sent twice") == true)
    }

    @Test("What is not known has no hint")
    func unknown() {
        let response = OAuth1Response(.notFound, [:], #"{"error":"no such photo"}"#)
        let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
        #expect(error?.reason == "expected a response with a status of success")
    }
}
