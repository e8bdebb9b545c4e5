//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Testing

@testable import OAuth1

@Suite("Diagnosis of a request")
struct DiagnosisTests {
    private static let secrets = OAuth1Diagnosis.Secrets(consumerSecret: "consumer-s3cret", tokenSecret: "token-s3cret")
    private static let now: Int64 = 1_700_000_000

    private func signed(
        _ method: HTTPRequest.Method = .get,
        _ url: String = "https://api.example.com/notes?q=a%20b",
        placement: OAuth1Placement = .header,
        body: String? = nil,
        type: String = "application/x-www-form-urlencoded",
        bodyHash: OAuth1BodyHash = .off,
        verifier: String? = nil,
        timestamp: Int64 = now,
        signatureMethod: OAuth1SignatureMethod = .hmacSHA1
    ) throws -> OAuth1SignedRequest {
        let signer = OAuth1Signer(
            client: OAuth1ClientCredentials(key: "key", secret: "consumer-s3cret"),
            token: OAuth1AccessToken(token: "token", secret: "token-s3cret"),
            method: signatureMethod,
            configuration: OAuth1SigningConfiguration(placement: placement, bodyHash: bodyHash)
        )
        var request = try HTTPRequest(method: method, absoluteURL: url)
        if body != nil { request.headerFields[.contentType] = type }
        return try signer.sign(
            request,
            body: body.map { Array($0.utf8) },
            OAuth1SigningOptions(verifier: verifier, nonce: "nonce", timestamp: timestamp)
        )
    }

    private func ids(_ diagnosis: OAuth1Diagnosis) -> [String] { diagnosis.findings.flatMap { $0.mistakes.map(\.id) } }

    @Test("The steps without a mistake are those of the signer", arguments: OAuth1Placement.allCases)
    func steps(placement: OAuth1Placement) throws {
        let requests = [
            ("https://API.example.com:443/a%2Fb//c?x=%zz&y=+&&=b&flag&d=1;2&q=%E9&q=\u{E9}", "f=1+2&%20=&f=0&x"),
            ("http://[::1]:80?a=b&a=b&a%5B%5D=1", ""), ("http://h.example:8080/;p=1", "a=%26%3D&a="),
        ]
        for (url, form) in requests {
            let signed = try signed(.post, url, placement: placement, body: form)
            let incoming = try #require(try OAuth1IncomingRequest.read(signed.request, body: signed.body))
            let steps = try DiagnosedRequest(incoming, signed.request, body: signed.body ?? []).steps
            #expect(steps.baseString() == signed.baseString)
            #expect(OAuth1Diagnosis(signed.request, body: signed.body, secrets: Self.secrets).verdict == .valid)
        }
    }

    @Test("Pairs are tested no longer than the limit, and the result says so")
    func pairTimeLimit() throws {
        var request = try signed(.get, "https://api.example.com/notes/?q=a%20b").request
        request.path = "/notes?q=a%20b"
        request.headerFields[.authorization] = request.headerFields[.authorization]?
            .replacing("oauth_nonce=\"nonce\"", with: "oauth_nonce=\"nonce\", oauth_callback=\"oob\"")
        func diagnosis(_ limit: Duration?) -> OAuth1Diagnosis {
            OAuth1Diagnosis(request, secrets: Self.secrets, pairTimeLimit: limit)
        }
        #expect(diagnosis(nil).findings.contains { $0.mistakes.map(\.id).contains("trailing-slash") })
        #expect(!diagnosis(nil).isIncomplete)
        let stopped = diagnosis(.zero)
        #expect(stopped.isIncomplete)
        #expect(stopped.findings.isEmpty)
        #expect(stopped.description.contains("no time to test all pairs"))
    }

    @Test("The first lines name the mistake, then the place and what to change")
    func words() throws {
        var signed = try signed().request
        signed.path = "/notes?q=a+c"
        signed.scheme = "http"
        let other = try self.signed(.get, "https://api.example.com/notes?q=a%20c")
        signed.headerFields[.authorization] = other.request.headerFields[.authorization]
        let diagnosis = OAuth1Diagnosis(signed, secrets: Self.secrets, now: Self.now)
        #expect(ids(diagnosis) == ["scheme-behind-proxy"])
        let finding = try #require(diagnosis.findings.first)
        #expect(finding.offset == 8)
        #expect(finding.difference?.component == .url)
        let lines = diagnosis.lines
        #expect(lines[0] == "The signature is wrong, and the mistake is known.")
        #expect(lines[1].hasSuffix("(scheme-behind-proxy)."))
        #expect(lines[2].contains("from byte 8 on, in the URL"))
        #expect(lines[3].contains("What to change: Sign the URL"))
    }

