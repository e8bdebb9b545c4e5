//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Percent encoding")
struct PercentEncodingTests {
    /// The unreserved characters, spelled out (RFC 5849 section 3.6).
    private static let unreserved = Set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~".utf8)

    private static func expected(_ byte: UInt8) -> String {
        guard !unreserved.contains(byte) else { return String(UnicodeScalar(byte)) }
        let hex = String(byte, radix: 16, uppercase: true)
        return "%" + (hex.count == 1 ? "0" + hex : hex)
    }

    @Test("Every byte is written as it is or in upper-case hex")
    func everyByte() {
        for byte in UInt8.min...UInt8.max {
            let parameters = OAuth1Parameters([OAuth1Parameter(nameBytes: [byte], valueBytes: [byte, byte])])
            let expected = PercentEncodingTests.expected(byte)
            #expect(parameters.formEncodedString == "\(expected)=\(expected)\(expected)")
        }
    }

    @Test("Every byte is read back from either case of its escape")
    func everyEscape() {
        for byte in UInt8.min...UInt8.max {
            let digits = String(byte, radix: 16)
            let escape = "%" + (digits.count == 1 ? "0" + digits : digits)
            for text in [escape, escape.uppercased()] {
                let parameters = OAuth1Parameters(formEncoded: "a\(text)=\(text)b")
                #expect(parameters.first?.nameBytes == Array("a".utf8) + [byte])
                #expect(parameters.first?.valueBytes == [byte] + Array("b".utf8))
            }
        }
    }

    @Test("Every byte is encoded twice in the base string")
    func everyByteTwice() throws {
        for byte in UInt8.min...UInt8.max {
            let form = OAuth1Parameters([OAuth1Parameter(nameBytes: [0x7A, byte], valueBytes: [byte])]).formEncoded
            let base = try BaseString(method: "POST", body: .form(form))
            let once = PercentEncodingTests.expected(byte)
            let twice = once.replacing("%", with: "%25")
            #expect(base.text.hasSuffix("%26z\(twice)%3D\(twice)"))
        }
    }

    @Test("Every byte of a header value is read back")
    func everyByteInHeader() throws {
        for byte in UInt8.min...UInt8.max {
            let text = PercentEncodingTests.expected(byte)
            let incoming = try #require(
                try OAuth1IncomingRequest.read(
                    method: "GET",
                    url: "http://example.com/",
                    authorization: "OAuth oauth_consumer_key=\"k\", z\(text)=\"\(text)\""
                )
            )
            let base = String(decoding: try incoming.baseString(), as: UTF8.self)
            let twice = text.replacing("%", with: "%25")
            #expect(base.hasSuffix("%26z\(twice)%3D\(twice)"))
        }
    }
}
