//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Testing

@testable import OAuth1

@Suite("Reading captured requests")
struct CapturedRequestTests {
    private func captured(_ text: String, scheme: String = "https") throws(OAuth1Diagnosis.CaptureError)
        -> OAuth1Diagnosis.CapturedRequest
    {
        try OAuth1Diagnosis.CapturedRequest(Array(text.utf8), scheme: scheme)
    }

    private func body(_ captured: OAuth1Diagnosis.CapturedRequest) -> String? {
        captured.body.map { String(decoding: $0, as: UTF8.self) }
    }

    @Test("A raw request keeps target, fields and body", arguments: ["\r\n", "\n"])
    func raw(end: String) throws {
        let text = [
            "POST /a%2Fb?x=+ HTTP/1.1", "Host: API.example.com:8443", "authorization: OAuth a=\"b\",", "  c=\"d\"",
            "Content-Type: application/x-www-form-urlencoded", "", "t=1&u=2",
        ]
        let captured = try captured(text.joined(separator: end) + end)
        #expect(captured.request.method == .post)
        #expect(captured.request.scheme == "https")
        #expect(captured.request.authority == "API.example.com:8443")
        #expect(captured.request.path == "/a%2Fb?x=+")
        #expect(captured.request.headerFields[.authorization] == "OAuth a=\"b\", c=\"d\"")
        #expect(body(captured) == "t=1&u=2")
    }

    @Test("A raw request can have a URL as its target, a length, and the marks of curl -v")
    func rawVariants() throws {
        let proxied = try captured("GET http://a.example/x HTTP/1.1\nHost: a.example\n\n")
        #expect(proxied.request.scheme == "http")
        #expect(proxied.request.path == "/x")
        #expect(proxied.body == nil)
        let length = try captured("POST /x HTTP/1.1\nHost: a\nContent-Length: 3\n\na=1\n\n")
        #expect(body(length) == "a=1")
        let verbose = try captured("> GET /x HTTP/1.1\r\n> Host: a.example\r\n> Accept: */*\r\n>\r\n< HTTP/1.1 401\r\n")
        #expect(verbose.request.headerFields[.accept] == "*/*")
        #expect(try captured("GET /x\nHost: a\n", scheme: "http").request.scheme == "http")
    }

    @Test("A URL in the query is not the URL of the request")
    func innerURL() throws {
        let raw = try captured("GET /x?u=http://b.example/y HTTP/1.1\nHost: a.example\n")
        let curl = try captured("curl a.example/x?u=http://b.example/y")
        for request in [raw.request, curl.request] {
            #expect(request.authority == "a.example")
            #expect(request.path == "/x?u=http://b.example/y")
        }
        #expect(raw.request.scheme == "https")
        #expect(curl.request.scheme == "http")
    }

    @Test(
        "A text that is not a request is an error",
        arguments: [
            "", " \n", "hello", "GET /x HTTP/1.1\nAccept: a\n", "GET /x HTTP/1.1\nHost: a\nno field\n",
            "G@T /x HTTP/1.1\nHost: a\n",
            "GET ftp://a/x HTTP/1.1\nHost: a\n", "{", "{}", "{\"log\":{\"entries\":[]}}", "curl ", "curl -H", "curl 'x",
            "curl \"x", "curl $URL", "curl \"$(x)\"", "curl `x`", "curl https://a https://b", "curl -d @file https://a",
            "curl -F a=b https://a", "curl ftp://a", "curl https:///x",
        ]
    )
    func errors(text: String) {
        #expect(throws: OAuth1Diagnosis.CaptureError.self) { try captured(text) }
    }

