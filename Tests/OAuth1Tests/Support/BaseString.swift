//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

@testable import OAuth1

/// The signature base string of a request, from signer and reader, which must agree.
struct BaseString {
    /// The whole text.
    let text: String
    /// The method, the base string URI and the normalized parameters.
    let components: [String]

    init(
        method: String = "GET",
        url: String = "http://example.com/",
        body: OAuth1Body = .none,
        _ options: OAuth1SigningOptions = Fixtures.options,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        // A method whose signature is the base string itself.
        let signer = Fixtures.signer(
            .custom(.hmacSHA1, bodyHash: .sha1) { String(decoding: $0.baseString, as: UTF8.self) }
        )
        let header = try signer.authorizationHeader(method: method, url: url, body: body, options)
        let incoming = try #require(
            // A fragment is never sent, and rejected where it is.
            try OAuth1IncomingRequest.read(
                method: method,
                url: URLReference(url).withoutFragment,
                authorization: header,
                body: body
            ),
            sourceLocation: sourceLocation
        )
        let read = String(decoding: try incoming.baseString(), as: UTF8.self)
        #expect(incoming.signature == read, sourceLocation: sourceLocation)
        self.text = read
        self.components = try read.split(separator: "&", omittingEmptySubsequences: false)
            .map { part in
                try #require(String(part).removingPercentEncoding, sourceLocation: sourceLocation)
            }
        #expect(components.count == 3, sourceLocation: sourceLocation)
    }

    init(form: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try self.init(method: "POST", body: .form(Array(form.utf8)), sourceLocation: sourceLocation)
    }

    init(query: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try self.init(url: "http://example.com/?" + query, sourceLocation: sourceLocation)
    }

    var method: String { components[0] }
    var uri: String { components[1] }
    /// The normalized parameters without the protocol parameters.
    var parameters: String {
        components[2].split(separator: "&", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("oauth_") }
            .joined(separator: "&")
    }
}
