//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// What was signed verifies; what was changed afterwards verifies only if it still means the same.
func fuzzSignature(_ input: inout FuzzInput) throws {
    let method = input.choice([OAuth1SignatureMethod.hmacSHA1, .hmacSHA256, .hmacSHA512])
    let placement = input.choice(OAuth1Placement.allCases)
    let hasToken = input.flag()
    let hasBodyHash = input.flag()
    let changes = [input.byte(), input.byte(), input.byte(), input.byte()]
    let options = OAuth1SigningOptions(
        callback: input.flag() ? input.text() : nil,
        verifier: input.flag() ? input.text() : nil
    )
    let verb = HTTPRequest.Method(input.text()) ?? .post
    let url = input.line()
    let contentType = input.choice(["application/x-www-form-urlencoded", "application/json", nil])
    let body = input.remaining()

    // As text, so that bytes that are not UTF-8 are replaced before they are signed and not after.
    guard let parts = ReferenceBaseString.URLParts(Array(String(decoding: url, as: UTF8.self).utf8)),
        !body.isEmpty || placement != .body
    else { return }
    var request = HTTPRequest(
        method: verb,
        scheme: parts.scheme,
        authority: String(decoding: parts.authority, as: UTF8.self),
        path: String(decoding: parts.path + (parts.query.isEmpty ? [] : [0x3F] + parts.query), as: UTF8.self)
    )
    if let contentType { request.headerFields[.contentType] = contentType }
    let signer = Fixed.signer(
        token: hasToken ? Fixed.accessToken : nil,
        method: method,
        placement: placement,
        bodyHash: hasBodyHash ? .nonFormBodies : .off
    )
    guard let signed = try? signer.sign(request, body: body.isEmpty ? nil : body, options),
        let wire = WireRequest(signed.request, body: signed.body)
    else { return }
    let key = hasToken ? Fixed.key : Fixed.keyWithoutToken

    // A query or form that already has protocol parameters is signed, but no provider accepts it.
    let others = ReferenceBaseString.form(parts.query) + ReferenceBaseString.form(body)
    guard !others.contains(where: { $0.name.starts(with: "oauth_".utf8) }), let reference = wire.reference() else {
        return
    }
    try hold(signed.baseString == reference.baseString, "the signer made another base string than that of RFC 5849")
    guard canArrive(wire.url) else {
        return try hold(!wire.isAccepted(key), "a target is accepted that two parsers split differently")
    }
    try hold(wire.isAccepted(key), "what was signed is not accepted")
    try hold(
        !wire.isAccepted(OAuth1VerificationKey(client: Fixed.client, tokenSecret: "x")),
        "a wrong secret is accepted"
    )

    // Of what is sent, as HTTPTypes replaces control characters.
    let query = ReferenceBaseString.form(ReferenceBaseString.URLParts(wire.url)?.query ?? [])
        .filter { !$0.name.starts(with: "oauth_".utf8) }
    let form = wire.isForm ? body : []
    try hold(
        signedParameters(of: wire) == sorted(query + ReferenceBaseString.form(form)),
        "an application gets other parameters than those that were signed"
    )

    try checkChange(of: wire, changes, signed, key)
    try checkOtherSpellings(of: wire, changes, key)
}

/// The parameters that an application gets, in an order that does not depend on where they are.
private func signedParameters(of wire: WireRequest) -> [[[UInt8]]]? {
    wire.read()
        .map { request in
            sorted(request.signedParameters.all.map { ReferenceBaseString.Parameter($0.nameBytes, $0.valueBytes) })
        }
}

/// Names and values in order.
private func sorted(_ parameters: [ReferenceBaseString.Parameter]) -> [[[UInt8]]] {
    parameters.map { [$0.name, $0.value] }
        .sorted { lhs, rhs in
            lhs[0] == rhs[0] ? lhs[1].lexicographicallyPrecedes(rhs[1]) : lhs[0].lexicographicallyPrecedes(rhs[0])
        }
}

