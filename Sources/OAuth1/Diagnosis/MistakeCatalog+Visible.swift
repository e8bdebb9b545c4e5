//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension MistakeCatalog {
    /// Mistakes that a request shows without its secrets.
    static let visible: [OAuth1Diagnosis.Mistake] = [
        .init(
            "no-oauth-parameters",
            "the request has no OAuth parameters",
            "Send them in an Authorization field that starts with OAuth, in the query, or in a form. Some servers and proxies "
                + "remove the Authorization field."
        ),
        .init(
            "missing-parameter",
            "a protocol parameter is missing",
            "Send every required parameter (RFC 5849 section 3.1)."
        ),
        .init(
            "doubled-parameter",
            "a protocol parameter occurs more than once",
            "Send the protocol parameters once, and all in one place (RFC 5849 section 3.5). A URL that was signed before still "
                + "has them."
        ),
        .init(
            "misspelled-parameter",
            "the name of a protocol parameter is misspelled",
            "Use the exact name, in lower case with underscores."
        ),
        .init(
            "malformed-header",
            "the Authorization field can't be read",
            "Write OAuth, a space, and name=\"value\" pairs with commas between them (RFC 5849 section 3.5.1)."
        ),
        .init(
            "unquoted-values",
            "values in the Authorization field have no quotes",
            "Put each value in double quotes (RFC 5849 section 3.5.1)."
        ),
        .init(
            "signature-not-encoded",
            "the signature in the Authorization field is not percent-encoded",
            "Percent-encode the signature, as + / = are reserved. Some services read a raw + as a space."
        ),
        .init(
            "malformed-escape",
            "a value in the Authorization field has a percent sign without two hex digits",
            "Percent-encode every value of the field, a percent sign as %25."
        ),
        .init(
            "foreign-header-parameter",
            "the Authorization field has parameters that don't belong there",
            "Send only the realm and protocol parameters in the field, and others in the query or the form."
        ),
        .init(
            "secret-sent",
            "the request contains a secret",
            "Never send the consumer secret or the token secret, except as a PLAINTEXT signature. Replace the secret."
        ),
        .init(
            "timestamp-in-milliseconds",
            "the timestamp is not in seconds",
            "Send whole seconds since 1970, ten digits. JavaScript's Date.now() and Java's currentTimeMillis() need a division by "
                + "1000."
        ),
        .init(
            "timestamp-malformed",
            "the timestamp is not a positive whole number",
            "Send whole seconds since 1970, without sign, fraction or time zone (RFC 5849 section 3.3)."
        ),
        .init(
            "timestamp-stale",
            "the timestamp is old",
            "Synchronize the clock, and sign every attempt again. A request that was captured earlier is always old."
        ),
        .init("timestamp-in-future", "the timestamp is in the future", "Synchronize the clock of the client."),
        .init(
            "unknown-signature-method",
            "the signature method has an unknown name",
            "Use the name that the service documents. Names are case-sensitive: HMAC-SHA1, HMAC-SHA256, HMAC-SHA512, RSA-SHA1, "
                + "RSA-SHA256, RSA-SHA512, RSA-PSS or PLAINTEXT."
        ),
        .init("unsupported-version", "oauth_version is not 1.0", "Send 1.0 or leave it out (RFC 5849 section 3.1)."),
        .init(
            "body-hash-on-form",
            "oauth_body_hash is sent with a form",
            "Leave it out: the fields of a form are signed themselves (draft-eaton-oauth-bodyhash section 3.1)."
        ),
        .init(
            "invalid-content-type",
            "the Content-Type field is not a single media type",
            "Send one field with one media type."
        ),
        .init("invalid-url", "the URL can't be signed", "Send an absolute http or https URL, percent-encoded."),
        .init(
            "signature-length",
            "the signature does not have the length of its method",
            "Send the whole code as Base64. A field of a form, a log or a database may have cut it."
        ),
        .init(
            "other-secret",
            "client and service have different secrets",
            "Both compute the same base string. Copy consumer secret and token secret again, and check for which account and "
                + "environment they are."
        ),
        .init(
            "base-strings-differ",
            "client and service compute different base strings",
            "Compare them at the first difference."
        ),
        .init("too-large", "the request is too large for a diagnosis", "Diagnose a smaller request."),
    ]
}
