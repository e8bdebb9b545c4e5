//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server

/// A URL is signed as RFC 5849 section 3.4.1.2 has it, in one piece or in its parts, or not at all.
func fuzzURL(_ input: inout FuzzInput) throws {
    let method = input.choice(["GET", "post", "M-SEARCH", ""])
    let url = input.text()
    let signer = Fixed.signer()
    let header = try? signer.authorizationHeader(method: method, url: url)
    let parts = ReferenceBaseString.URLParts(Array(url.utf8))
    guard let header else {
        if let origin = try? OAuth1Origin(url) { throw BrokenInvariant("\(origin) is an origin that can't be signed") }
        return
    }
    guard let parts else { throw BrokenInvariant("a URL was signed that is not one of http or https") }

    if canArrive(url.utf8) {
        guard let request = try OAuth1IncomingRequest.read(method: method, url: url, authorization: header) else {
            throw BrokenInvariant("what was signed has no parameters")
        }
        try verify(request, "a URL in one piece")
        let reference = ReferenceRequest(method: method, url: url, header: header, form: nil)
        try hold(try request.baseString() == reference?.baseString, "a URL has another base string than it should")
    }
    if let origin = try? OAuth1Origin(url) {
        try hold((try? OAuth1Origin(origin.description)) == origin, "an origin is not read as it is written")
    }

    // The same in its parts.
    let target = String(
        decoding: parts.path + (parts.query.isEmpty ? [] : Array("?".utf8) + parts.query),
        as: UTF8.self
    )
    var request = HTTPRequest(
        method: HTTPRequest.Method(method) ?? .get,
        scheme: parts.scheme,
        authority: String(decoding: parts.authority, as: UTF8.self),
        path: target
    )
    request.headerFields[.authorization] = header
    // HTTPTypes replaces control characters, and knows no empty method.
    guard request.method.rawValue == method, (request.path ?? "").utf8.elementsEqual(target.utf8),
        (request.authority ?? "").utf8.elementsEqual(parts.authority)
    else { return }
    guard canArrive(target.utf8), target.utf8.first != UInt8(ascii: "?") else {
        try hold(
            (try? OAuth1IncomingRequest.read(request)) == nil,
            "a target is read that two parsers split differently"
        )
        return
    }
    guard let incoming = try OAuth1IncomingRequest.read(request) else {
        throw BrokenInvariant("a request in parts has no parameters")
    }
    try verify(incoming, "a URL in its parts")
    request.headerFields[.authorization] = nil
    let signed = try signer.sign(request)
    try hold(signed.request.headerFields[.authorization] == header, "a request in parts is signed otherwise")
}

private func verify(_ request: OAuth1IncomingRequest, _ what: String) throws {
    do { try OAuth1Verifier().verify(request, with: Fixed.key) } catch {
        throw BrokenInvariant("\(what) does not verify as it was signed: \(error)")
    }
}

/// Whether a target has none of the bytes with which it is rejected when it arrives.
func canArrive(_ target: some Sequence<UInt8>) -> Bool {
    target.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "#") }
}
