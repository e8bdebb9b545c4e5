//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// A case has two closures: how to prepare the request, and the mistake.
// swift-format-ignore-file: OnlyOneTrailingClosureArgument

import Crypto
import Foundation

/// A mistake, made without the library.
struct MistakeCase: Sendable, CustomStringConvertible {
    let id: String
    var prepare: @Sendable (inout SampleRequest) -> Void = { _ in }
    let make: @Sendable (inout Naive, SampleRequest) -> Void

    var description: String { id }

    init(
        _ id: String,
        prepare: @escaping @Sendable (inout SampleRequest) -> Void = { _ in },
        _ make: @escaping @Sendable (inout Naive, SampleRequest) -> Void
    ) {
        self.id = id
        self.prepare = prepare
        self.make = make
    }

    /// The mistakes that are made without RSA.
    static let all: [MistakeCase] = urls + encodings + parameters + protocolParameters + secrets + texts

    private static let urls: [MistakeCase] = [
        MistakeCase("scheme-behind-proxy") { naive, _ in naive.scheme = "http" },
        MistakeCase("default-port-kept") { naive, _ in naive.port = 443 },
        MistakeCase("port-dropped", prepare: { $0.port = 8_443 }) { naive, _ in naive.port = nil },
        MistakeCase("host-case", prepare: { $0.host = "API.Example.com" }) { naive, sample in naive.host = sample.host
        },
        MistakeCase("www") { naive, _ in naive.host = "www." + naive.host },
        MistakeCase("other-host", prepare: { $0.fields.append(("X-Forwarded-Host", "public.example.net")) }) {
            naive,
            _ in
            naive.host = "public.example.net"
        },
        MistakeCase("trailing-slash") { naive, _ in naive.path += "/" },
        MistakeCase("empty-path", prepare: { $0.path = "/" }) { naive, _ in naive.path = "" },
        MistakeCase("path-decoded") { naive, _ in naive.path = naive.path.removingPercentEncoding ?? "" },
        MistakeCase("path-encoded-twice") { naive, _ in naive.path = Naive.encode(naive.path, leaving: "/") },
        MistakeCase("path-normalized") { naive, _ in
            naive.path = Naive.encode(naive.path.removingPercentEncoding ?? "", leaving: "/")
        },
        MistakeCase("slashes-merged", prepare: { $0.path = "/v1//items" }) { naive, _ in naive.path = "/v1/items" },
        MistakeCase("path-prefix", prepare: { $0.path = "/gateway/v1/items" }) { naive, _ in naive.path = "/v1/items" },
        MistakeCase("query-kept-in-url") { naive, sample in
            let text = sample.query.map { "\(Naive.encode($0.0))=\(Naive.encode($0.1))" }.joined(separator: "&")
            naive.urlEnd = "?" + text
        },
        MistakeCase("question-mark-kept") { naive, _ in naive.urlEnd = "?" },
        MistakeCase("method-lowercase") { naive, _ in naive.method = "post" },
        MistakeCase("method-overridden", prepare: { $0.fields.append(("X-HTTP-Method-Override", "MERGE")) }) {
            naive,
            _ in
            naive.method = "MERGE"
        },
        MistakeCase("wrong-method") { naive, _ in naive.method = "GET" },
    ]

