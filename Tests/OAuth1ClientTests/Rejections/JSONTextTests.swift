//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@testable import OAuth1Client

@Suite("JSON that services send")
struct JSONTextTests {
    private func members(_ text: String, isCut: Bool = false) -> OAuth1Parameters? {
        JSONText.members(of: Array(text.utf8)[...], isCut: isCut)
    }

    @Test("Texts, numbers and booleans of an object are its members, in their order")
    func members() {
        let text =
            #" {"b" : "x\u00e9\ud83d\ude00\n\/" , "a":-1.5e3,"c":true,"d":null,"e":{"f":[1,{}]},"b":"2","g":[] } "#
        #expect(
            members(text) == [
                OAuth1Parameter("b", "xé😀\n/"), OAuth1Parameter("a", "-1.5e3"), OAuth1Parameter("c", "true"),
                OAuth1Parameter("b", "2"),
            ]
        )
        #expect(members("{}") == [])
    }

    @Test(
        "A value that is not an object has no members",
        arguments: [
            "", "[1]", "{", "{\"a\":}", "{\"a\":1,}", "{\"a\":1}x", "{a:1}", "{\"a\":tru}", "{\"a\":\"\u{1}\"}",
            #"{"a":"\x"}"#,
            #"{"a":"\u12"}"#, "{\"a\":--1}", "{\"a\" 1}",
        ]
    )
    func malformed(text: String) {
        #expect(members(text) == nil)
    }

    @Test("Of a text that was cut, all that is whole is read")
    func cut() {
        #expect(members(#"{"a":"1","b":"2"#, isCut: true) == ["a": "1"])
        #expect(members(#"{"a":"1","b":[[["#, isCut: true) == ["a": "1"])
    }

    @Test("Nesting and members have a limit")
    func limits() {
        let nested = String(repeating: "[", count: 60_000)
        #expect(members("{\"a\":\(nested)") == nil)
        let many = (0..<2_000).map { "\"\($0)\":1" }.joined(separator: ",")
        #expect(members("{\(many)}") == nil)
        #expect(members("{\(many)}", isCut: true)?.count == 1_024)
    }

    @Test("A path leads through objects and lists")
    func paths() {
        let bytes = Array(#"{"x":[1],"errors":[{"code":8},{"code":9,"text":"no"}],"e":{}}"#.utf8)[...]
        #expect(JSONText.value(at: ["errors", "1", "text"], in: bytes) == .text("no"))
        #expect(JSONText.value(at: ["errors", "0", "code"], in: bytes) == .literal("8"))
        #expect(JSONText.value(at: ["e"], in: bytes) == .other)
        #expect(JSONText.value(at: ["errors", "2", "code"], in: bytes) == nil)
        #expect(JSONText.value(at: ["x", "code"], in: bytes) == nil)
        #expect(JSONText.value(at: ["nothing"], in: bytes) == nil)
    }
}
