//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// With any Authorization header, a request without the secret is rejected.
func fuzzHeader(_ input: inout FuzzInput) throws {
    let hasScheme = input.flag()
    let header = (hasScheme ? "OAuth " : "") + input.remainingText()
    let url = "https://api.example.com/resource?a=1"
    let request: OAuth1IncomingRequest?
    do {
        request = try OAuth1IncomingRequest.read(method: "GET", url: url, authorization: header)
    } catch {
        try Secrecy.check(printed: error, hides: [Fixed.clientSecret, Fixed.accessTokenSecret])
        return
    }
    let reference = ReferenceRequest(method: "GET", url: url, header: header, form: nil)
    guard let request else {
        try hold(reference == nil, "an Authorization header was overlooked")
        return
    }
    guard let reference else { throw BrokenInvariant("a header was read that has no parameters, or is malformed") }
    if let baseString = try? request.baseString() {
        try hold(baseString == reference.baseString, "the parameters of a header are signed as others than they are")
    }
    try checkProperties(of: request, reference)
    do {
        try OAuth1Verifier().verify(request, with: Fixed.key)
    } catch {
        return
    }
    throw BrokenInvariant("a signature was accepted that nobody made")
}

/// Each protocol parameter is what the header says, once.
private func checkProperties(of request: OAuth1IncomingRequest, _ reference: ReferenceRequest) throws {
    let properties: [(String, String?)] = [
        ("oauth_consumer_key", request.consumerKey), ("oauth_token", request.token), ("oauth_nonce", request.nonce),
        ("oauth_timestamp", request.timestampText), ("oauth_version", request.version),
        ("oauth_callback", request.callback), ("oauth_verifier", request.verifier),
        ("oauth_body_hash", request.bodyHash), ("oauth_signature_method", request.signatureMethod?.rawValue),
    ]
    for (name, value) in properties {
        let values = reference.values(name).map { String(decoding: $0, as: UTF8.self) }
        try hold(values == (value.map { [$0] } ?? []), "\(name) is read as another value than the one that is there")
    }
    if let timestamp = request.timestamp {
        try hold(timestamp > 0, "a timestamp that is not positive")
    }
    // Neither may trap.
    _ = "\(request)"
    try? OAuth1Verifier().checkParameters(of: request)
}