    private static let encodings: [MistakeCase] = [
        MistakeCase("plus-for-space") { naive, _ in
            naive.encodeValue = { Naive.encode($0).replacingOccurrences(of: "%20", with: "+") }
            naive.encodeName = naive.encodeValue
        },
        MistakeCase("plus-kept") { naive, _ in
            // Only the form is sent with plus signs.
            naive.form = naive.form.map { ($0.0, $0.1.replacingOccurrences(of: " ", with: "+")) }
        },
        MistakeCase("reserved-left-raw") { naive, _ in naive.encodeAll { Naive.encode($0, leaving: "!*'()") } },
        MistakeCase("slash-left-raw") { naive, _ in naive.encodeAll { Naive.encode($0, leaving: "/") } },
        MistakeCase("brackets-left-raw") { naive, _ in
            naive.encodeName = { Naive.encode($0, leaving: "[]") }
            naive.encodeValue = naive.encodeName
        },
        MistakeCase("uri-encoding") { naive, _ in
            naive.encodeName = { Naive.encode($0, leaving: ";,/?:@&=+$#!*'()") }
            naive.encodeValue = naive.encodeName
        },
        MistakeCase("tilde-encoded") { naive, _ in
            naive.encodeAll { Naive.encode($0).replacingOccurrences(of: "~", with: "%7E") }
        },
        MistakeCase("form-encoder") { naive, _ in
            naive.encodeAll {
                Naive.encode($0, leaving: "*").replacingOccurrences(of: "%20", with: "+")
                    .replacingOccurrences(of: "~", with: "%7E")
            }
        },
        MistakeCase("lowercase-hex") { naive, _ in naive.encodeAll(lowercaseHex) },
        MistakeCase("values-not-encoded") { naive, _ in naive.encodeValue = { $0 } },
        MistakeCase("names-not-encoded") { naive, _ in naive.encodeName = { $0 } },
        MistakeCase("values-encoded-twice") { naive, _ in naive.encodeValue = { Naive.encode(Naive.encode($0)) } },
        MistakeCase("values-decoded-twice") { naive, _ in
            naive.encodeValue = { Naive.encode($0.removingPercentEncoding ?? $0) }
        },
        MistakeCase("parameters-not-encoded") { naive, _ in naive.encodeParameters = { $0 } },
        MistakeCase("parameters-encoded-twice") { naive, _ in
            naive.encodeParameters = { Naive.encode(Naive.encode($0)) }
        },
        MistakeCase("url-not-encoded") { naive, _ in naive.encodeURL = { $0 } },
        MistakeCase("url-encoded-twice") { naive, _ in naive.encodeURL = { Naive.encode(Naive.encode($0)) } },
        MistakeCase("base-string-encoded") { naive, _ in naive.finish = Naive.encode },
        MistakeCase("latin1-encoding") { naive, _ in
            let encode: (String) -> String = { text in
                text.unicodeScalars
                    .map { $0.value < 0x80 ? Naive.encode(String($0)) : String(format: "%%%02X", $0.value) }.joined()
            }
            (naive.encodeName, naive.encodeValue) = (encode, encode)
        },
        MistakeCase("utf8-encoded-twice") { naive, _ in
            let encode: (String) -> String = { text in
                Naive.encode(String(text.utf8.map { Character(Unicode.Scalar($0)) }))
            }
            (naive.encodeName, naive.encodeValue) = (encode, encode)
        },
        MistakeCase("line-breaks-changed") { naive, _ in
            naive.encodeValue = { Naive.encode($0.replacingOccurrences(of: "\r\n", with: "\n")) }
        },
        MistakeCase("base-string-newline") { naive, _ in naive.finish = { $0 + "\n" } },
        MistakeCase("trailing-ampersand") { naive, _ in naive.finish = { $0 + "%26" } },
        MistakeCase("leading-ampersand") { naive, _ in
            let join = naive.joinParameters
            naive.joinParameters = { "&" + join($0) }
        },
    ]

    static func lowercaseHex(_ text: String) -> String {
        Array(text.utf8)
            .map { byte in
                let encoded = Naive.encode(String(Unicode.Scalar(byte)))
                return byte < 0x80
                    ? (encoded.count == 3 ? encoded.lowercased() : encoded) : String(format: "%%%02x", byte)
            }
            .joined()
    }

