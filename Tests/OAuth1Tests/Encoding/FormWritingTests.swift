//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Writing forms")
struct FormWritingTests {
    @Test("Pairs are written in their order, every reserved character escaped")
    func pairs() {
        let parameters: OAuth1Parameters = ["b": "1 2", "a": "&=+%", "": "", "b": "\u{E9}~", "c[]": "!*'()"]
        #expect(parameters.formEncodedString == "b=1%202&a=%26%3D%2B%25&=&b=%C3%A9~&c%5B%5D=%21%2A%27%28%29")
        #expect(parameters.formEncoded == Array(parameters.formEncodedString.utf8))
    }

    @Test("No pairs make an empty text")
    func nothing() {
        #expect(OAuth1Parameters().formEncoded.isEmpty)
        #expect((([] as OAuth1Parameters).formEncodedString).isEmpty)
    }

    @Test("Written values are read back, with any bytes")
    func roundTrip() {
        var random = SeededGenerator(seed: 1)
        for _ in 0..<500 {
            let pairs = (0..<Int.random(in: 0...8, using: &random))
                .map { _ in
                    OAuth1Parameter(nameBytes: random.bytes(upTo: 6), valueBytes: random.bytes(upTo: 12))
                }
            let parameters = OAuth1Parameters(pairs)
            #expect(OAuth1Parameters(formEncoded: parameters.formEncoded) == parameters)
        }
    }

    @Test("Pairs are appended")
    func appending() {
        var parameters: OAuth1Parameters = ["a": "1"]
        parameters.append(OAuth1Parameter("b", "2"))
        parameters.append(contentsOf: ["a": "3"] as OAuth1Parameters)
        #expect(parameters.formEncodedString == "a=1&b=2&a=3")
        #expect(parameters.count == 3)
        #expect(parameters[1] == OAuth1Parameter("b", "2"))
        #expect(Array(parameters.reversed().map(\.name)) == ["a", "b", "a"])
    }
}
