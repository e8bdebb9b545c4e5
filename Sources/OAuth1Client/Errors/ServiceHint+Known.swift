//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension ServiceHint {
    /// The words, in lower case, and what helps.
    ///
    /// Precise words are first: the first that is found counts.
    static let known: [(words: String, hint: ServiceHint)] = [
        // X: https://docs.x.com, error codes of API v1.1
        (
            "only support the oauth_callback value 'oob'",
            ServiceHint(cause: .callback, text: "Register a callback URL with the service, or use .outOfBand")
        ),
        ("callback url not approved", callback),
        ("\"code\":415,\"message\":\"callback", callback),
        ("\"code\":135", clock),
        ("timestamp out of bounds", clock),
        ("\"code\":89", token),
        ("invalid or expired token", token),
        ("\"code\":215", header),
        ("bad authentication data", header),
        ("\"code\":220", access("The credentials do not allow this resource: sign the call with a user's token")),
        ("\"code\":261", access("The application has read-only access: raise its permissions, then log in again")),
        ("\"code\":416", access("The service suspended the application: see its developer page")),
        ("\"code\":453", access("The application's access level does not include this call: see its developer page")),
        ("\"code\":64", access("The user's account is suspended")),
        ("\"code\":326", access("The user's account is locked: the user must sign in at the service and unlock it")),
        ("\"code\":88", rate),
        ("\"code\":32", x32),
        ("could not authenticate you", x32),
        ("client-not-enrolled", access("Attach the application to a project on the service's developer page")),
        (
            "oauth1-permissions",
            access("The application has read-only access: raise its permissions, then log in again")
        ),
        ("invalid oauth_verifier", verifier),
        ("oauth_verifier does not match", verifier),
        // Tumblr
        (
            "\"code\":1016",
            ServiceHint(signature: "The service could not authorize the request", checksToken: true)
        ),
        ("oauth_signature does not match expected value", signature),
        ("does not match expected value", signature),
        ("oauth_timestamp is too far away", clock),
        // Schoology
        ("verification of signature failed", signature),
        ("duplicate timestamp/nonce combination", nonce),
        ("old timestamp", clock),
        (
            "timestamp out of sequence",
            ServiceHint(
                cause: .clock,
                text:
                    "The service requires increasing timestamps: check this machine's clock, and send all calls from "
                    + "one process"
            )
        ),
        // Mastercard
        ("oauth signature did not verify", signature),
        ("oauth signature parameter failed verification", signature),
        (
            "authentication_failed",
            ServiceHint(
                cause: .signature,
                text:
                    "Check that the signing key belongs to this consumer key and environment, and that requests have "
                    + "an oauth_body_hash with SHA-256"
            )
        ),
        ("invalid_client_id", key),
        ("invalid_oauth_sbs", signature),
        ("invalid_oauth_signature_method", ServiceHint(cause: .method, text: "Sign with RSA-SHA256")),
        ("invalid_oauth_timestamp", clock),
        (
            "invalid_key",
            ServiceHint(
                cause: .signature,
                text: "Check that the signing key belongs to this consumer key and has not expired"
            )
        ),
        ("missing_required_oauth_parameter", header),
        (
            "invalid_body_hash",
            parameters("The body hash does not match: send the body unchanged, and hash it with SHA-256")
        ),
        ("body hash", parameters("The body hash does not match: send the body unchanged")),
        // Upwork
        ("the provided api key has wrong format", key),
        ("oauth_consumer_key is disabled or not registered", key),
        ("duplicate timestamp/nonce", nonce),
        // HERE
        ("401310", key600),
        ("\"errorcode\":401300", signature),
        ("signature mismatch. authorization signature or client credential is wrong", signature),
        ("\"errorcode\":401204", clock),
        ("\"errorcode\":401205", ServiceHint(cause: .method, text: "Sign with HMAC-SHA256")),
        ("\"errorcode\":401206", parameters("The service requires oauth_version=1.0")),
        ("\"errorcode\":401207", nonce),
        ("\"errorcode\":401200", header),
        ("\"errorcode\":401202", parameters("OAuth parameters are duplicated or missing")),
        ("\"errorcode\":401302", access("The application has no access to this endpoint: link the service to it")),
        ("\"errorcode\":429002", rate),
        // Mashery, a gateway of many services
        (
            "err_403_developer_inactive",
            ServiceHint(
                cause: .consumerKey,
                text:
                    "The service does not know the consumer key, or the key is not activated yet: check the key, and "
                    + "that the application is enabled"
            )
        ),
        ("err_403_developer_over_qps", rate),
        ("err_403_developer_over_rate", rate),
        ("err_403_developer_over_qpd", rate),
        ("err_403_service_over", rate),
        (
            "err_403_not_authorized",
            ServiceHint(
                cause: .signature,
                text:
                    "The application may not use this API, or the signature is wrong: check its plan, key and secret"
            )
        ),
        ("err_403_service_requires_ssl", parameters("The service requires https")),
        ("err_401_timestamp", clock),
        ("err_401_duplicate_nonce", nonce),
        ("err_401_invalid_signature", signature),
        ("err_401_unauthorized", key),
        ("account over queries per second limit", rate),
        ("account over rate limit", rate),
        (
            "developer inactive",
            ServiceHint(
                cause: .consumerKey,
                text:
                    "The service does not know the consumer key, or the key is not activated yet: check the key, and "
                    + "that the application is enabled"
            )
        ),
        // NetSuite
        ("invalid_login_attempt", audit),
        ("invalid login attempt", audit),
        // Magento
        (
            "consumer key has expired",
            access("The integration's key expired: activate it again, or extend its lifetime")
        ),
        ("the consumer isn't authorized to access", access("The integration lacks the permission for this resource")),
        // WordPress, WooCommerce
        ("json_oauth1_signature_mismatch", signature),
        ("json_oauth1_consumer_mismatch", key),
        ("json_oauth1_invalid_timestamp", clock),
        ("json_oauth1_nonce_already_used", nonce),
        ("provided signature does not match", webOnly),
        ("consumer key is invalid", key),
        ("consumer secret is invalid", ServiceHint(cause: .consumerSecret, text: "Check the consumer secret")),
        // MediaWiki
        ("mwoauth-invalid-authorization-invalid-user", access("The user's account does not exist on this wiki")),
        (
            "mwoauth-invalid-authorization-not-approved",
            access("The application is not approved yet, or is approved only for its owner")
        ),
        (
            "mwoauth-callback-not-oob",
            ServiceHint(
                cause: .callback,
                text: "This consumer accepts only .outOfBand or a callback that starts with the registered prefix"
            )
        ),
        // Web servers and firewalls: nginx, Apache, Go, Cloudflare, CloudFront
        ("plain http request was sent to https port", plainHTTP),
        ("speaking plain http to an ssl-enabled server port", plainHTTP),
        ("client sent an http request to an https server", plainHTTP),
        ("attention required! | cloudflare", firewall),
        ("you have been blocked", firewall),
        ("the request could not be satisfied", firewall),
        // Everywhere
        ("verifier_invalid", verifier),
        ("invalid verifier", verifier),
        ("invalid_verifier", verifier),
        ("verifier is invalid", verifier),
        ("invalid signature", signature),
        ("invalid_signature", signature),
        ("signature is invalid", signature),
        ("signature_invalid", signature),
        ("signature mismatch", signature),
        ("signature does not match", signature),
        ("nonce already used", nonce),
        ("nonce_used", nonce),
        ("invalid nonce", nonce),
        ("invalid consumer", key),
        ("unknown consumer", key),
        ("consumer_key_unknown", key),
        ("consumer_key_rejected", key),
        ("invalid token", token),
        ("token_rejected", token),
        ("token_expired", token),
        ("timestamp is too far", clock),
        ("timestamp_refused", clock),
        ("expired timestamp", clock),
        ("timestamp expired", clock),
        ("missing bearer token", ServiceHint(cause: .other, text: OtherCredentials.bearer)),
    ]
}
