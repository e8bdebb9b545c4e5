//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import HTTPTypes
import OAuth1
import Testing

/// A request as it came over the wire, taken apart.
struct RawRequest {
    let method: String
    let target: String
    let fields: [(name: String, value: String)]
    let body: String

    init(_ text: String) throws {
        let headEnd = try #require(text.firstRange(of: "\r\n\r\n"))
        let lines = text[..<headEnd.lowerBound].split(separator: "\r\n")
        let words = try #require(lines.first).split(separator: " ")
        method = String(words[0])
        target = String(words[1])
        fields = lines.dropFirst()
            .map { line in
                let parts = line.split(separator: ":", maxSplits: 1)
                return (String(parts[0]), parts[1].trimmingPrefix(" ").description)
            }
        body = String(text[headEnd.upperBound...])
    }

    /// The value of a field.
    subscript(_ name: String) -> String? {
        fields.first { $0.name.lowercased() == name.lowercased() }?.value
    }

    /// Reads the OAuth parameters, for a request to this origin.
    func incoming(_ origin: String) throws -> OAuth1IncomingRequest? {
        let bytes = Array(body.utf8)
        return try OAuth1IncomingRequest.read(
            method: method,
            url: origin + target,
            authorization: self["authorization"],
            body: OAuth1Body(bytes, contentType: self["content-type"])
        )
    }

    /// Verifies the signature, and returns what was read.
    @discardableResult
    func verify(
        _ origin: String,
        client: OAuth1ClientCredentials = OAuth1ClientCredentials(key: "k", secret: "s")
    ) throws -> OAuth1IncomingRequest {
        let incoming = try #require(try incoming(origin))
        try OAuth1Verifier().verify(incoming, with: OAuth1VerificationKey(client: client))
        return incoming
    }
}
#endif