    private static let parameters: [MistakeCase] = [
        MistakeCase("sorted-before-encoding") { naive, _ in naive.decodedSort = { Naive.sorted($0) } },
        MistakeCase("sorted-by-name-only") { naive, _ in
            naive.encodedSort = { pairs in
                let names = Array(Set(pairs.map(\.0))).sorted(by: Naive.isBefore)
                return names.flatMap { name in pairs.filter { $0.0 == name } }
            }
        },
        MistakeCase("not-sorted") { naive, _ in naive.encodedSort = { $0 } },
        MistakeCase("sorted-as-pairs") { naive, _ in
            naive.encodedSort = { $0.sorted { Naive.isBefore("\($0.0)=\($0.1)", "\($1.0)=\($1.1)") } }
        },
        MistakeCase("sorted-ignoring-case") { naive, _ in
            naive.encodedSort = { pairs in
                pairs.sorted { lhs, rhs in
                    let names = (lhs.0.lowercased(), rhs.0.lowercased())
                    return names.0 == names.1
                        ? Naive.isBefore(lhs.1.lowercased(), rhs.1.lowercased()) : Naive.isBefore(names.0, names.1)
                }
            }
        },
        MistakeCase("sorted-in-groups") { naive, _ in
            naive.encodedSort = { pairs in
                Naive.sorted(pairs.filter { $0.0.hasPrefix("oauth_") })
                    + Naive.sorted(pairs.filter { !$0.0.hasPrefix("oauth_") })
            }
        },
        MistakeCase("duplicates-dropped") { naive, _ in naive.query = dictionary(naive.query, keepsFirst: true) },
        MistakeCase("last-duplicate-only") { naive, _ in naive.query = dictionary(naive.query, keepsFirst: false) },
        MistakeCase("equal-pairs-once") { naive, _ in
            var seen: Set<String> = []
            naive.query = naive.query.filter { seen.insert("\($0.0)\u{0}\($0.1)").inserted }
        },
        MistakeCase("query-left-out") { naive, _ in naive.query = [] },
        MistakeCase("query-signed-twice") { naive, _ in naive.query += naive.query },
        MistakeCase("form-left-out") { naive, _ in naive.form = [] },
        MistakeCase("form-signed-twice") { naive, _ in naive.form += naive.form },
        MistakeCase("empty-values-dropped") { naive, _ in naive.query.removeAll { $0.1.isEmpty } },
        MistakeCase(
            "equals-sign-missing",
            prepare: {
                $0.query = [("a", "1"), ("flag", "")]
                $0.queryText = "a=1&flag"
            }
        ) { naive, _ in
            naive.joinParameters = { $0.map { $0.0 == "flag" ? "flag" : "\($0.0)=\($0.1)" }.joined(separator: "&") }
        },
        MistakeCase("parameter-not-signed") { naive, _ in naive.query.removeFirst() },
        MistakeCase(
            "json-fields-signed",
            prepare: { $0.otherBody = ("application/json", #"{"name":"a b","count":3,"on":true,"list":[1]}"#) }
        ) { naive, _ in naive.form = [("name", "a b"), ("count", "3"), ("on", "true")] },
        MistakeCase(
            "multipart-fields-signed",
            prepare: {
                $0.otherBody = (
                    "multipart/form-data; boundary=xyz",
                    "--xyz\r\nContent-Disposition: form-data; name=\"title\"\r\n\r\nMy photo\r\n--xyz\r\n"
                        + "Content-Disposition: form-data; name=\"photo\"; filename=\"a.jpg\"\r\n\r\nJPEG\r\n--xyz--\r\n"
                )
            }
        ) { naive, _ in naive.form = [("title", "My photo")] },
        MistakeCase("body-signed-as-form", prepare: { $0.otherBody = ("text/plain", "a=b&c=d+e") }) { naive, _ in
            naive.form = [("a", "b"), ("c", "d e")]
        },
    ]

    private static func dictionary(_ pairs: Naive.Pairs, keepsFirst: Bool) -> Naive.Pairs {
        Array(Dictionary(pairs) { keepsFirst ? $0 : $1 }).map { ($0.key, $0.value) }
    }

    private static func dropping(_ name: String, _ value: String? = nil, id: String) -> MistakeCase {
        MistakeCase(id, prepare: { sample in if let value { sample.set(name, value) } }) { naive, _ in
            naive.oauth.removeAll { $0.0 == name }
        }
    }

    private static let protocolParameters: [MistakeCase] = [
        dropping("oauth_version", id: "version-not-signed"), dropping("oauth_token", id: "token-not-signed"),
        dropping("oauth_token", "", id: "empty-token-not-signed"),
        dropping("oauth_callback", "https://app.example/cb?x=1", id: "callback-not-signed"),
        dropping("oauth_verifier", "v3r1f13r", id: "verifier-not-signed"),
        dropping("oauth_body_hash", "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", id: "body-hash-not-signed"),
        MistakeCase("version-not-sent", prepare: { $0.set("oauth_version", nil) }) { naive, _ in
            naive.oauth.append(("oauth_version", "1.0"))
        },
        MistakeCase("empty-token-not-sent", prepare: { $0.set("oauth_token", nil) }) { naive, _ in
            naive.oauth.append(("oauth_token", ""))
        },
        MistakeCase("callback-not-sent") { naive, _ in naive.oauth.append(("oauth_callback", "oob")) },
        MistakeCase("verifier-not-sent") { naive, _ in naive.oauth.append(("oauth_verifier", "")) },
        MistakeCase("body-hash-not-sent", prepare: { $0.otherBody = ("application/json", "[1]") }) { naive, _ in
            let hash = Data(Insecure.SHA1.hash(data: Array("[1]".utf8))).base64EncodedString()
            naive.oauth.append(("oauth_body_hash", hash))
        },
        MistakeCase("realm-signed", prepare: { $0.realm = "Photos" }) { naive, _ in
            naive.oauth.append(("realm", "Photos"))
        },
        MistakeCase("signature-signed") { naive, _ in naive.oauth.append(("oauth_signature", "")) },
        MistakeCase("timestamp-changed") { naive, sample in
            let time = sample.oauth.first { $0.0 == "oauth_timestamp" }.flatMap { Int($0.1) } ?? 0
            naive.oauth = naive.oauth.map { $0.0 == "oauth_timestamp" ? ($0.0, "\(time - 1)") : $0 }
        },
        MistakeCase("method-name-changed") { naive, _ in
            naive.oauth = naive.oauth.map { $0.0 == "oauth_signature_method" ? ($0.0, "HMAC-SHA256") : $0 }
        },
    ]

    private static func joined(_ change: @escaping @Sendable (String, String) -> String)
        -> @Sendable (inout Naive, SampleRequest) -> Void
    {
        { naive, _ in naive.key = { Array(change($0, $1).utf8) } }
    }

    private static let secrets: [MistakeCase] = [
        MistakeCase("secrets-swapped") { naive, _ in
            (naive.consumerSecret, naive.tokenSecret) = (naive.tokenSecret, naive.consumerSecret)
        },
        MistakeCase("token-secret-missing") { naive, _ in naive.tokenSecret = "" },
        MistakeCase("consumer-secret-missing") { naive, _ in naive.consumerSecret = "" },
        MistakeCase("wrong-step-secret") { naive, sample in naive.tokenSecret = sample.otherTokenSecret },
        MistakeCase("consumer-key-as-secret") { naive, sample in naive.consumerSecret = sample.oauth[0].1 },
        MistakeCase("token-as-secret") { naive, sample in naive.tokenSecret = sample.oauth[1].1 },
        MistakeCase("verifier-as-secret", prepare: { $0.set("oauth_verifier", "v3r1f13r") }) { naive, _ in
            naive.tokenSecret = "v3r1f13r"
        },
        MistakeCase("ampersand-missing", joined { Naive.encode($0) + Naive.encode($1) }),
        MistakeCase("ampersand-encoded", joined { Naive.encode($0) + "%26" + Naive.encode($1) }),
        MistakeCase("secrets-not-encoded", joined { "\($0)&\($1)" }),
        MistakeCase(
            "secrets-encoded-twice",
            joined { "\(Naive.encode(Naive.encode($0)))&\(Naive.encode(Naive.encode($1)))" }
        ),
        MistakeCase("secrets-encoded-differently", joined { "\(lowercaseHex($0))&\(lowercaseHex($1))" }),
        MistakeCase("newline-in-secret") { naive, _ in naive.tokenSecret += "\n" },
        MistakeCase("space-in-secret") { naive, _ in naive.consumerSecret += " " },
        MistakeCase("quotes-in-secret") { naive, _ in naive.consumerSecret = "\"\(naive.consumerSecret)\"" },
        MistakeCase("secret-from-hex", prepare: { $0.consumerSecret = "6b643934686639336b343233" }) { naive, _ in
            naive.consumerSecret = "kd94hf93k423"
        },
        MistakeCase("secret-from-base64", prepare: { $0.consumerSecret = "a2Q5NGhmOTNrNDIz" }) { naive, _ in
            naive.consumerSecret = "kd94hf93k423"
        },
        MistakeCase("secret-to-base64") { naive, _ in
            naive.consumerSecret = Data(naive.consumerSecret.utf8).base64EncodedString()
        },
        MistakeCase("secret-percent-decoded", prepare: { $0.consumerSecret = "ab%2Bcd%3D" }) { naive, _ in
            naive.consumerSecret = "ab+cd="
        },
        MistakeCase("secret-case", prepare: { $0.tokenSecret = "AbCdE" }) { naive, _ in naive.tokenSecret = "abcde" },
        MistakeCase("key-and-text-swapped") { naive, _ in naive.code = { Naive.hmac($1, $0) } },
        MistakeCase("hash-instead-of-hmac") { naive, _ in naive.code = { Array(Insecure.SHA1.hash(data: $1 + $0)) } },
        MistakeCase("wrong-hash") { naive, _ in
            naive.code = { Array(HMAC<SHA256>.authenticationCode(for: $1, using: SymmetricKey(data: $0))) }
        },
    ]

    private static func hex(_ bytes: [UInt8]) -> String { bytes.map { String(format: "%02x", $0) }.joined() }

    private static func written(_ id: String, _ write: @escaping @Sendable ([UInt8]) -> String) -> MistakeCase {
        MistakeCase(id) { naive, _ in naive.write = write }
    }

    private static let texts: [MistakeCase] = [
        written("hex-signature") { hex($0) },
        written("base64-of-hex") { Data(hex($0).utf8).base64EncodedString() },
        written("unpadded-signature") { Data($0).base64EncodedString().replacingOccurrences(of: "=", with: "") },
        written("base64url-signature") { bytes in
            Data(bytes).base64EncodedString().replacingOccurrences(of: "+", with: "-")
                .replacingOccurrences(of: "/", with: "_")
        },
        written("signature-plus-lost") { Data($0).base64EncodedString().replacingOccurrences(of: "+", with: " ") },
        written("signature-encoded-twice") { Naive.encode(Data($0).base64EncodedString()) },
        written("signature-line-break") { Data($0).base64EncodedString() + "\n" },
        MistakeCase("hmac-instead-of-plaintext", prepare: { $0.use("PLAINTEXT") }) { _, _ in },
        MistakeCase("plaintext-with-base-string", prepare: { $0.use("PLAINTEXT") }) { naive, _ in
            naive.code = { $1 }
            naive.write = { String(decoding: $0, as: UTF8.self) }
        },
        MistakeCase("plaintext-instead-of-hmac") { naive, _ in
            naive.code = { key, _ in key }
            naive.write = { String(decoding: $0, as: UTF8.self) }
        },
    ]
}
