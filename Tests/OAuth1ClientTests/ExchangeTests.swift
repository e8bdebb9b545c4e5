//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import Testing

@testable import OAuth1Client

@Suite("Redirects and retries, decided without I/O")
struct ExchangeTests {
    private func exchange(
        _ method: HTTPRequest.Method = .get,
        _ url: String = "https://h.example/a/b?q=1",
        options: OAuth1FlowOptions = OAuth1FlowOptions(),
        signing: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> OAuth1Exchange {
        let signer = OAuth1Signer(client: OAuth1ClientCredentials(key: "k", secret: "s"))
        var request = try HTTPRequest(method, wireURL: url)
        request.headerFields = [.accept: "a/b", .contentType: "text/plain"]
        let unsigned = OAuth1UnsignedRequest(request: request, body: [1], signer: signer, options: signing)
        return OAuth1Exchange(unsigned, options)
    }

    private func response(_ status: HTTPResponse.Status, _ name: HTTPField.Name, _ value: String) -> OAuth1Response {
        OAuth1Response(head: HTTPResponse(status: status, headerFields: [name: value]))
    }

    private func step(
        _ exchange: inout OAuth1Exchange,
        _ response: OAuth1Response,
        elapsed: Duration = .zero
    ) throws -> OAuth1Exchange.Step {
        try exchange.step(after: response, elapsed: elapsed, now: 784_111_777, chance: 0.5)
    }

    @Test(
        "A location is resolved according to RFC 3986",
        arguments: [
            ("/x?y#z", "/x?y"), ("x", "/a/x"), ("../x", "/x"), ("?p", "/a/b?p"), ("https://H.example:443/x", "/x"),
            ("//h.example/x", "/x"), ("HTTPS://h.example", "/"), ("x y", "/a/x%20y"),
        ]
    )
    func locations(location: String, path: String) throws {
        var exchange = try exchange()
        #expect(try step(&exchange, response(.found, .location, location)) == .send(after: .zero))
        #expect(exchange.request.request.path == path)
        #expect(exchange.request.request.headerFields[.accept] == "a/b")
        #expect(exchange.request.body == [1])
    }

    @Test(
        "Another origin ends the call with the redirect",
        arguments: [
            "https://other.example/x", "http://h.example/x", "https://h.example:444/x", "https://h.example.evil/x",
            "ftp://h.example/x", "https://u@h.example/x", "//evil.example/x", "javascript:alert(1)", "https://",
        ]
    )
    func otherOrigins(location: String) throws {
        var exchange = try exchange()
        #expect(try step(&exchange, response(.found, .location, location)) == .finish)
        #expect(exchange.request.request.path == "/a/b?q=1")
    }

    @Test("A host that the policy names is followed, but not to where anybody can listen")
    func allowedHosts() throws {
        let options = OAuth1FlowOptions(redirects: OAuth1RedirectPolicy(allowedHosts: ["Other.example"]))
        var first = try exchange(options: options)
        #expect(try step(&first, response(.found, .location, "https://other.example/x")) == .send(after: .zero))
        #expect(first.request.request.authority == "other.example")
        var second = try exchange(options: options)
        #expect(try step(&second, response(.found, .location, "http://other.example/x")) == .finish)
    }

    @Test("The nonce and the timestamp of one call are not sent again")
    func freshNonce() throws {
        let signing = OAuth1SigningOptions(nonce: "n", timestamp: 1)
        var redirected = try exchange(signing: signing)
        _ = try step(&redirected, response(.found, .location, "/x"))
        #expect(redirected.request.options.nonce == nil && redirected.request.options.timestamp == nil)
        var retried = try exchange(signing: signing)
        _ = retried.delayAfterFailure(elapsed: .zero, chance: 0)
        #expect(retried.request.options.nonce == nil && retried.request.options.timestamp == nil)
    }

    @Test("A request for a token is neither redirected nor sent again")
    func tokenRequests() throws {
        var exchange = try exchange(signing: OAuth1SigningOptions(isTokenRequest: true))
        #expect(try step(&exchange, response(.found, .location, "/x")) == .finish)
        #expect(try step(&exchange, response(.serviceUnavailable, .retryAfter, "0")) == .finish)
        #expect(exchange.delayAfterFailure(elapsed: .zero, chance: 0) == nil)
    }

    @Test("The wait is drawn below a bound that doubles, up to the longest")
    func backoff() throws {
        let policy = OAuth1RetryPolicy(maximumAttempts: 6, baseDelay: .seconds(1), maximumDelay: .seconds(5))
        var exchange = try exchange(options: OAuth1FlowOptions(retries: policy))
        let waits = (0..<6).map { _ in exchange.delayAfterFailure(elapsed: .zero, chance: 0.5) }
        let expected: [Duration?] = [.seconds(0.5), .seconds(1), .seconds(2), .seconds(2.5), .seconds(2.5), nil]
        #expect(waits == expected)
    }

    @Test("A call is not retried after its budget, or with a method that is not idempotent")
    func budget() throws {
        var late = try exchange()
        #expect(late.delayAfterFailure(elapsed: .seconds(30), chance: 1) == nil)
        for method in [HTTPRequest.Method.post, .patch, .connect] {
            var exchange = try exchange(method)
            #expect(exchange.delayAfterFailure(elapsed: .zero, chance: 0) == nil)
        }
        let options = OAuth1FlowOptions(retries: OAuth1RetryPolicy(retriesEveryMethod: true))
        var post = try exchange(.post, options: options)
        #expect(post.delayAfterFailure(elapsed: .zero, chance: 0) == .zero)
    }

    @Test(
        "Retry-After is seconds or a date",
        arguments: [
            ("2", 2), ("0", 0), ("Sun, 06 Nov 1994 08:49:40 GMT", 3), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
            ("11", nil), ("-1", nil), ("soon", nil), ("Sun, 06 Nov 1994 09:49:40 GMT", nil),
            ("Sunday, 06-Nov-94 08:49:37 GMT", nil),
        ] as [(String, Int?)]
    )
    func retryAfter(value: String, seconds: Int?) throws {
        var exchange = try exchange()
        let expected = seconds.map { OAuth1Exchange.Step.send(after: .seconds($0) + .milliseconds(100)) } ?? .finish
        #expect(try step(&exchange, response(.tooManyRequests, .retryAfter, value)) == expected)
    }

    @Test(
        "Dates are the seconds since 1970",
        arguments: [
            ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
            ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799), ("Mon, 01 Mar 2100 00:00:00 GMT", 4_107_542_400),
            ("Fri, 31 Dec 1999 23:59:60 GMT", 946_684_800),
        ]
    )
    func dates(text: String, seconds: Int64) {
        #expect(HTTPDate.seconds(text) == seconds)
    }
}

extension HTTPField.Name {
    fileprivate static var retryAfter: HTTPField.Name { HTTPField.Name("Retry-After") ?? .accept }
}
