//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension MistakeCatalog {
    /// Mistakes with percent-encoding (RFC 5849 section 3.6) and with the texts that are encoded.
    static let encodings: [MistakeRule] = encoders + depths + texts

    private static let encoders: [MistakeRule] = [
        .encoder(
            "plus-for-space",
            "a space is signed as a plus sign",
            "Encode a space as %20 in the base string. Functions for forms and queries, such as urlencode and URLEncoder, write a "
                + "plus sign (RFC 5849 section 3.6)."
        ) { $0.spaceIsPlus = true },
        .base(
            "plus-kept",
            "a plus sign in the query or form is signed as a plus sign and not as the space that it represents",
            "Decode + in a query or form as a space, and sign it as %20. To send a plus sign, write %2B."
        ) { $0.plusIsSpace = false },
        .encoder(
            "reserved-left-raw",
            "the characters ! * ' ( ) are not encoded",
            "Encode everything except letters, digits and - . _ ~. JavaScript's encodeURIComponent leaves ! * ' ( ) as they are: "
                + "replace these afterwards."
        ) { $0.raw = Array("!*'()".utf8) },
        .encoder(
            "slash-left-raw",
            "the slash is not encoded",
            "Encode the slash as %2F. Python's quote needs safe=''."
        ) { $0.raw = Array("/".utf8) },
        .encoder(
            "brackets-left-raw",
            "the brackets [ ] are not encoded",
            "Encode [ as %5B and ] as %5D, in names as well."
        ) { $0.raw = Array("[]".utf8) },
        .encoder(
            "uri-encoding",
            "the delimiters of a URL are not encoded",
            "Encode each name and value with a function for components: encodeURI and similar functions for whole URLs leave "
                + "; , / ? : @ & = + $ # as they are."
        ) { $0.raw = Array(";,/?:@&=+$#!*'()".utf8) },
        .encoder(
            "tilde-encoded",
            "the tilde is encoded",
            "Leave ~ as it is. Old encoders write %7E: replace it afterwards (RFC 5849 section 3.6)."
        ) { $0.encodesTilde = true },
        .encoder(
            "form-encoder",
            "the encoder is one for forms: a plus sign for a space, %7E for a tilde, a raw *",
            "Use percent-encoding as in RFC 5849 section 3.6. After Java's URLEncoder, replace + with %20, * with %2A and %7E with ~."
        ) { encoder in
            encoder.spaceIsPlus = true
            encoder.encodesTilde = true
            encoder.raw = Array("*".utf8)
        },
        .encoder(
            "lowercase-hex",
            "the hex digits of escapes are in lower case",
            "Write escapes in upper case, such as %2F and not %2f (RFC 5849 section 3.6)."
        ) { $0.isLowercase = true },
    ]

    private static let depths: [MistakeRule] = [
        .base(
            "values-not-encoded",
            "values are not encoded before they are joined",
            "Encode each name and value, join them, and encode the result again (RFC 5849 section 3.4.1.3.2)."
        ) { $0.valueEncodings = 0 },
        .base(
            "names-not-encoded",
            "the names of parameters are not encoded before they are joined",
            "Encode names in the same way as values, such as [ ] in filter[name]."
        ) { $0.nameEncodings = 0 },
        MistakeRule(
            "values-encoded-twice",
            "values are encoded once too often",
            "Decode each value once before you encode it for the base string, or take it before it is encoded for the URL.",
            [
                .base { steps in
                    steps.decodings = 0
                    steps.protocolDecodings = 0
                },
                .base { $0.decodings = 0 },
                .base { $0.protocolDecodings = 0 },
                .base { $0.valueEncodings = 2 },
            ]
        ),
        MistakeRule(
            "values-decoded-twice",
            "values are decoded twice",
            "Decode each value exactly once. A value that contains an escape, such as a callback URL, keeps it.",
            [
                .base { steps in
                    steps.decodings = 2
                    steps.protocolDecodings = 2
                },
                .base { $0.protocolDecodings = 2 },
                .base { $0.decodings = 2 },
            ]
        ),
        .base(
            "parameters-not-encoded",
            "the joined parameters are not encoded",
            "Encode the joined parameters as a whole before you add them to the base string (RFC 5849 section 3.4.1.1)."
        ) { $0.parameterStringEncodings = 0 },
        .base(
            "parameters-encoded-twice",
            "the joined parameters are encoded twice",
            "Encode the joined parameters as a whole exactly once."
        ) { $0.parameterStringEncodings = 2 },
        .base(
            "url-not-encoded",
            "the URL in the base string is not encoded",
            "Encode the URL before you add it to the base string (RFC 5849 section 3.4.1.1)."
        ) { $0.urlEncodings = 0 },
        .base(
            "url-encoded-twice",
            "the URL in the base string is encoded twice",
            "Encode the URL in the base string exactly once."
        ) { $0.urlEncodings = 2 },
        .base(
            "base-string-encoded",
            "the whole base string is encoded again",
            "Sign the base string itself: its two ampersands are not encoded."
        ) { $0.encodesAll = true },
    ]

    private static let texts: [MistakeRule] = [
        .base(
            "latin1-encoding",
            "text is encoded as ISO 8859-1 instead of UTF-8",
            "Encode text as UTF-8 before percent-encoding (RFC 5849 section 3.6)."
        ) { $0.textChange = .latin1 },
        .base(
            "utf8-encoded-twice",
            "text is encoded as UTF-8 twice",
            "Encode text as UTF-8 once. Functions such as utf8_encode expect ISO 8859-1."
        ) { $0.textChange = .utf8Twice },
        MistakeRule(
            "line-breaks-changed",
            "line breaks are signed in another form than they are sent",
            "Sign line breaks as they are sent. Browsers send forms with CR LF.",
            [.base { $0.textChange = .lineFeeds }, .base { $0.textChange = .carriageReturns }]
        ),
        MistakeRule(
            "base-string-newline",
            "the base string ends with a line break",
            "Remove the line break. In a shell, use printf instead of echo.",
            [.base { $0.ending = [0x0A] }, .base { $0.ending = [0x0D, 0x0A] }]
        ),
        .base(
            "trailing-ampersand",
            "the joined parameters end with an ampersand",
            "Write an ampersand only between two parameters."
        ) { $0.suffix = [UInt8(ascii: "&")] },
        .base(
            "leading-ampersand",
            "the joined parameters start with an ampersand",
            "Write an ampersand only between two parameters."
        ) { $0.prefix = [UInt8(ascii: "&")] },
    ]
}
