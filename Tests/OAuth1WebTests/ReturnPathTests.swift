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
        ]
    )
    func isTaken(_ path: String) {
        #expect(OAuth1ReturnPath(path)?.description == path)
    }

    @Test(
        "What browsers could take for another host is none",
        arguments: [
            "", "//evil.example", "///evil.example", "/\\evil.example", "\\/evil.example", "https://evil.example",
            "evil.example", "javascript:alert(1)", "/a\\b", "/\t/evil.example", "/\n/evil.example",
            "/\r\nSet-Cookie: a=b",
            "/a b", "/é", "/\u{0}", " /a", "/" + String(repeating: "a", count: 1_024),
        ]
    )
    func isRefused(_ path: String) {
        #expect(OAuth1ReturnPath(path) == nil)
    }
}
