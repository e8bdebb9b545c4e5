//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird && AsyncHTTPClient
import HTTPTypes
import Hummingbird
import NIOCore
import OAuth1Server
import Testing

@testable import HummingbirdOAuth1

@Suite("Host fields with Hummingbird")
struct HummingbirdHostTests {
    private func isAccepted(_ scheme: String, _ authority: String?, _ hosts: [String]) throws -> Bool {
        var head = HTTPRequest(method: .get, scheme: scheme, authority: authority, path: "/")
        let name = try #require(HTTPField.Name("Host"))
        for host in hosts { head.headerFields.append(HTTPField(name: name, value: host)) }
        do {
            _ = try Request(head: head, body: RequestBody(buffer: ByteBuffer())).checkedHead()
            return true
        } catch {
            #expect(error.code == .invalidRequest)
            return false
        }
    }

    @Test("HTTP/2 may send a Host field beside the authority if it names the same host (RFC 9113 section 8.3.1)")
    func http2() throws {
        let own = "api.example.com"
        #expect(try isAccepted("https", own, []))
        #expect(try isAccepted("https", own, [own]))
        #expect(try isAccepted("https", own, ["API.example.com:443"]))
        #expect(try isAccepted("https", nil, [own]))
        for other in ["other.example", "api.example.com:8443", "", "api.example.com.", "user@api.example.com"] {
            #expect(try !isAccepted("https", own, [other]), "\(other)")
        }
        #expect(try !isAccepted("https", own, [own, own]))
        #expect(try !isAccepted("https", nil, [own, own]))
    }

    @Test("A Host field that is left with HTTP/1 is a second one, and is rejected even if both are the same")
    func http1() throws {
        #expect(try isAccepted("http", "api.example.com", []))
        #expect(try !isAccepted("http", "api.example.com", ["api.example.com"]))
        #expect(try !isAccepted("http", "api.example.com", ["other.example"]))
    }
}
#endif
