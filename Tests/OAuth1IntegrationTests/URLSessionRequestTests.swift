//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking
import HTTPTypes
import OAuth1Client
import Testing

@testable import OAuth1URLSession

@Suite("Requests as URLSession gets them")
struct URLSessionRequestTests {
    private func acceptEncoding(_ transport: URLSessionTransport, _ fields: HTTPFields = [:]) throws -> String? {
        let request = try HTTPRequest(.get, wireURL: "https://h.example/", headerFields: fields)
        return try transport.outgoing(request, hasBody: false).value(forHTTPHeaderField: "Accept-Encoding")
    }

    @Test("No compression is asked for on Linux, unless a call or the configuration does")
    func compression() throws {
        #expect(try acceptEncoding(URLSessionTransport()) == "identity")
        #expect(try acceptEncoding(URLSessionTransport(), [.acceptEncoding: "gzip"]) == "gzip")
        let configuration = URLSessionConfiguration.oauth1
        configuration.httpAdditionalHeaders = ["accept-encoding": "br"]
        // URLSession adds the configuration's field.
        #expect(try acceptEncoding(URLSessionTransport(configuration: configuration)) == nil)
    }
}
#endif
