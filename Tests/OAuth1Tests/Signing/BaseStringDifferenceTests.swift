//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Differences between two base strings")
struct BaseStringDifferenceTests {
    private typealias Component = OAuth1BaseStringDifference.Component

    private static let own = "POST&https%3A%2F%2Fh.example%2Fa&a%3D1%26b%3Dx%252By%26c%3D3"

    private func difference(_ other: String) -> OAuth1BaseStringDifference? {
        OAuth1BaseStringDifference(between: Array(Self.own.utf8), and: Array(other.utf8))
    }

    @Test("The same base strings have no difference")
    func same() {
        #expect(difference(Self.own) == nil)
    }

    @Test("Method, URL, parameters and their order are distinguished, with both sides decoded")
    func components() {
        let url = "https%3A%2F%2Fh.example%2Fa"
        let cases: [(String, Component, String?, String?)] = [
            ("GET&\(url)&a%3D1", .method, "POST", "GET"),
            ("POST&http%3A%2F%2Fh.example%2Fa&a%3D1", .url, "https://h.example/a", "http://h.example/a"),
            ("POST&\(url)&a%3D1%26b%3Dx%2520y%26c%3D3", .parameter("b"), "x+y", "x y"),
            ("POST&\(url)&a%3D1%26c%3D3", .parameter("b"), "x+y", nil),
            ("POST&\(url)&a%3D1%26b%3Dx%252By", .parameter("c"), "3", nil),
            ("POST&\(url)&a%3D1%26aa%3D2%26b%3Dx%252By%26c%3D3", .parameter("aa"), nil, "2"),
            ("POST&\(url)&a%3D1%26b%3Dx%252By%26c%3D3%26d%3D4", .parameter("d"), nil, "4"),
            ("POST&\(url)&a%3D1%26c%3D3%26b%3Dx%252By", .order("b"), "b", "c"),
            ("hello", .format, nil, nil), ("POST&\(url)&a=1&b=2", .format, nil, nil), ("", .format, nil, nil),
        ]
        for (other, component, mine, theirs) in cases {
            let found = difference(other)
            #expect(found?.component == component, "\(other)")
            if component != .format {
                #expect(found?.own == mine)
                #expect(found?.other == theirs)
            }
        }
    }

    @Test("Of long values the place where they differ is shown")
    func window() throws {
        let start = "POST&https%3A%2F%2Fh.example%2Fa&a%3D" + String(repeating: "x", count: 500)
        let found = try #require(
            OAuth1BaseStringDifference(between: Array((start + "1").utf8), and: Array((start + "2").utf8))
        )
        #expect(found.own == "…" + String(repeating: "x", count: 20) + "1")
        #expect(found.other?.hasSuffix("x2") == true)
        #expect(found.description.contains("the parameter a"))
    }
}
