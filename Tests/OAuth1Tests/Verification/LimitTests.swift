//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@Suite("Limits")
struct LimitTests {
    private func signer(_ limits: OAuth1Limits) -> OAuth1Signer {
        Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(limits: limits))
    }

    private func request(parameters: Int) throws -> HTTPRequest {
        let query = (0..<parameters).map { "p\($0)" }.joined(separator: "&")
        return try HTTPRequest(method: .get, absoluteURL: "https://example.com/?" + query)
    }

    // Besides the query there are consumer key, method, token, version, nonce and timestamp.
    private static let protocolParameters = 6

    @Test("The signer signs as many parameters as the limit allows, not one more")
    func signedParameters() throws {
        let signer = signer(OAuth1Limits(parameterCount: 20))
        _ = try signer.sign(try request(parameters: 20 - LimitTests.protocolParameters))
        let request = try request(parameters: 21 - LimitTests.protocolParameters)
        expectError(.limitExceeded, saying: "parameters") { try signer.sign(request) }
    }

    @Test("The verifier reads as many parameters as the limit allows, not one more")
    func verifiedParameters() throws {
        let signed = try Fixtures.signer().sign(try request(parameters: 20 - LimitTests.protocolParameters))
        let allowed = try signed.read(.init(limits: OAuth1Limits(parameterCount: 20)))
        try Fixtures.verifier.check(allowed, with: Fixtures.verificationKey)
        let refused = try signed.read(.init(limits: OAuth1Limits(parameterCount: 19)))
        expectError(.limitExceeded, saying: "parameters") {
            try Fixtures.verifier.verify(refused, with: Fixtures.verificationKey)
        }
        expectError(.limitExceeded, saying: "parameters") { try refused.baseString() }
    }

    @Test("A limit is never out of range, wherever it is set")
    func range() {
        var limits = OAuth1Limits(parameterCount: -1, byteCount: .max)
        #expect(limits == OAuth1Limits(parameterCount: 0, byteCount: 268_435_456))
        limits.parameterCount = .min
        limits.byteCount = -5
        #expect(limits == OAuth1Limits(parameterCount: 0, byteCount: 0))
        limits.byteCount = .max
        #expect(limits.byteCount == 268_435_456)
        expectError(.limitExceeded) { try signer(OAuth1Limits(parameterCount: -1)).sign(request(parameters: 1)) }
    }

    @Test("The error names the limit, and its suggestion says where the limit is set")
    func wording() {
        expectError(.limitExceeded, saying: "more than 7 parameters") {
            try signer(OAuth1Limits(parameterCount: 7)).sign(request(parameters: 10))
        }
        expectError(.limitExceeded, saying: "more than 20 bytes") {
            try signer(OAuth1Limits(byteCount: 20)).sign(request(parameters: 10))
        }
        let suggestion = OAuth1Error(.limitExceeded, "too many").recoverySuggestion
        #expect(suggestion?.contains("parameterCount or byteCount of OAuth1Limits") == true)
    }

    @Test("The default is 1,024 parameters")
    func defaultParameters() throws {
        let count = 1_024 - LimitTests.protocolParameters
        let signed = try Fixtures.signer().sign(try request(parameters: count))
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
        let request = try request(parameters: count + 1)
        expectError(.limitExceeded) { try Fixtures.signer().sign(request) }
        var longer = signed
        longer.request.path?.append("&x")
        let incoming = try longer.read()
        expectError(.limitExceeded) { try Fixtures.verifier.verify(incoming, with: Fixtures.verificationKey) }
    }

    @Test("The signer rejects more bytes of URL and form than the limit allows")
    func signedBytes() throws {
        let request = try HTTPRequest(
            method: .post,
            absoluteURL: "https://example.com/abcdefghi",
            headerFields: [.contentType: "application/x-www-form-urlencoded"]
        )
        _ = try signer(OAuth1Limits(byteCount: 20)).sign(request, body: Array("abcdefghij".utf8))
        expectError(.limitExceeded, saying: "19 bytes") {
            try signer(OAuth1Limits(byteCount: 19)).sign(request, body: Array("abcdefghij".utf8))
        }
    }

    @Test("The reader rejects more bytes of URL, header and form than the limit allows")
    func readBytes() throws {
        let signed = try Fixtures.signer().sign(HTTPRequest(method: .get, absoluteURL: "https://example.com/abc"))
        let count = "/abc".utf8.count + (signed.authorization?.utf8.count ?? 0)
        _ = try signed.read(.init(limits: OAuth1Limits(byteCount: count)))
        expectError(.limitExceeded, saying: "\(count - 1) bytes") {
            try signed.read(.init(limits: OAuth1Limits(byteCount: count - 1)))
        }
    }

    @Test("A body that is not a form may be of any size")
    func otherBody() throws {
        var request = try HTTPRequest(method: .post, absoluteURL: "https://example.com/")
        request.headerFields[.contentType] = "application/octet-stream"
        let signer = Fixtures.signer(.hmacSHA1, OAuth1SigningConfiguration(bodyHash: .nonFormBodies))
        let signed = try signer.sign(request, body: [UInt8](repeating: 7, count: 2_000_000))
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test("The application's own form may be larger than what a verifier reads")
    func ownForm() throws {
        var request = try HTTPRequest(method: .post, absoluteURL: "https://example.com/")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let body = Array("image=".utf8) + [UInt8](repeating: UInt8(ascii: "A"), count: 3_000_000)
        let signed = try Fixtures.signer().sign(request, body: body)
        expectError(.limitExceeded, saying: "more than 1048576 bytes") { try signed.read() }
        let incoming = try signed.read(.init(limits: OAuth1Limits(byteCount: 4_000_000)))
        try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
    }

    @Test("A form of a megabyte that is all escapes fits its buffers")
    func largeForm() throws {
        var request = try HTTPRequest(method: .post, absoluteURL: "https://example.com/")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let body = Array("a=".utf8) + [UInt8](repeating: 0xFF, count: 1_000_000)
        let signed = try Fixtures.signer().sign(request, body: body)
        #expect(signed.baseString.count > 5_000_000)
        try Fixtures.verifier.check(try signed.read(), with: Fixtures.verificationKey)
    }

    @Test(
        "Forms and queries of nothing but short pairs fit their buffers",
        arguments: ["&", "=&", "\"&", "=\"&", "%&", "a&"]
    )
    func shortPairs(pair: String) throws {
        for count in 0...40 {
            let text = String(repeating: pair, count: count)
            for trimmed in [text, String(text.dropLast())] {
                let url = "https://example.com/?" + trimmed
                let body = OAuth1Body.form(Array(trimmed.utf8))
                let header = try Fixtures.signer().authorizationHeader(method: "POST", url: url, body: body)
                let incoming = try #require(
                    try OAuth1IncomingRequest.read(method: "POST", url: url, authorization: header, body: body)
                )
                try Fixtures.verifier.check(incoming, with: Fixtures.verificationKey)
            }
        }
    }
}