    @Test("Without secrets, visible mistakes are reported")
    func visible() throws {
        func found(_ change: (inout HTTPRequest) -> Void, now: Int64 = Self.now) throws -> [String] {
            var request = try signed().request
            change(&request)
            let diagnosis = OAuth1Diagnosis(request, now: now)
            #expect(
                diagnosis.verdict == .unchecked || diagnosis.verdict == .unreadable || diagnosis.verdict == .invalid
            )
            return ids(diagnosis)
        }
        func header(_ old: String, _ new: String) -> (inout HTTPRequest) -> Void {
            { request in
                let text = request.headerFields[.authorization] ?? ""
                #expect(text.contains(old))
                request.headerFields[.authorization] = text.replacing(old, with: new)
            }
        }
        #expect(try found { _ in }.isEmpty)
        #expect(try found { $0.headerFields[.authorization] = nil } == ["no-oauth-parameters"])
        #expect(try found(header("oauth_nonce=\"nonce\", ", "")) == ["missing-parameter"])
        #expect(try found(header("oauth_nonce=\"nonce\"", "oauth_nonce=\"\"")) == ["missing-parameter"])
        #expect(try found(header("oauth_nonce", "oauth_token")) == ["doubled-parameter"])
        #expect(try found { $0.path = "/notes?oauth_token=token" } == ["doubled-parameter"])
        #expect(try found(header("\", ", "\" ")) == ["malformed-header"])
        #expect(try found(header("1700000000", "1700000000123")) == ["timestamp-in-milliseconds"])
        #expect(try found(header("1700000000", "2023-11-14")) == ["timestamp-malformed"])
        #expect(try found({ _ in }, now: Self.now + 4_000) == ["timestamp-stale"])
        #expect(try found({ _ in }, now: Self.now - 4_000) == ["timestamp-in-future"])
        #expect(try found(header("HMAC-SHA1", "HMAC_SHA1")) == ["unknown-signature-method"])
        #expect(try found(header("\"1.0\"", "\"2.0\"")) == ["unsupported-version"])
        #expect(try found(header("oauth_nonce=\"nonce\"", "oauth_nonce=nonce")) == ["unquoted-values"])
        #expect(try found(header("%3D", "=")) == ["signature-not-encoded"])
        #expect(try found(header("\"nonce\"", "\"no%nce\"")) == ["malformed-escape"])
        #expect(try found(header("oauth_version", "oauth_token_secret")) == ["secret-sent"])
        #expect(try found(header("oauth_version", "oauth_tokensecret")) == ["secret-sent"])
        #expect(
            try found(header("oauth_consumer_key", "oauth_consumerkey")) == [
                "missing-parameter", "misspelled-parameter",
            ]
        )
        #expect(try found(header("oauth_version", "version")) == ["foreign-header-parameter"])
        #expect(try found { $0.headerFields[.contentType] = "a/b, c/d" } == ["invalid-content-type"])
        #expect(try found { $0.authority = "a b" } == ["invalid-url"])
        let long = String(repeating: "a", count: 300_000)
        #expect(try found { $0.path = "/\(long)" } == ["too-large"])
    }

    @Test("A shortened signature is reported, and a stale timestamp is not the reason of a known mistake")
    func lengths() throws {
        var request = try signed().request
        request.headerFields[.authorization] = request.headerFields[.authorization]?
            .replacing(#/oauth_signature="[^"]*"/#, with: "oauth_signature=\"c2hvcnQ%3D\"")
        #expect(ids(OAuth1Diagnosis(request, secrets: Self.secrets)) == ["signature-length"])
        request = try signed().request
        request.scheme = "http"
        #expect(ids(OAuth1Diagnosis(request, secrets: Self.secrets, now: .max / 2)) == ["scheme-behind-proxy"])
    }

    @Test("The body hash is compared with hashes that clients compute by mistake")
    func bodyHashes() throws {
        func found(_ hash: String, _ sent: String, placement: OAuth1Placement = .header) throws -> [String] {
            let signed = try signed(.post, body: hash, type: "application/json", bodyHash: .always)
            let diagnosis = OAuth1Diagnosis(signed.request, body: Array(sent.utf8), secrets: Self.secrets)
            #expect(diagnosis.verdict == (hash == sent ? .valid : .invalid))
            return ids(diagnosis)
        }
        #expect(try found("{}", "{}").isEmpty)
        #expect(try found("{}", "[]") == ["body-hash-of-other-bytes"])
        #expect(try found("", "[]") == ["body-hash-of-empty-body"])
        #expect(try found("[]\n", "[]") == ["body-hash-of-other-line-breaks"])
    }

    @Test("A base string of the service is compared, without secrets too")
    func serverBaseString() throws {
        let signed = try signed()
        let right = String(decoding: signed.baseString, as: UTF8.self)
        func found(_ text: String) -> OAuth1Diagnosis { OAuth1Diagnosis(signed.request, serverBaseString: text) }
        #expect(ids(found(right)) == ["other-secret"])
        #expect(ids(found(right.replacing("&", with: "&amp;"))) == ["other-secret"])
        #expect(ids(found(right.replacing("GET&https", with: "GET&http"))) == ["scheme-behind-proxy"])
        let other = found(right.replacing("a%2520b", with: "a%2520x"))
        #expect(ids(other) == ["base-strings-differ"])
        #expect(other.findings.first?.place?.contains("in the parameter q") == true)
        let hostile = String(repeating: "&amp;%26", count: 100_000)
        #expect(ids(found(hostile)) == ["base-strings-differ"])
    }

    @Test("Secrets, verifiers and passwords are not in any result")
    func redaction() throws {
        let hidden = ["consumer-s3cret", "token-s3cret", "v3r1f13r", "pa%26ss", "pa&ss", "ss%3D1", "other-s3cret"]
        var secrets = Self.secrets
        secrets.otherTokenSecrets = ["other-s3cret"]
        for (form, scheme) in [
            ("x_auth_password=plain-v3r1f13r&text=a", "http"), ("x_auth_password=pa%26ss%3D1&text=a+b", "http"),
            ("text=a", "https"),
        ] {
            for method in [OAuth1SignatureMethod.hmacSHA1, .plaintext] {
                let signed = try signed(.post, body: form, verifier: "v3r1f13r", signatureMethod: method)
                var request = signed.request
                request.scheme = scheme
                let service = String(decoding: signed.baseString, as: UTF8.self).replacing("text", with: "u")
                for secrets in [
                    secrets, OAuth1Diagnosis.Secrets(consumerSecret: "other", rsaKeyText: "consumer-s3cret"),
                ] {
                    let diagnosis = OAuth1Diagnosis(
                        request,
                        body: signed.body,
                        secrets: secrets,
                        serverBaseString: service
                    )
                    var text = ""
                    dump(diagnosis, to: &text)
                    text += diagnosis.description + "\(secrets)" + "\(diagnosis)"
                    for word in hidden { #expect(!text.contains(word), "\(word) in \(text)") }
                }
            }
        }
    }

    @Test("Control characters of a request are escaped in the result")
    func controlCharacters() throws {
        let sent = try signed(.post, "https://api.example.com/x?q=%1B%5B31m&%1B=1")
        var request = sent.request
        request.path = "/x?q=%1B%5B31mX&%1B=2"
        let service = String(decoding: sent.baseString, as: UTF8.self).replacing("%251B", with: "\u{1B}")
        for serverBaseString in [nil, service] {
            let diagnosis = OAuth1Diagnosis(request, secrets: Self.secrets, serverBaseString: serverBaseString)
            #expect(!diagnosis.description.contains("\u{1B}"))
            #expect(diagnosis.findings.allSatisfy { $0.otherBaseString?.contains("\u{1B}") != true })
        }
    }

    @Test("Large and hostile requests are diagnosed with limited work")
    func limits() throws {
        let many = (0..<400).map { "p\($0)=\($0)" }.joined(separator: "&")
        let signed = try signed(.post, body: many)
        let long = try self.signed(.post, body: "a=" + String(repeating: "%20", count: 40_000))
        for (request, count) in [(signed, 1), (long, 2)] {
            let diagnosis = OAuth1Diagnosis(
                request.request,
                body: request.body,
                secrets: OAuth1Diagnosis.Secrets(consumerSecret: "wrong"),
                maximumMistakes: count
            )
            #expect(diagnosis.verdict == .invalid)
            #expect(diagnosis.isIncomplete == (count == 2))
        }
        let nested = String(repeating: "{\"a\":", count: 2_000)
        let json = try self.signed(.post, body: nested, type: "application/json")
        let diagnosis = OAuth1Diagnosis(json.request, body: json.body, secrets: .init(consumerSecret: "wrong"))
        #expect(diagnosis.verdict == .invalid)
    }
}
