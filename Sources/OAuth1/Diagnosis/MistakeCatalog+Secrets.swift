//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension MistakeCatalog {
    /// Mistakes with the key and the code (RFC 5849 sections 3.4.2 to 3.4.4).
    static let secrets: [MistakeRule] = chosen + joined + damaged + computed

    private static let chosen: [MistakeRule] = [
        .key(
            "secrets-swapped",
            "consumer secret and token secret are swapped",
            "The consumer secret is before the ampersand, the token secret after it."
        ) { key in (key.client, key.token) = (key.token, key.client) },
        .key(
            "token-secret-missing",
            "the token secret is missing in the key",
            "Sign with the secret of the token that is sent. The request for an access token needs the request token's secret."
        ) { $0.token = [] },
        .key(
            "consumer-secret-missing",
            "the consumer secret is missing in the key",
            "The key consists of consumer secret, ampersand and token secret."
        ) { $0.client = [] },
        MistakeRule(
            "wrong-step-secret",
            "the key has the token secret of another step or account",
            "The request for an access token needs the request token's secret, every later request the access token's secret."
        ) { _, secrets in
            secrets.otherTokenSecrets.prefix(8).map { secret in .key { $0.token = Array(secret.reveal().utf8) } }
        },
        MistakeRule(
            "consumer-key-as-secret",
            "the consumer key is used as the consumer secret",
            "Use the secret that belongs to the consumer key."
        ) { request, _ in
            request.value(.consumerKey).map { value in [.key { $0.client = value }] } ?? []
        },
        MistakeRule(
            "token-as-secret",
            "the token is used as the token secret",
            "Use the secret that the service returned with the token (oauth_token_secret)."
        ) { request, _ in
            request.value(.token).map { value in [.key { $0.token = value }] } ?? []
        },
        MistakeRule(
            "verifier-as-secret",
            "the verifier is used as the token secret",
            "Sign with the request token's secret. The verifier is only a parameter."
        ) { request, _ in
            request.value(.verifier).map { value in [.key { $0.token = value }] } ?? []
        },
        MistakeRule(
            "pem-as-secret",
            "the text of the RSA key is used as a shared secret",
            "The RSA methods sign with the private key in the PEM file: parse the file, and don't use HMAC."
        ) { _, secrets in
            guard let text = secrets.rsaKeyText.map({ Array($0.reveal().utf8) }) else { return [] }
            let trimmed = text.trimmed
            return [text, trimmed]
                .flatMap { text -> [Mutation] in
                    [
                        .key { $0.replacement = text }, .key { $0.client = text },
                        .key { $0.replacement = text + [0x26] },
                    ]
                }
        },
    ]

    private static let joined: [MistakeRule] = [
        MistakeRule(
            "ampersand-missing",
            "the key has no ampersand",
            "The key has an ampersand after the consumer secret, even without a token secret (RFC 5849 section 3.4.2).",
            [.key { $0.joiner = [] }]
        ),
        .key(
            "ampersand-encoded",
            "the ampersand of the key is encoded",
            "Encode both secrets, and then join them with an ampersand that is not encoded."
        ) { $0.joiner = Array("%26".utf8) },
        .key(
            "secrets-not-encoded",
            "the secrets are not encoded in the key",
            "Percent-encode both secrets before you join them (RFC 5849 section 3.4.2)."
        ) { $0.encodings = 0 },
        .key(
            "secrets-encoded-twice",
            "the secrets are encoded twice in the key",
            "Percent-encode both secrets exactly once."
        ) { $0.encodings = 2 },
        MistakeRule(
            "secrets-encoded-differently",
            "the secrets are encoded with another encoder than RFC 5849 requires",
            "Encode everything except letters, digits and - . _ ~, a space as %20, with hex digits in upper case.",
            [
                .key { $0.encoder.spaceIsPlus = true }, .key { $0.encoder.isLowercase = true },
                .key { $0.encoder.raw = Array("!*'()".utf8) }, .key { $0.encoder.raw = Array("/".utf8) },
                .key { $0.encoder.encodesTilde = true },
            ]
        ),
    ]

    /// Changes of one secret or both.
    private static func each(_ change: @escaping @Sendable ([UInt8]) -> [UInt8]?) -> [Mutation] {
        [
            .key("the consumer secret") { key in key.client = change(key.client) ?? key.client },
            .key("the token secret") { key in key.token = change(key.token) ?? key.token },
            .key("both secrets") { key in
                key.client = change(key.client) ?? key.client
                key.token = change(key.token) ?? key.token
            },
        ]
    }

    private static let damaged: [MistakeRule] = [
        MistakeRule(
            "newline-in-secret",
            "a secret ends with a line break",
            "Remove the line break that a file or an environment variable adds to the secret.",
            each { $0.isEmpty ? nil : $0 + [0x0A] } + each { $0.isEmpty ? nil : $0 + [0x0D, 0x0A] }
        ),
        MistakeRule(
            "space-in-secret",
            "a secret starts or ends with whitespace",
            "Remove the whitespace, which is often copied with the secret.",
            each { $0.isEmpty ? nil : $0 + [0x20] } + each { $0.isEmpty ? nil : [0x20] + $0 } + each(\.trimmed)
        ),
        MistakeRule(
            "quotes-in-secret",
            "quotes are part of a secret",
            "Remove the quotes around the secret in the configuration.",
            each { $0.isEmpty ? nil : [0x22] + $0 + [0x22] } + each { $0.isEmpty ? nil : [0x27] + $0 + [0x27] }
                + each(\.unquoted)
        ),
        MistakeRule(
            "secret-from-hex",
            "a secret is decoded from hex",
            "Use the text of the secret as it is.",
            each { SentSignature.hexDecoded($0) }
        ),
        MistakeRule(
            "secret-from-base64",
            "a secret is decoded from Base64",
            "Use the text of the secret as it is.",
            each { Base64.decode($0.span) }
        ),
        MistakeRule(
            "secret-to-base64",
            "a secret is encoded as Base64",
            "Use the text of the secret as it is.",
            each { $0.isEmpty ? nil : Array(Base64.encode($0.span).utf8) }
        ),
        MistakeRule(
            "secret-percent-decoded",
            "a secret is percent-decoded",
            "Use the secret as the service showed it. In a token response, decode it exactly once.",
            each { $0.decodedOnce() } + each { $0.decodedOnce(.isSpace) }
        ),
        MistakeRule(
            "secret-case",
            "a secret is in another case",
            "Secrets are case-sensitive: use the secret as the service showed it.",
            each { $0.map(\.asciiLowercased) } + each { $0.map(\.asciiUppercased) }
        ),
    ]

    private static let computed: [MistakeRule] = [
        .key(
            "key-and-text-swapped",
            "key and base string are swapped in the call of HMAC",
            "Pass the key as the key and the base string as the message. Libraries have different orders of arguments."
        ) { $0.code = .swapped },
        MistakeRule(
            "hash-instead-of-hmac",
            "a plain hash is used instead of HMAC",
            "Use HMAC with the key. A hash of base string and key is a different code.",
            [
                .key { $0.code = .hash(keyFirst: false, keyLast: true) },
                .key { $0.code = .hash(keyFirst: true, keyLast: false) },
                .key { $0.code = .hash(keyFirst: false, keyLast: false) },
            ]
        ),
        MistakeRule(
            "wrong-hash",
            "the signature uses another hash function than oauth_signature_method declares",
            "Use the hash function that the method names: SHA-1 for HMAC-SHA1, SHA-256 for HMAC-SHA256."
        ) { request, _ in
            guard request.incoming.signatureMethod.flatMap(RSAScheme.init) != nil else { return [] }
            return [RSAScheme.pkcs1(.sha1), .pkcs1(.sha256), .pkcs1(.sha512), .pss]
                .map { scheme in .key { $0.scheme = scheme } }
        },
    ]
}

extension [UInt8] {
    /// The text without whitespace at both ends.
    var trimmed: [UInt8] {
        let isSpace: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return []
        }
        return Array(self[first...last])
    }

    /// The text without the quotes around it, or `nil` if it has none.
    fileprivate var unquoted: [UInt8]? {
        guard count > 2, let first, first == last, first == 0x22 || first == 0x27 else { return nil }
        return Array(dropFirst().dropLast())
    }
}
