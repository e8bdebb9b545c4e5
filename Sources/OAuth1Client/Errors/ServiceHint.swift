//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// What usually helps against the errors that services report in words of their own.
///
/// The words are those of their documentation, their source and the questions of their users. Each is searched for in the
/// beginning of the body, in lower case.
enum ServiceHint {
    /// What is searched of a body.
    private static let searchedBytes = 8_192

    /// The hint, or `nil` if nothing is known of what the service says.
    static func hint(for response: OAuth1Response) -> String? {
        guard !response.isSuccess else { return nil }
        var text = response.head.headerFields[values: .wwwAuthenticate].joined(separator: ",").utf8.prefix(2_048)
            .map(\.asciiLowercased)
        text.append(0x20)
        text.append(contentsOf: ReadingLimits.beginning(of: response.body, upTo: searchedBytes).map(\.asciiLowercased))
        return known.first { text.containsText($0.words) }?.hint
    }

    private static let signature =
        "the service computes another signature: check consumer secret and token secret, the signature method, and that "
        + "scheme, host and port are those that the service sees"
    private static let token = "the token is unknown, revoked or expired: begin the login anew"
    private static let key = "the service does not know the consumer key: check it, and that the application is enabled"
    private static let clock = "check this machine's clock"
    private static let nonce = "a request was sent twice: sign each attempt anew"
    private static let callback = "register the callback URL with the service, exactly as it is sent"

    /// Precise ones first: the first that is found counts.
    private static let known: [(words: StaticString, hint: String)] = [
        // X
        ("only support the oauth_callback value 'oob'", "register a callback URL with the service, or use .outOfBand"),
        ("callback url not approved", callback),
        ("\"code\":135", clock),
        ("timestamp out of bounds", clock),
        ("\"code\":89", token),
        ("invalid or expired token", token),
        ("\"code\":215", "the service saw no OAuth parameters: does a proxy remove the Authorization field?"),
        ("\"code\":453", "the application's access level does not allow this call"),
        ("\"code\":32", signature + "; and that the token is of this application"),
        ("could not authenticate you", signature + "; and that the token is of this application"),
        // NetSuite
        (
            "invalid_login_attempt",
            "the service's login audit trail tells why; usual are a realm that is not the account in upper case with an "
                + "underscore, another method than HMAC-SHA256, and a role without permission"
        ),
        (
            "invalid login attempt",
            "the service's login audit trail tells why; check realm, method and the role's permissions"
        ),
        // Magento
        ("consumer key has expired", "the integration's key expired: activate it again, or raise its lifetime"),
        ("the consumer isn't authorized to access", "the integration lacks the permission for this resource"),
        // WordPress, WooCommerce
        ("json_oauth1_signature_mismatch", signature),
        ("json_oauth1_consumer_mismatch", key),
        ("json_oauth1_invalid_timestamp", clock),
        ("json_oauth1_nonce_already_used", nonce),
        ("provided signature does not match", signature + "; without TLS the parameters must stand in the query"),
        ("consumer key is invalid", key),
        ("consumer secret is invalid", "check the consumer secret"),
        // MediaWiki
        ("mwoauth-invalid-authorization-invalid-user", "the user's account does not exist on this wiki"),
        ("mwoauth-invalid-authorization-not-approved", "the application is not approved yet, or only for its owner"),
        (
            "mwoauth-callback-not-oob",
            "this consumer takes .outOfBand only, or a callback with the registered beginning"
        ),
        // Everywhere
        ("invalid signature", signature),
        ("invalid_signature", signature),
        ("signature is invalid", signature),
        ("signature_invalid", signature),
        ("signature mismatch", signature),
        ("nonce already used", nonce),
        ("nonce_used", nonce),
        ("invalid nonce", nonce),
        ("invalid consumer", key),
        ("unknown consumer", key),
        ("invalid token", token),
        ("token_rejected", token),
        ("timestamp is too far", clock),
        ("timestamp_refused", clock),
        ("expired timestamp", clock),
    ]
}
