//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server

/// Nobody gets a token or into a resource who does not sign, and no request breaks an endpoint.
func fuzzEndpoint(_ input: inout FuzzInput) async throws {
    let signs = input.flag()
    let token: (any OAuth1Token)? = input.choice([nil, Fixed.requestToken, Fixed.accessToken])
    let placement = input.choice(OAuth1Placement.allCases)
    let changes = [input.byte(), input.byte()]
    let method = HTTPRequest.Method(input.text()) ?? .post
    let target = input.text()
    let host = input.text()
    let header = input.text()
    let callback = input.text()
    let contentType = input.choice(["application/x-www-form-urlencoded", nil, "application/json"])
    let body = input.remaining()

    var request = HTTPRequest(
        method: method,
        scheme: "https",
        authority: host.isEmpty ? "api.example.com" : host,
        path: target.isEmpty ? nil : target
    )
    if let contentType { request.headerFields[.contentType] = contentType }
    if !header.isEmpty { request.headerFields.append(HTTPField(name: .authorization, value: header)) }
    var signed: OAuth1SignedRequest?
    if signs {
        let signer = Fixed.signer(token: token, placement: placement, bodyHash: .nonFormBodies)
        let options = OAuth1SigningOptions(
            callback: callback.isEmpty ? nil : callback,
            verifier: token is OAuth1RequestToken ? Provider.verifier : nil
        )
        guard let request = try? signer.sign(request, body: body.isEmpty ? nil : body, options) else { return }
        signed = request
    }
    var (sent, sentBody) = (signed?.request ?? request, signed?.body ?? body)
    // Every other request is changed afterwards.
    if changes[0] % 2 == 1 {
        switch changes[1] % 4 {
        case 0: sent.path = (sent.path ?? "/") + "%"
        case 1: sentBody.append(UInt8(ascii: "%"))
        case 2:
            // The hash by another name, and another body.
            let header = sent.headerFields[.authorization]?.replacing("oauth_body_hash", with: "oauth%5Fbody_hash")
            sent.headerFields[.authorization] = header
            sentBody.append(UInt8(ascii: "%"))
        default: sentBody = []
        }
    }
    try await ask(sent, sentBody, isSigned: isSigned(sent, sentBody, as: signed))
}

/// Whether a request still has the base string and the signature that its owner gave it.
private func isSigned(_ request: HTTPRequest, _ body: [UInt8], as signed: OAuth1SignedRequest?) -> Bool {
    guard let signed, let reference = WireRequest(request, body: body)?.reference() else { return false }
    let isHashed = !reference.values("oauth_body_hash").isEmpty
    return reference.baseString == signed.baseString && (!isHashed || body == signed.body ?? [])
        && reference.values("oauth_signature").map { String(decoding: $0, as: UTF8.self) } == [signed.signature]
}

private func ask(_ request: HTTPRequest, _ body: [UInt8], isSigned: Bool) async throws {
    let provider = try await Provider()
    let paths = provider.server.configuration.paths
    if let answer = await provider.server.respond(to: request, body: body) {
        try Provider.check(answer)
        let gives = answer.response.status == .ok && answer.text.contains("oauth_token_secret=")
        try hold(isSigned || !gives, "a token was given for a request that is not signed")
        if gives, (request.path ?? "").hasPrefix(paths.accessToken) {
            throw BrokenInvariant("an access token was given although no user allowed it")
        }
        return
    }
    // An integration reads the body only if it is asked for.
    let body = provider.protector.needsBody(of: request) ? body : []
    do {
        let authentication = try await provider.protector.authenticate(request, body: body)
        try hold(isSigned, "a request was accepted that is not signed")
        try hold(authentication.userID == "user-7", "a request was accepted without a token")
        try Secrecy.check(printed: authentication, hides: Provider.secrets)
    } catch let error as OAuth1ServerError {
        try Secrecy.check(printed: error, hides: Provider.secrets)
        try Provider.check(provider.protector.response(for: error))
    }
    // The same once more is a replay, even from another sender.
    if let authentication = try? await provider.protector.authenticate(request, body: body) {
        throw BrokenInvariant("a request was accepted twice: \(authentication)")
    }
}
