//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Edge cases of the Authorization header")
struct HeaderEdgeCaseTests {
    private func header(realm: String) throws -> String {
        try Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(realm: realm))
            .authorizationHeader(method: "GET", url: Fixtures.url, Fixtures.options)
    }

    @Test("Edge case 22: the realm of the header is not signed")
    func realmInHeader() throws {
        let with = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(realm: "Photos"))
        let request = try HTTPRequest(method: .get, absoluteURL: Fixtures.url)
        let signed = try with.sign(request, Fixtures.options)
        #expect(try Fixtures.signer().sign(request, Fixtures.options).baseString == signed.baseString)
        let incoming = try signed.read()
        #expect(incoming.realm == "Photos")
        #expect(try incoming.baseString() == signed.baseString)
    }

    @Test("Edge case 22: a parameter named realm is signed like any other")
    func realmElsewhere() throws {
        #expect(try BaseString(query: "realm=a").parameters == "realm=a")
        #expect(try BaseString(form: "realm=b").parameters == "realm=b")
    }

    @Test(
        "Edge case 22: the realm is a quoted string, and the first parameter",
        arguments: [
            ("Photos", #"OAuth realm="Photos", oauth_"#),
            ("a \"b\" \\c", #"OAuth realm="a \"b\" \\c", oauth_"#),
            ("", #"OAuth realm="", oauth_"#),
            ("a, oauth_token=\"b", #"OAuth realm="a, oauth_token=\"b", oauth_"#),
            ("http://sp.example.com/", #"OAuth realm="http://sp.example.com/", oauth_"#),
        ]
    )
    func quotedRealm(realm: String, expected: String) throws {
        let header = try header(realm: realm)
        #expect(header.hasPrefix(expected))
        let incoming = try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: header)
        #expect(incoming?.realm == realm)
        #expect(incoming?.token == Fixtures.token.token)
    }

    @Test("Edge case 22: line breaks in a realm can't split the header")
    func realmWithLineEnds() throws {
        let header = try header(realm: "a\r\nX-Injected: b\0")
        #expect(header.hasPrefix(#"OAuth realm="a  X-Injected: b ", "#))
        #expect(header.unicodeScalars.allSatisfy { $0.value >= 0x20 })
    }

    // Another separator than ", ", for services that choke on it, is not an option of the core yet.
    @Test("Edge case 23: parameters are quoted, escaped and separated by comma and space")
    func separators() throws {
        let signer = OAuth1Signer(
            client: OAuth1ClientCredentials(key: "a,b\"c=d e", secret: ""),
            method: .plaintext,
            configuration: OAuth1SigningConfiguration(sendsVersion: false)
        )
        let header = try signer.authorizationHeader(
            method: "GET",
            url: "https://example.com/",
            OAuth1SigningOptions(nonce: "n", timestamp: 1)
        )
        #expect(
            header == """
                OAuth oauth_consumer_key="a%2Cb%22c%3Dd%20e", oauth_nonce="n", \
                oauth_signature_method="PLAINTEXT", oauth_timestamp="1", oauth_signature="%26"
                """
        )
    }

    @Test(
        "Edge case 24: headers that are odd but clear are read",
        arguments: [
            #"oauth oauth_consumer_key="k",oauth_token="t""#,
            #"OAUTH  oauth_consumer_key="k" , oauth_token="t""#,
            "OAuth\toauth_consumer_key=\"k\",\toauth_token=\"t\"",
            #"OAuth oauth_consumer_key = "k", oauth_token ="t""#,
            #"OAuth oauth_consumer_key=k, oauth_token=t"#,
            #"OAuth ,, oauth_consumer_key="k",, oauth_token="t",,"#,
            "OAuth oauth_consumer_key=\"k\",\r\n oauth_token=\"t\"",
            "OAuth\r\n\toauth_consumer_key=\"k\",\n\toauth_token\r\n =\r\n \"t\"",
            #"OAuth realm="a,b=\"c\"",oauth_consumer_key="k",oauth_token="t""#,
            #"OAuth REALM=a, oauth%5Fconsumer%5fkey="%6B", oauth_token="t""#,
        ]
    )
    func tolerance(header: String) throws {
        let incoming = try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: header)
        #expect(incoming?.consumerKey == "k")
        #expect(incoming?.token == "t")
        #expect(incoming?.placement == .header)
    }

    @Test(
        "Edge case 24: the header of another scheme means that there is no OAuth",
        arguments: ["Bearer x", "Basic a=b", "OAuth2 a", "OAuthX", ""]
    )
    func otherScheme(header: String) throws {
        #expect(try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: header) == nil)
    }

    @Test("Edge case 24: a parameter that occurs twice in the header is rejected")
    func duplicateInHeader() {
        expectError(.duplicateParameter, parameter: "oauth_nonce") {
            try OAuth1IncomingRequest.read(
                method: "GET",
                url: Fixtures.url,
                authorization: #"OAuth oauth_nonce="a", oauth_consumer_key="k", oauth%5Fnonce="a""#
            )
        }
    }
}
