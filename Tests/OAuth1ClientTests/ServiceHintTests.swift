//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import Testing

@Suite("Error messages in a service's own wording")
struct ServiceHintTests {
    @Test(
        "An error has the hint that helps",
        arguments: [
            (
                #"{"errors":[{"code":32,"message":"Could not authenticate you."}]}"#,
                "consumer secret, token secret and signature method"
            ),
            (#"{"errors":[{"code":89,"message":"Invalid or expired token."}]}"#, "log in again"),
            (#"{"errors":[{"code":215,"message":"Bad Authentication data."}]}"#, "no OAuth parameters"),
            (
                "<error code=\"415\">Callback URL not approved for this client application</error>",
                "Register the callback"
            ),
            (
                "<?xml version=\"1.0\"?><error>Desktop applications only support the oauth_callback value "
                    + "'oob'</error>",
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
                "must be in the query"
            ),
            ("oauth_timestamp is too far away; we believe it is now 1, you sent 2", "clock"),
            ("<html><body><h1>Invalid Signature</h1></body></html>", "another signature"),
            // X, with blanks, and codes that start like others
            ("{\"errors\" : [ {\"code\": 32, \"message\": \"?\"} ]}", "this application's"),
            (#"{"errors":[{"code":220,"message":"?"}]}"#, "a user's token"),
            (#"{"errors":[{"code":453,"message":"?"}]}"#, "access level"),
            (#"{"errors":[{"code":326,"message":"?"}]}"#, "unlock"),
            // Tumblr, Schoology, Mastercard, Upwork, HERE
            (
                #"{"meta":{"status":401,"msg":"Unauthorized"},"errors":[{"title":"Unauthorized","code":1016,"detail":"Unable to authorize"}]}"#,
                "could not authorize"
            ), ("Duplicate timestamp/nonce combination, possible replay attack. Request rejected.", "sent twice"),
            (#"{"Errors":{"Error":[{"Source":"Authentication","ReasonCode":"INVALID_CLIENT_ID"}]}}"#, "consumer key"),
            (#"{"Errors":{"Error":[{"ReasonCode":"AUTHENTICATION_FAILED"}]}}"#, "signing key"),
            (#"{"error":{"code":"400","message":"The provided API Key has wrong format."}}"#, "consumer key"),
            (#"{"errorCode":401300,"message":"Signature mismatch."}"#, "another signature"),
            (#"{"errorCode": 401310}"#, "access key ID"), (#"{"errorCode":401204}"#, "clock"),
        ]
    )
    func hints(body: String, hint: String) {
        let response = OAuth1Response(.unauthorized, [:], body)
        let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
        #expect(error?.recoverySuggestion?.contains(hint) == true, "\(error?.description ?? "")")
    }

    @Test("A challenge is read, too, and the Problem Reporting extension counts more than words")
    func challenge() {
        let netsuite = OAuth1Response(
            .unauthorized,
            [.wwwAuthenticate: #"OAuth realm="1", error="token_rejected", error_description="Invalid login attempt.""#]
        )
        let error = #expect(throws: OAuth1ClientError.self) { try netsuite.checkingStatus() }
        #expect(error?.recoverySuggestion?.contains("audit trail") == true)
        let problem = OAuth1Response(.unauthorized, [:], "oauth_problem=nonce_used&text=invalid%20token invalid token")
        let other = #expect(throws: OAuth1ClientError.self) { try problem.checkingStatus() }
        #expect(other?.recoverySuggestion?.contains("sent twice") == true)
    }

    @Test("An unknown error message has no hint")
    func unknown() {
        let response = OAuth1Response(.notFound, [:], #"{"error":"no such photo"}"#)
        let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
        #expect(error?.reason == "expected a 2xx response: the service has nothing at this URL")
        #expect(error?.recoverySuggestion == "Check the path, and the base URL if the path is relative")
    }

    @Test(
        "Mashery says in a header field what is wrong",
        arguments: [
            ("X-Mashery-Error-Code", "ERR_403_DEVELOPER_INACTIVE", "consumer key"),
            ("X-Mashery-Error-Code", "ERR_403_DEVELOPER_OVER_QPS", "send fewer"),
            ("X-Error-Detail-Header", "Account Inactive; Developer Inactive", "consumer key"),
        ]
    )
    func mashery(name: String, value: String, hint: String) throws {
        let field = try #require(HTTPField.Name(name))
        let response = OAuth1Response(.forbidden, [field: value], "<h1>Forbidden</h1>")
        let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
        #expect(error?.recoverySuggestion?.contains(hint) == true)
    }

    @Test("A code is not found in a longer number, and nothing after the first 8 KiB is searched")
    func limits() {
        for body in [
            #"{"code":3200}"#, #"{"code":8901}"#, String(repeating: "x", count: 8_192) + "invalid signature",
        ] {
            let response = OAuth1Response(.badRequest, [:], body)
            let error = #expect(throws: OAuth1ClientError.self) { try response.checkingStatus() }
            #expect(error?.recoverySuggestion == nil, "\(body.prefix(40))")
        }
        let inside = OAuth1Response(.badRequest, [:], String(repeating: "x", count: 8_000) + "INVALID Signature")
        let error = #expect(throws: OAuth1ClientError.self) { try inside.checkingStatus() }
        #expect(error?.recoverySuggestion?.contains("another signature") == true)
    }
}