    @Test("Large inputs are rejected or read in one pass")
    func limits() throws {
        #expect(throws: OAuth1Diagnosis.CaptureError.self) { try captured(String(repeating: "a", count: 5_000_000)) }
        let fields = String(repeating: "A: b\n", count: 300)
        #expect(throws: OAuth1Diagnosis.CaptureError.self) { try captured("GET / HTTP/1.1\nHost: a\n\(fields)") }
        #expect(throws: OAuth1Diagnosis.CaptureError.self) {
            try captured("curl https://a" + String(repeating: " -s", count: 3_000))
        }
        let long = try captured("curl https://a --data-raw '" + String(repeating: "\\", count: 100_000) + "'")
        #expect(long.body?.count == 100_000)
    }

    @Test("Words are split as a POSIX shell splits them")
    func words() throws {
        #expect(try ShellWords.split(#"a 'b c' "d\"e\$\x" f\ g"#) == ["a", "b c", "d\"e$\\x", "f g"])
        #expect(try ShellWords.split("a \\\n  b \\\r\n c") == ["a", "b", "c"])
        #expect(try ShellWords.split("a'b'\"c\"d ''") == ["abcd", ""])
        #expect(try ShellWords.split(#"$'a\'b\n\x41\u00e9\101'"#) == ["a'b\nAéA"])
        #expect(try ShellWords.split("a | b") == ["a"])
        #expect(try ShellWords.split("a > b; c") == ["a"])
        #expect(try ShellWords.split("a\nb") == ["a"])
        #expect(try ShellWords.split("a $5 '$x'") == ["a", "$5", "$x"])
        #expect(try ShellWords.split("'it'\\''s'") == ["it's"])
    }

    @Test("A curl command is the request that curl sends")
    func curl() throws {
        let get = try captured(
            "curl https://a.example/x?y=1 -H 'Authorization: OAuth a=\"b\"' -H \"X: 'y'\" -s --compressed"
        )
        #expect(get.request.method == .get)
        #expect(get.request.headerFields[.authorization] == "OAuth a=\"b\"")
        #expect(get.body == nil)
        let post = try captured("$ curl -sSd a=1 --data-urlencode 'b=c d&' --data-raw '@x' https://u:p@a.example")
        #expect(post.request.method == .post)
        #expect(post.request.authority == "a.example")
        #expect(post.request.path == "/")
        #expect(post.request.headerFields[.contentType] == "application/x-www-form-urlencoded")
        #expect(body(post) == "a=1&b=c%20d%26&@x")
        let put = try captured("curl -XPUT --url a.example/x --json '{\"a\":1}' -o out")
        #expect(put.request.method == .put)
        #expect(put.request.scheme == "http")
        #expect(put.request.headerFields[.contentType] == "application/json")
        let query = try captured("curl -G https://a.example/x?y=1 -d z=2")
        #expect(query.request.method == .get)
        #expect(query.request.path == "/x?y=1&z=2")
        #expect(try captured("curl -I https://a.example").request.method == .head)
    }

    @Test("A HAR entry, its request, and an archive with one signed request are read")
    func har() throws {
        let request = """
            {"method":"POST","url":"https://a.example/x?y=%20","headers":[{"name":":authority","value":"a.example"},\
            {"name":"Authorization","value":"OAuth a=\\"b\\""}],"postData":{"mimeType":"application/x-www-form-urlencoded",\
            "text":"a=1"}}
            """
        let entry = "{\"startedDateTime\":\"2023-11-14T22:13:20.000Z\",\"request\":\(request)}"
        let other = "{\"request\":{\"method\":\"GET\",\"url\":\"https://a.example/\"}}"
        for text in [request, entry, "[\(entry)]", "{\"log\":{\"entries\":[\(other),\(entry)]}}"] {
            let captured = try captured(text)
            #expect(captured.request.path == "/x?y=%20")
            #expect(captured.request.headerFields[.authorization] == "OAuth a=\"b\"")
            #expect(body(captured) == "a=1")
        }
        #expect(try captured(entry).time == 1_700_000_000)
        #expect(throws: OAuth1Diagnosis.CaptureError.self) {
            try captured("{\"log\":{\"entries\":[\(entry),\(entry)]}}")
        }
    }
}
