//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension MistakeCatalog {
    /// Mistakes with the text of the signature, which its bytes show.
    static let signatureTexts: [OAuth1Diagnosis.Mistake] = [
        .init(
            "hex-signature",
            "the signature is sent in hex instead of Base64",
            "Encode the bytes of the code as Base64. Many libraries return hex by default."
        ),
        .init(
            "base64-of-hex",
            "the signature is the Base64 text of hex digits",
            "Encode the bytes of the code as Base64, and not its hex text. In PHP, pass true as the fourth argument of hash_hmac."
        ),
        .init(
            "unpadded-signature",
            "the signature has no Base64 padding",
            "Keep the = at the end of the Base64 text."
        ),
        .init(
            "base64url-signature",
            "the signature uses the Base64 alphabet for URLs",
            "Use the standard alphabet with + and /, and percent-encode the result."
        ),
        .init(
            "signature-encoded-twice",
            "the signature is percent-encoded twice",
            "Percent-encode the signature once. Some libraries encode header values themselves."
        ),
        .init(
            "signature-line-break",
            "the signature has a line break",
            "Remove it. Some Base64 functions add line breaks, such as Ruby's encode64: use strict_encode64."
        ),
        .init(
            "signature-plus-lost",
            "a plus sign of the signature became a space",
            "Percent-encode the signature, a plus sign as %2B."
        ),
        .init(
            "hmac-instead-of-plaintext",
            "the signature is an HMAC, although the method is PLAINTEXT",
            "With PLAINTEXT, the signature is the key itself: both encoded secrets, joined by an ampersand. Or declare the HMAC method."
        ),
        .init(
            "plaintext-with-base-string",
            "the signature contains the base string, although the method is PLAINTEXT",
            "With PLAINTEXT, the signature is the key itself: both encoded secrets, joined by an ampersand."
        ),
        .init(
            "plaintext-instead-of-hmac",
            "the signature consists of the secrets, although the method needs a code",
            "Compute the HMAC of the base string, or declare PLAINTEXT. The secrets were sent: replace them if the connection was "
                + "not encrypted."
        ),
        .init(
            "hmac-instead-of-rsa",
            "the signature is an HMAC, although the method is an RSA method",
            "Sign with the RSA private key, or declare the HMAC method."
        ),
        .init(
            "rsa-instead-of-hmac",
            "the signature is made with the RSA key, although the method is an HMAC method",
            "Declare the RSA method, or sign with the secrets."
        ),
    ]

    /// Mistakes with `oauth_body_hash` (draft-eaton-oauth-bodyhash).
    static let bodyHashes: [OAuth1Diagnosis.Mistake] = [
        .init(
            "body-hash-of-other-bytes",
            "oauth_body_hash is the hash of other bytes than the body",
            "Hash the bytes that are sent. Serialize the body once, and don't let the HTTP library change it."
        ),
        .init(
            "body-hash-of-empty-body",
            "oauth_body_hash is the hash of an empty body",
            "Hash the body that is sent."
        ),
        .init(
            "body-hash-other-digest",
            "oauth_body_hash uses another hash function than the signature method",
            "Use the hash function of the signature method: SHA-1 with HMAC-SHA1, SHA-256 with HMAC-SHA256 and RSA-SHA256."
        ),
        .init(
            "body-hash-in-hex",
            "oauth_body_hash is in hex instead of Base64",
            "Encode the bytes of the hash as Base64."
        ),
        .init(
            "body-hash-of-other-line-breaks",
            "oauth_body_hash is the hash of a body with other line breaks or whitespace at its end",
            "Hash the bytes that are sent, including the last line break."
        ),
    ]
}
