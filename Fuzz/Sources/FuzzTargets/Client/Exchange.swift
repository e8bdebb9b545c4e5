//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Synchronization

/// For every response, the signature goes to no other origin, each request is signed again, and the call ends.
func fuzzExchange(_ input: inout FuzzInput) async throws {
    let isPost = input.flag()
    let allowsHost = input.flag()
    let url = input.text()
    var answers: [OAuth1Response] = []
    while !input.isEmpty, answers.count < 8 { answers.append(input.answer()) }
    let script = Mutex(answers[...])
    let transport = OAuth1RecordingTransport { _, _ in
        script.withLock { $0.popFirst() } ?? OAuth1Response(head: HTTPResponse(status: .ok))
    }
    let options = OAuth1FlowOptions(
        redirects: OAuth1RedirectPolicy(maximumCount: 5, allowedHosts: allowsHost ? ["other.example.net"] : []),
        retries: OAuth1RetryPolicy(retriesEveryMethod: true, baseDelay: .zero, maximumDelay: .zero),
        maximumResponseBytes: 65_536
    )
    let client = AsyncOAuth1Client(
        client: Fixed.client,
        token: Fixed.accessToken,
        configuration: OAuth1SigningConfiguration(clock: Fixed.Clock(), nonceSource: CountedNonces()),
        options: options,
        transport: transport
    )
    let address = url.isEmpty ? "https://api.example.com/data?page=1" : url
    do {
        let response =
            isPost
            ? try await client.post(address, .form(["a": "b"]))
            : try await client.get(address)
        do { try response.checkingStatus() } catch { try check(error, of: address) }
    } catch let error as OAuth1ClientError {
        try check(error, of: address)
    }
    try check(transport.requests, allowsHost ? "other.example.net" : nil)
}

/// What signed the call is not shown, by the client and by the response it got.
private func check(_ error: OAuth1ClientError, of address: String) throws {
    // Errors show the application's URL as it is: what is in it is hidden only in what the service says.
    let secrets = [Fixed.clientSecret, Fixed.accessTokenSecret]
        .filter { secret in
            (try? Secrecy.check(address, hides: [secret])) != nil
        }
    try Secrecy.check(printed: error, hides: secrets)
    try hold("\(error)".utf8.count < 16_384, "an error repeats more than a few sentences")
}

/// What was sent: verifiable, with a new nonce, to the first request's origin or the host that the policy names.
private func check(_ requests: [OAuth1RecordingTransport.Recorded], _ allowed: String?) throws {
    // Five redirects, two additional attempts for each hop, two corrections of the clock.
    try hold(requests.count <= 24, "a call was sent \(requests.count) times")
    var nonces: Set<String> = []
    for sent in requests {
        let origin = { (request: HTTPRequest) in
            ReferenceBaseString.URLParts(Array("\(request.scheme ?? "")://\(request.authority ?? "")/".utf8))?.baseURI
        }
        let isSame = origin(sent.request) == origin(requests[0].request)
        // A host without a port is the default port only.
        let isAllowed = origin(sent.request).map { $0 == Array("https://\(allowed ?? "")/".utf8) }
        let authority = sent.request.authority?.lowercased() ?? ""
        let isLoopback = ["127.", "localhost", "[::1]"].contains { authority.hasPrefix($0) }
        try hold(sent.request.scheme?.lowercased() == "https" || isLoopback, "a signature was sent without TLS")
        try hold(isSame || isAllowed == true, "a signature was sent to \(sent.request.authority ?? "nowhere")")
        let incoming: OAuth1IncomingRequest?
        do {
            incoming = try OAuth1IncomingRequest.read(sent.request, body: sent.body)
        } catch {
            throw BrokenInvariant("a request was sent that no provider can read: \(error)")
        }
        guard let incoming else { throw BrokenInvariant("a request was sent without a signature") }
        do { try OAuth1Verifier().verify(incoming, with: Fixed.key) } catch {
            throw BrokenInvariant("a request was sent with a wrong signature: \(error)")
        }
        try hold(nonces.insert(incoming.nonce ?? "").inserted, "a nonce was sent twice")
    }
}

/// Nonces that are never the same, and the same in every run.
private final class CountedNonces: OAuth1NonceSource {
    private let count = Atomic(UInt64(0))

    func makeNonce() -> OAuth1Nonce {
        OAuth1Nonce(high: 0, low: count.wrappingAdd(1, ordering: .relaxed).newValue)
    }
}

extension FuzzInput {
    /// One response of the series: a byte for the status, then a line each for Location, Retry-After, Date, challenge and body.
    fileprivate mutating func answer() -> OAuth1Response {
        let status = choice([200, 301, 302, 303, 307, 308, 401, 400, 403, 429, 503, 500, 300, 304])
        var head = HTTPResponse(status: HTTPResponse.Status(code: status))
        for name in [HTTPField.Name.location, HTTPField.Name("Retry-After"), .date, .wwwAuthenticate].compactMap(\.self)
        {
            let value = text()
            if !value.isEmpty { head.headerFields[name] = value }
        }
        return OAuth1Response(head: head, body: line())
    }
}