/// Changes one part of a request: accepted is only what has the same base string, signature and hashed body.
private func checkChange(
    of wire: WireRequest,
    _ changes: [UInt8],
    _ signed: OAuth1SignedRequest,
    _ key: OAuth1VerificationKey
) throws {
    var changed = wire
    let part = WireRequest.parts[Int(changes[0]) % WireRequest.parts.count]
    let position = changed[keyPath: part].isEmpty ? 0 : Int(changes[1]) * 7 % changed[keyPath: part].count
    switch changes[2] % 8 {
    case 0 where !changed[keyPath: part].isEmpty: changed[keyPath: part][position] = changes[3]
    case 1 where !changed[keyPath: part].isEmpty: changed[keyPath: part].remove(at: position)
    case 2: changed[keyPath: part].insert(changes[3], at: position)
    case 3: changed[keyPath: part] += Array((part == \.header ? ", x=\"1\"" : "&x=1").utf8)
    case 4: changed.method = changed.method == "PUT" ? "POST" : "PUT"
    case 5: changed[keyPath: part].removeLast(min(changed[keyPath: part].count, Int(changes[3])))
    case 6:
        let isSecure = changed.urlText.lowercased().hasPrefix("https")
        changed.url = Array((isSecure ? "http" : "https").utf8) + changed.url.dropFirst(isSecure ? 5 : 4)
    default: changed[keyPath: part].insert(contentsOf: Array("%26".utf8), at: position)
    }
    guard changed != wire, changed.isAccepted(key) else { return }
    guard let reference = changed.reference() else {
        throw BrokenInvariant("a request was accepted that can't be read")
    }
    try hold(canArrive(changed.url), "a target is accepted that two parsers split differently")
    try hold(
        signedParameters(of: changed) == signedParameters(of: wire),
        "a request was accepted with other parameters than those that were signed"
    )
    try hold(reference.baseString == signed.baseString, "a request was accepted that was changed after it was signed")
    let isInHeader = changed.headerText != nil
    let signatures = reference.values("oauth_signature").map { $0.map { !isInHeader && $0 == 0x20 ? 0x2B : $0 } }
    try hold(signatures == [Array(signed.signature.utf8)], "a request was accepted with another signature")
    if !reference.values("oauth_body_hash").isEmpty, signed.body != nil, !changed.isForm {
        try hold(changed.body == wire.body, "a request was accepted with another body than the one that was hashed")
    }
}

/// Writes the same request in another way: it must be accepted.
private func checkOtherSpellings(of wire: WireRequest, _ changes: [UInt8], _ key: OAuth1VerificationKey) throws {
    var other = wire
    guard wire.headerText != nil, let url = ReferenceBaseString.URLParts(wire.url) else { return }
    switch changes[3] % 6 {
    case 0:
        // The parameters in another order, with whitespace around them.
        let parameters = String(decoding: wire.header.dropFirst(6), as: UTF8.self).split(separator: ", ")
        other.header = Array("oAuth \t".utf8) + Array(parameters.reversed().joined(separator: " ,\t,").utf8)
    case 1:
        // Escapes in lower case; names have none.
        var isEscape = 0
        other.header = wire.header.map { byte in
            isEscape = byte == UInt8(ascii: "%") ? 2 : isEscape - 1
            return isEscape >= 0 && (0x41...0x46).contains(byte) ? byte + 32 : byte
        }
    case 2:
        // Escapes for what needs none.
        other.header = Array(
            String(decoding: wire.header, as: UTF8.self)
                .replacing("oauth_nonce=\"nonce\"", with: "oauth%5Fnonce=\"%6e%6Fnce\"")
                .utf8
        )
    case 3:
        other.header = Array("OAuth realm=\"a, b=\\\"c\\\"\", ".utf8) + wire.header.dropFirst(6)
    case 4:
        // The host in another case, the default port spelt out.
        let host = String(decoding: url.authority, as: UTF8.self)
        guard !host.hasSuffix(":"), host.utf8.allSatisfy({ $0 < 0x80 && $0 != 0x3A }), !host.isEmpty else { return }
        let rest = wire.url.dropFirst(url.scheme.utf8.count + 3 + url.authority.count)
        let port = url.scheme == "https" ? ":443" : ":080"
        other.url = Array("\(url.scheme.uppercased())://\(host.uppercased())\(port)".utf8) + rest
    default:
        // Empty pairs of the query.
        guard !url.query.isEmpty else { return }
        other.url += Array("&&".utf8)
    }
    try hold(other.isAccepted(key), "the same request in another spelling is not accepted")
}
