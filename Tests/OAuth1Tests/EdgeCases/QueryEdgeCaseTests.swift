//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Edge cases of queries and forms")
struct QueryEdgeCaseTests {
    @Test("Edge case 1: a plus sign is a space in queries and forms")
    func plusSign() throws {
        #expect(try BaseString(query: "a=b+c%2Bd").parameters == "a=b%20c%2Bd")
        #expect(try BaseString(form: "a+b=c%20d").parameters == "a%20b=c%20d")
    }

    @Test("Edge case 1: a plus sign is itself in the header")
    func plusSignInHeader() throws {
        let incoming = try #require(
            try OAuth1IncomingRequest.read(
                method: "GET",
                url: "http://example.com/",
                authorization: #"OAuth oauth_consumer_key="a+b", oauth_signature_method="HMAC-SHA1""#
            )
        )
        #expect(incoming.consumerKey == "a+b")
    }

    @Test("Edge case 1: a space is written as %20, never as a plus sign")
    func writtenSpace() throws {
        #expect(OAuth1Parameters([OAuth1Parameter("a b", "c d")]).formEncodedString == "a%20b=c%20d")
        let signer = OAuth1Signer(
            client: OAuth1ClientCredentials(key: "my key", secret: ""),
            configuration: OAuth1SigningConfiguration(placement: .query)
        )
        let signed = try signer.sign(HTTPRequest(method: .get, absoluteURL: "http://example.com/"))
        #expect(signed.request.path?.contains("oauth_consumer_key=my%20key") == true)
        #expect(signed.request.path?.contains("+") == false)
    }

    @Test(
        "Edge case 2: parameters are sorted by their encoded bytes",
        arguments: [
            ("c2=1&c@=2", "c%40=2&c2=1"),
            ("a[9]=x&a[10]=y", "a%5B10%5D=y&a%5B9%5D=x"),
            ("b=1&B=2&a=3&A=4", "A=4&B=2&a=3&b=1"),
            ("z=1&%C3%A9=2&~=3", "%C3%A9=2&z=1&~=3"),
            ("aa=1&a=2&a%00=3", "a=2&a%00=3&aa=1"),
            ("a-=1&a%2D=0&a.=2&a=9", "a=9&a-=0&a-=1&a.=2"),
            ("x=%C3%BC&x=z&x=~&x=%20", "x=%20&x=%C3%BC&x=z&x=~"),
        ]
    )
    func order(query: String, expected: String) throws {
        #expect(try BaseString(query: query).parameters == expected)
        #expect(try BaseString(form: query).parameters == expected)
    }

    @Test(
        "The pairs that grow most have room in the base string, in query and form",
        arguments: ["*&", "*=*&", "=&", "*=&", "=*&", "*=", "*", "*&&*=*&", "%&%=%&"]
    )
    func room(pairs: String) throws {
        for queryCount in 0...7 {
            for formCount in 0...7 {
                let url = "http://example.com/?" + String(repeating: pairs, count: queryCount)
                let body = OAuth1Body.form(Array(String(repeating: pairs, count: formCount).utf8))
                let header = try Fixtures.signer().authorizationHeader(method: "POST", url: url, body: body)
                let read = try OAuth1IncomingRequest.read(method: "POST", url: url, authorization: header, body: body)
                let incoming = try #require(read)
                #expect(throws: Never.self) { try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey) }
            }
        }
    }

    @Test("Edge case 2: hundreds of parameters are sorted as few are")
    func orderOfMany() throws {
        let names = (0..<500).map { "p\(($0 * 7_919) % 500)" }
        let expected = names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) }
        let parameters = try BaseString(query: names.map { $0 + "=1" }.joined(separator: "&")).parameters
        #expect(parameters == expected.map { $0 + "=1" }.joined(separator: "&"))
    }

    @Test("Edge case 2: the sorted places of protocol parameters are among the others")
    func orderAroundProtocolParameters() throws {
        let names = try BaseString(query: "oauth=1&oauth_nonce2=2&oauth_zebra=3&zebra=4&a=5").components[2]
            .split(separator: "&")
            .map { $0.prefix { $0 != "=" } }
        #expect(
            names == [
                "a", "oauth", "oauth_consumer_key", "oauth_nonce", "oauth_nonce2", "oauth_signature_method",
                "oauth_timestamp", "oauth_token", "oauth_version", "oauth_zebra", "zebra",
            ]
        )
    }

    @Test("Edge case 3: all parameters of one name are kept and sorted by value")
    func duplicates() throws {
        #expect(try BaseString(query: "a=3&a=1&a=2&a=1").parameters == "a=1&a=1&a=2&a=3")
        let both = try BaseString(
            method: "POST",
            url: "http://example.com/?a=2",
            body: .form(Array("a=3&a=1".utf8))
        )
        #expect(both.parameters == "a=1&a=2&a=3")
    }

    @Test(
        "Edge case 4: empty values, names and pairs, and values with equals signs",
        arguments: [
            ("c2", "c2="), ("c2=", "c2="), ("=b", "=b"), ("=", "="), ("a&&b", "a=&b="), ("&a=1&", "a=1"),
            ("a=b=c", "a=b%3Dc"), ("a==", "a=%3D"), ("", ""), ("&&", ""),
        ]
    )
    func emptyParts(query: String, expected: String) throws {
        #expect(try BaseString(query: query).parameters == expected)
        #expect(try BaseString(form: query).parameters == expected)
    }

    @Test(
        "Edge case 5: characters that have no place in a query are signed, not rejected",
        arguments: [
            ("a[]=1", "a%5B%5D=1"), ("a={b}", "a=%7Bb%7D"), ("a=b|c", "a=b%7Cc"), ("a='b'", "a=%27b%27"),
            ("a=\"b\"", "a=%22b%22"), ("a=$b", "a=%24b"), ("a=<b>^`\\", "a=%3Cb%3E%5E%60%5C"),
            ("a=\u{E9}\u{1F600}", "a=%C3%A9%F0%9F%98%80"),
            ("a=b?c/d:e@f,g!h*i(j)", "a=b%3Fc%2Fd%3Ae%40f%2Cg%21h%2Ai%28j%29"),
        ]
    )
    func unsafeCharacters(query: String, expected: String) throws {
        #expect(try BaseString(query: query).parameters == expected)
        #expect(try BaseString(form: query).parameters == expected)
    }

    @Test(
        "Edge case 6: malformed escapes and invalid UTF-8 are signed byte for byte",
        arguments: [
            ("a=%zz", "a=%25zz"), ("a=%", "a=%25"), ("a=%4", "a=%254"), ("a=%E9", "a=%E9"), ("a=%ff%FE", "a=%FF%FE"),
            ("a=%C3", "a=%C3"), ("%E9=1", "%E9=1"), ("a=100%&b=%%41", "a=100%25&b=%25A"), ("a=%00", "a=%00"),
            ("a=%4%31", "a=%2541"),
        ]
    )
    func malformedEscapes(query: String, expected: String) throws {
        #expect(try BaseString(query: query).parameters == expected)
        #expect(try BaseString(form: query).parameters == expected)
    }

    @Test("Edge case 6: bytes of a form that are not UTF-8 are signed unchanged")
    func rawBytes() throws {
        let form = Array("a=".utf8) + [0xE9, 0xFF, 0x00, 0x0A]
        #expect(try BaseString(method: "POST", body: .form(form)).parameters == "a=%E9%FF%00%0A")
    }

    @Test("Edge case 7: lower-case escapes of a query become upper-case")
    func lowerCaseHex() throws {
        #expect(try BaseString(query: "a=%c3%bc&b=%7e").parameters == "a=%C3%BC&b=~")
    }

    @Test("Edge case 15: a fragment is not signed, and an empty query is none")
    func fragment() throws {
        let plain = try BaseString(url: "http://example.com/a?b=c")
        #expect(try BaseString(url: "http://example.com/a?b=c#d?e=f").text == plain.text)
        #expect(try BaseString(url: "http://example.com/a?b=c#").text == plain.text)
        let bare = try BaseString(url: "http://example.com/a")
        #expect(try BaseString(url: "http://example.com/a?").text == bare.text)
        #expect(try BaseString(url: "http://example.com/a#b?c=d").text == bare.text)
        #expect(try BaseString(url: "http://example.com/a?#b").text == bare.text)
    }

    @Test("Edge case 15: a fragment is not sent")
    func fragmentSent() throws {
        let request = try HTTPRequest(method: .get, absoluteURL: "http://example.com/a?b=c#d")
        #expect(request.path == "/a?b=c")
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: .query))
        var withFragment = request
        withFragment.path = "/a?b=c#d"
        let signed = try signer.sign(withFragment, Fixtures.options)
        #expect(signed.request.path?.contains("#") == false)
        #expect(try signer.sign(request, Fixtures.options).request == signed.request)
    }

    @Test("Edge case 16: a semicolon separates nothing")
    func semicolon() throws {
        #expect(try BaseString(query: "a=1;b=2").parameters == "a=1%3Bb%3D2")
        #expect(try BaseString(form: "a;b=1").parameters == "a%3Bb=1")
        #expect(try BaseString(url: "http://example.com/a;b=1;c/d?e=f").uri == "http://example.com/a;b=1;c/d")
    }

    @Test("Edge case 25: every escape is decoded exactly once, in parameters named oauth_ too")
    func decodedOnce() throws {
        #expect(try BaseString(query: "a=%2541").parameters == "a=%2541")
        let base = try BaseString(query: "oauth_foo=%2541")
        #expect(base.components[2].contains("oauth_foo=%2541"))
        let options = OAuth1SigningOptions(verifier: "50%41%2B", nonce: "n%41", timestamp: 1)
        for placement in OAuth1Placement.allCases {
            let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(placement: placement))
            let signed = try signer.sign(HTTPRequest(method: .post, absoluteURL: "http://example.com/"), options)
            let incoming = try signed.read()
            #expect(incoming.verifier == "50%41%2B")
            #expect(incoming.nonce == "n%41")
            try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
        }
    }

    @Test("Edge case 29: the query of an endpoint is signed and stays out of the base string URI")
    func endpointWithQuery() throws {
        let url = "https://www.mediawiki.org/w/index.php?title=Special%3AOAuth%2Finitiate"
        let base = try BaseString(url: url, OAuth1SigningOptions(callback: "oob", nonce: "n", timestamp: 1))
        #expect(base.uri == "https://www.mediawiki.org/w/index.php")
        #expect(base.parameters == "title=Special%3AOAuth%2Finitiate")
    }
}
