//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Reading requests")
struct ReadingTests {
    private func read(_ header: String?, url: String = "https://example.com/", form: String = "") throws
        -> OAuth1IncomingRequest?
    {
        try OAuth1IncomingRequest.read(
            method: "POST",
            url: url,
            authorization: header,
            body: form.isEmpty ? .none : .form(Array(form.utf8))
        )
    }

    @Test("A request without OAuth is none")
    func none() throws {
        #expect(try read(nil) == nil)
        #expect(try read("Bearer oauth_consumer_key=\"k\"") == nil)
        #expect(try read(nil, url: "https://example.com/?a=b", form: "c=d") == nil)
        // What comes back from the authorization page has two protocol parameters and is not signed.
        #expect(try read(nil, url: "https://client.example/ready?oauth_token=t&oauth_verifier=v") == nil)
    }

    @Test("Consumer key, method or signature in query or form make a signed request of it")
    func recognized() throws {
        for name in ["oauth_consumer_key", "oauth_signature_method", "oauth_signature"] {
            #expect(try read(nil, url: "https://example.com/?\(name)=a")?.placement == .query)
            #expect(try read(nil, form: "\(name)=a")?.placement == .body)
        }
    }

    @Test("All values are read, each decoded once")
    func values() throws {
        let header = """
            OAuth realm="a b", oauth_consumer_key="k%2B+", oauth_token="t%2541", oauth_signature_method="HMAC-SHA256", \
            oauth_signature="s", oauth_timestamp="137131200", oauth_nonce="n%20", oauth_version="1.0", \
            oauth_callback="https%3A%2F%2Fa.example%2F%3Fb%3Dc", oauth_verifier="v", oauth_body_hash="h%3D"
            """
        let incoming = try #require(try read(header))
        #expect(incoming.realm == "a b")
        #expect(incoming.consumerKey == "k++")
        #expect(incoming.token == "t%41")
        #expect(incoming.signatureMethod == .hmacSHA256)
        #expect(incoming.timestamp == 137_131_200)
        #expect(incoming.timestampText == "137131200")
        #expect(incoming.nonce == "n ")
        #expect(incoming.version == "1.0")
        #expect(incoming.callback == "https://a.example/?b=c")
        #expect(incoming.verifier == "v")
        #expect(incoming.bodyHash == "h=")
    }

    @Test("Values that are absent are nil, and those that are empty are empty")
    func absent() throws {
        let incoming = try #require(try read("OAuth oauth_token=\"\""))
        #expect(incoming.token == "")
        #expect(incoming.realm == nil)
        #expect(incoming.consumerKey == nil)
        #expect(incoming.signatureMethod == nil)
        #expect(incoming.timestamp == nil)
        #expect(incoming.timestampText == nil)
        #expect(incoming.nonce == nil)
        #expect(incoming.version == nil)
        #expect(incoming.callback == nil)
        #expect(incoming.verifier == nil)
        #expect(incoming.bodyHash == nil)
    }

    @Test(
        "A header that has two meanings is rejected",
        arguments: [
            (#"OAuth oauth_token="t"#, "closing quote"),
            (#"OAuth oauth_token=""#, "closing quote"),
            (#"OAuth realm="a\""#, "closing quote"),
            (#"OAuth realm="a\"#, "closing quote"),
            (#"OAuth oauth_token="t" oauth_nonce="n""#, "comma"),
            (#"OAuth oauth_token=t oauth_nonce=n"#, "comma"),
            (#"OAuth oauth_token="t"x"#, "comma"),
            (#"OAuth oauth_token=t"u""#, "quote inside"),
            (#"OAuth oauth_token"#, "equals sign"),
            (#"OAuth oauth_token, oauth_nonce="n""#, "equals sign"),
            (#"OAuth ="t""#, "equals sign"),
            (#"OAuth "oauth_token"="t""#, "equals sign"),
            (#"OAuth oauth_token "t""#, "equals sign"),
        ]
    )
    func malformed(header: String, words: String) {
        expectError(.malformedHeader, saying: words) { try read(header) }
    }

    @Test(
        "The realm of a header is read in every spelling",
        arguments: [
            (#"OAuth realm="a""#, "a"), (#"OAuth Realm=a"#, "a"), (#"OAuth realm="""#, ""), (#"OAuth realm="#, ""),
            (#"OAuth realm="a\"b\\c\d""#, #"a"b\cd"#), (#"OAuth realm = "a, b=\"c\"""#, #"a, b="c""#),
            (#"OAuth oauth_token="t", realm="last""#, "last"),
        ]
    )
    func realm(header: String, expected: String) throws {
        #expect(try read(header)?.realm == expected)
    }

    @Test("Values that are empty or have an equals sign need no quotes")
    func unquoted() throws {
        let incoming = try #require(try read("OAuth oauth_token=,oauth_signature=a+/==,oauth_nonce=n%3D"))
        #expect(incoming.token == "")
        #expect(incoming.nonce == "n=")
    }

    @Test(
        "A URL that can't be signed can't be read",
        arguments: ["", "/path", "ftp://example.com/", "https://", "https:/a", "example.com"]
    )
    func invalidURL(url: String) {
        let error = #expect(throws: OAuth1Error.self) { try read("OAuth oauth_token=\"t\"", url: url) }
        #expect(error?.code == .invalidURL || error?.code == .invalidAuthority)
    }

    @Test("A request without scheme or host can't be read or signed")
    func incomplete() throws {
        var noScheme = try HTTPRequest(method: .get, absoluteURL: "https://example.com/")
        noScheme.scheme = nil
        expectError(.invalidURL, saying: "scheme") { try Fixtures.signer().sign(noScheme) }
        expectError(.invalidURL, saying: "scheme") { try OAuth1IncomingRequest.read(noScheme) }
        var noHost = try HTTPRequest(method: .get, absoluteURL: "https://example.com/")
        noHost.authority = nil
        expectError(.invalidAuthority, saying: "Host") { try Fixtures.signer().sign(noHost) }
        expectError(.invalidAuthority, saying: "Host") { try OAuth1IncomingRequest.read(noHost) }
    }
}
