//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Advice that several services' errors share.
extension ServiceHint {
    static let signature = ServiceHint(signature: "The service computed another signature")
    static let token = ServiceHint(
        cause: .token,
        text: "The token is unknown, revoked or expired: check it, or log in again"
    )
    static let key = ServiceHint(
        cause: .consumerKey,
        text: "The service does not know the consumer key: check it, and that the application is enabled"
    )
    static let clock = ServiceHint(
        cause: .clock,
        text: "The clock skew is too large: check this machine's clock"
    )
    static let nonce = ServiceHint(
        cause: .nonce,
        text: "The same signed request was sent twice: sign every attempt again"
    )
    static let callback = ServiceHint(
        cause: .callback,
        text: "Register the callback URL with the service, exactly as it is sent"
    )
    static let rate = ServiceHint(
        cause: .rateLimit,
        text: "The rate limit is exceeded: wait before the next request, and send fewer"
    )
    static let audit = ServiceHint(
        cause: .other,
        text:
            "Look up the reason in the service's login audit trail. Usual causes are a realm other than the account "
            + "in upper case with an underscore, a method other than HMAC-SHA256, and a role without permission"
    )
    static let header = ServiceHint(
        cause: .parameters,
        text: "The service saw no OAuth parameters: check that no proxy or redirect removes the Authorization field"
    )

    static let firewall = ServiceHint(
        cause: .access,
        text:
            "A firewall of the service blocked the request: set a User-Agent in headerFields of OAuth1FlowOptions, or ask "
            + "the service"
    )
    static let plainHTTP = ServiceHint(
        cause: .parameters,
        text: "The port expects TLS: write https in place of http in the URL"
    )

    static func access(_ text: String) -> ServiceHint { ServiceHint(cause: .access, text: text) }
    static func parameters(_ text: String) -> ServiceHint { ServiceHint(cause: .parameters, text: text) }

    static let x32 = ServiceHint(signature: "The service computed another signature", checksToken: true)
    static let webOnly = ServiceHint(
        signature: "The service computed another signature",
        end: ". Without TLS the OAuth parameters must be in the query"
    )
    static let verifier = ServiceHint(cause: .verifier, text: RejectionAdvice.wrongVerifier)
    static let key600 = ServiceHint(
        cause: .consumerKey,
        text: "Check the consumer key: it is the access key ID of the application's credentials, not the application ID"
    )
}
