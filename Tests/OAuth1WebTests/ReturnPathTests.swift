//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1Web
import Testing

@Suite("Return paths")
struct ReturnPathTests {
    @Test(
        "A path of the application is taken as it is",
        arguments: [
            "/", "/a", "/a/b?c=d&e=%2F%2Fevil.example#f", "/?next=https://evil.example", "/a//b", "/.", "/@evil",
            "/a%2Fb", "/a%2F%2Fb", "/caf%C3%A9", "/100%", "/a?text=two%0Alines&back=%5C", "/a#//b", "/a/../b",
            "/%252f%252fevil.example", "/" + String(repeating: "a", count: OAuth1ReturnPath.maximumLength - 1),
        ]
    )
    func isTaken(_ path: String) {
        #expect(OAuth1ReturnPath(path)?.description == path)
    }

    @Test(
        "A path that browsers could read as another host is not a return path",
        arguments: [
            "", "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example",
            "evil.example", "javascript:alert(1)", "/a\\b", "/\t/evil.example", "/\n/evil.example",
            "/\r\nSet-Cookie: a=b",
            "/a b", "/é", "/\u{0}", " /a", "/" + String(repeating: "a", count: 1_024),
            "/" + String(repeating: "a", count: OAuth1ReturnPath.maximumLength), "/\u{7F}", "/\u{85}/evil.example",
            "\t//evil.example", "/\r/evil.example", "\u{FEFF}//evil.example",
        ]
    )
    func isRefused(_ path: String) {
        #expect(OAuth1ReturnPath(path) == nil)
    }

    @Test(
        "A path that becomes another host when a server decodes or normalizes it is not a return path",
        arguments: [
            "/%2Fevil.example", "/%2f%2fevil.example", "/%5Cevil.example", "/%5c%5cevil.example", "/%09/evil.example",
            "/%0A/evil.example", "/%0d%0aSet-Cookie:%20a=b", "/a%00b", "/%7F/evil.example", "/a%5Cb",
            "/..//evil.example", "/.//evil.example", "/a/..//evil.example", "/%2e%2e//evil.example",
            "/%2E/%2Fevil.example", "/.%2F/evil.example", "/..%2F/evil.example", "/%2e%2e%2f%2fevil.example",
            "/a%2F..%2F/evil.example",
        ]
    )
    func isRefusedDecoded(_ path: String) {
        #expect(OAuth1ReturnPath(path) == nil)
    }
}
