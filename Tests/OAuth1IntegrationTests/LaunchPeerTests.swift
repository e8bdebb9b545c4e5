//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server
import Testing

@Suite("LTI launches and the peer oauthlib", .enabled(if: PeerPython.isExpected, "OAUTH1_PEER_PYTHON is not set"))
struct LaunchPeerTests {
    private static let type = "application/x-www-form-urlencoded"

    private struct Unsigned: Encodable {
        let method = "POST"
        let uri: String
        let contentType = LaunchPeerTests.type
        let body: String
        let signatureMethod: String
        let placement = "body"
        let clientKey = "platform"
        let clientSecret = "platform secret &+"
        let callback = "about:blank"
        let nonce: String
        let timestamp: String
    }

    private struct Signed: Decodable {
        let uri: String
        let body: String?
        let error: String?
    }

    @Test("Launches that oauthlib signs are accepted once, and rejected when they were changed")
    func launches() async throws {
        let texts = ["a b+c", "Zo\u{EB} \u{1F600}", "x=y&z;", "100% \"quoted\"", "line\nbreak", ""]
        let now = OAuth1SystemClock().now()
        var lines: [Unsigned] = []
        for (index, text) in texts.enumerated() {
            for (number, query) in ["", "?course=5", "?a=%2B%20&a="].enumerated() {
                let form: OAuth1Parameters = [
                    "lti_message_type": "basic-lti-launch-request", "lti_version": "LTI-1p0",
                    "resource_link_id": "link",
                    "user_id": "user-\(index)", "roles": "Learner", "custom_text": text,
                ]
                lines.append(
                    Unsigned(
                        uri: "https://tool.example/launch" + query,
                        body: form.formEncodedString,
                        signatureMethod: number == 1 ? "HMAC-SHA256" : "HMAC-SHA1",
                        nonce: "nonce-\(index)-\(number)",
                        timestamp: "\(now)"
                    )
                )
            }
        }
        let signed = try await PeerPython.run("sign.py", lines, as: Signed.self)
        let credentials = OAuth1ClientCredentials(key: "platform", secret: "platform secret &+")
        let verifier = OAuth1LTILaunchVerifier(
            clients: OAuth1InMemoryClientStore([OAuth1RegisteredClient(credentials: credentials)]),
            nonces: OAuth1InMemoryNonceStore(history: .empty),
            configuration: OAuth1ServerConfiguration(
                serviceName: "Tool",
                externalURL: try OAuth1Origin("https://tool.example")
            )
        )
        for (index, line) in signed.enumerated() {
            #expect(line.error == nil)
            let body = Array((line.body ?? "").utf8)
            let request = try HTTPRequest(
                method: .post,
                absoluteURL: line.uri,
                headerFields: [.contentType: LaunchPeerTests.type]
            )
            await #expect(throws: OAuth1ServerError(.signatureInvalid, "", parameter: "oauth_signature")) {
                try await verifier.verify(request, body: body + Array("&custom_admin=1".utf8))
            }
            let launch = try await verifier.verify(request, body: body)
            #expect(launch.userID == "user-\(index / 3)")
            #expect(launch.custom["text"] == texts[index / 3])
            await #expect(throws: OAuth1ServerError(.nonceUsed, "", parameter: "oauth_nonce")) {
                try await verifier.verify(request, body: body)
            }
        }
    }
}
