//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Client

/// A callback is of this login and has the verifier, or it is none.
func fuzzCallback(_ input: inout FuzzInput) throws {
    var options = OAuth1FlowOptions()
    options.requiresVerifier = !input.flag()
    let url = input.remainingText()
    let flow = OAuth1Flow(client: Fixed.client, configuration: Fixed.configuration, options: options)
    let response: OAuth1AuthorizationResponse
    do {
        response = try flow.parseAuthorizationResponse(url, for: Fixed.requestToken)
    } catch let error as OAuth1ClientError {
        try Secrecy.check(printed: error, hides: [Fixed.clientSecret, Fixed.requestTokenSecret])
        try fuzzAsOurCallback(url, flow)
        return
    }
    let tokens = parameters(of: url)
        .map { parameters in
            parameters.filter { $0.isNamed("oauth_token") || $0.isNamed("denied") }.map(\.value)
        }
    switch response {
    case .authorized(let authorization):
        try hold(authorization.requestToken == Fixed.requestToken, "another token than the one of this login")
        if options.requiresVerifier {
            try hold(authorization.verifier?.isEmpty == false, "a callback without a verifier is accepted")
            try hold(
                tokens.contains { $0.contains(Array(Fixed.requestToken.token.utf8)) },
                "a callback without the token of this login is accepted"
            )
        }
        try Secrecy.check(printed: authorization, hides: [Fixed.requestTokenSecret])
    case .denied(let denial):
        try Secrecy.check(printed: denial, hides: [Fixed.clientSecret, Fixed.requestTokenSecret])
    }
}

/// The parameters of the query, and those of the fragment.
private func parameters(of url: String) -> [[ReferenceBaseString.Parameter]] {
    let bytes = Array(url.utf8)
    let fragmentStart = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.endIndex
    let query = bytes[..<fragmentStart].drop { $0 != UInt8(ascii: "?") }.dropFirst()
    return [query, bytes[fragmentStart...].dropFirst()].map { ReferenceBaseString.form(Array($0)) }
}

/// A text as the callback of a client: it is sent unchanged, or rejected.
private func fuzzAsOurCallback(_ url: String, _ flow: OAuth1Flow) throws {
    let request: OAuth1UnsignedRequest
    do {
        request = try flow.requestTokenRequest("https://api.example.com/request_token", callback: .url(url))
    } catch is OAuth1ClientError {
        return
    }
    let signed = try request.signed()
    let incoming = try OAuth1IncomingRequest.read(signed.request, body: signed.body)
    try hold(incoming?.callback == url, "another callback was sent than the one that was given")
}
