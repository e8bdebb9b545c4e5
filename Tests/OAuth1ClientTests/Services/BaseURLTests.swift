//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import Testing

@Suite("Relative URLs of calls")
struct BaseURLTests {
    private func url(_ relative: String, on base: String) throws -> String {
        let flow = OAuth1Flow(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            options: OAuth1FlowOptions(baseURL: base)
        )
        return try flow.request(.get, relative).wireURL
    }

    @Test(
        "They go below the base URL, or replace its path, or are absolute",
        arguments: [
            ("a/b.json?x=1", "https://h.example/v2", "https://h.example/v2/a/b.json?x=1"),
            ("a", "https://h.example/v2/", "https://h.example/v2/a"),
            ("a", "https://h.example", "https://h.example/a"),
            ("/a", "https://h.example/v2", "https://h.example/a"),
            ("/v2!user", "https://h.example:8443/v2", "https://h.example:8443/v2!user"),
            ("", "https://h.example/rest.php", "https://h.example/rest.php"),
            ("?x=1", "https://h.example/rest.php", "https://h.example/rest.php?x=1"),
            ("#x", "https://h.example/rest.php", "https://h.example/rest.php"),
            ("Special:OAuth/identify", "https://h.example/w", "https://h.example/w/Special:OAuth/identify"),
            ("a b[]", "https://h.example/v2", "https://h.example/v2/a%20b%5B%5D"),
            ("https://o.example/x", "https://h.example/v2", "https://o.example/x"),
        ]
    )
    func resolution(relative: String, base: String, expected: String) throws {
        #expect(try url(relative, on: base) == expected)
    }

    @Test(
        "None leaves the base's origin",
        arguments: [
            "@evil.example/x", ":80@evil.example", ".evil.example", "\\\\evil.example", "/@evil.example",
            "http:/evil.example", "http:\\\\evil.example", "javascript:x", "x?u=https://evil.example",
        ],
        ["https://h.example", "https://h.example/v2", "https://h.example:8443/v2"]
    )
    func origin(relative: String, base: String) throws {
        let flow = OAuth1Flow(
            client: OAuth1ClientCredentials(key: "k"),
            options: OAuth1FlowOptions(baseURL: base)
        )
        #expect(
            try flow.request(.get, relative).authority == base.dropFirst(8).split(separator: "/").first.map(String.init)
        )
    }

    @Test(
        "A URL that could be sent differently than signed, or be read as another host, is rejected",
        arguments: ["//evil.example/x", "/\\evil.example", "../x", "a/../../x", "a/%2e%2E/x", "./x", "/.."]
    )
    func refused(relative: String) {
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            try url(relative, on: "https://h.example/v2")
        }
    }

    @Test(
        "A base URL has neither query nor fragment, and a scheme",
        arguments: ["https://h.example/?x=1", "h.example/v2"]
    )
    func unusableBase(base: String) {
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) { try url("a", on: base) }
    }

    @Test("The signed request is the request that is sent")
    func signature() throws {
        let credentials = OAuth1ClientCredentials(key: "k", secret: "s")
        let flow = OAuth1Flow(client: credentials, options: OAuth1FlowOptions(baseURL: "https://h.example/v2"))
        let call = try flow.request(.get, "ä b?q=[1]", parameters: ["x": "+"])
        let signed = try flow.resourceRequest(call, body: nil, signer: flow.signer(for: nil)).signed()
        #expect(signed.request.path == "/v2/%C3%A4%20b?q=%5B1%5D&x=%2B")
        let incoming = try #require(try OAuth1IncomingRequest.read(signed.request))
        try OAuth1Verifier().verify(incoming, with: OAuth1VerificationKey(client: credentials))
    }
}
