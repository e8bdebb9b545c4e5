//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Bodies")
struct BodyTests {
    @Test("A body is sorted by its media type")
    func sorted() {
        let bytes = Array("a=b".utf8)
        #expect(OAuth1Body(nil, contentType: "application/x-www-form-urlencoded") == .none)
        #expect(OAuth1Body(nil, contentType: nil) == .none)
        #expect(OAuth1Body(bytes, contentType: "application/x-www-form-urlencoded;charset=utf-8") == .form(bytes))
        #expect(OAuth1Body([], contentType: "application/x-www-form-urlencoded") == .form([]))
        #expect(OAuth1Body(bytes, contentType: "application/json") == .other(bytes))
        #expect(OAuth1Body(bytes, contentType: nil) == .other(bytes))
        #expect(OAuth1Body([], contentType: nil) == .other([]))
    }

    @Test("A body gives its bytes, whatever they are")
    func bytes() {
        #expect(OAuth1Body.none.bytes.isEmpty)
        #expect(OAuth1Body.form([1, 2]).bytes == [1, 2])
        #expect(OAuth1Body.other([3]).bytes == [3])
    }
}
