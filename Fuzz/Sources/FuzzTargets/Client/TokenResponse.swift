//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client

/// A token response gives the one token that is in it, or an error without secrets.
func fuzzTokenResponse(_ input: inout FuzzInput) throws {
    let isRequestToken = input.flag()
    var options = OAuth1FlowOptions()
    options.requiresCallbackConfirmation = !input.flag()
    options.requiresTokenSecret = !input.flag()
    let response = input.response()
    let flow = OAuth1Flow(client: Fixed.client, configuration: Fixed.configuration, options: options)
    let token: any OAuth1Token
    let others: OAuth1Parameters
    do {
        if isRequestToken {
            let read = try flow.readRequestToken(response, callback: .url("https://app.example/callback"))
            try hold(
                read.isCallbackConfirmed || !options.requiresCallbackConfirmation,
                "a callback that was not confirmed is accepted"
            )
            (token, others) = (read, read.parameters)
        } else {
            let read = try flow.readAccessToken(response, exchanging: Fixed.requestToken)
            (token, others) = (read, read.parameters)
        }
    } catch let error as OAuth1ClientError {
        try checkError(error)
        return
    }
    try hold((200..<300).contains(response.status.code), "a token was taken from a refusal")
    try hold(!token.token.isEmpty, "an empty token")
    try hold(
        others["oauth_token"] == nil && others["oauth_token_secret"] == nil,
        "a token or its secret stands among the other parameters, which are shown"
    )
    let isSpace = { (byte: UInt8) in (0x09...0x0D).contains(byte) || byte == 0x20 }
    let form = response.body.drop(while: isSpace)
    if form.first != UInt8(ascii: "{"), form.first != UInt8(ascii: "[") {
        let tokens = ReferenceBaseString.form(Array(form)).filter { $0.isNamed("oauth_token") }
        try hold(tokens.count == 1, "one of several tokens was taken")
    }
    let secret = token.secret.reveal()
    let isOurs = secret.utf8.count > 20 && !token.token.contains(secret)
    if isOurs { try Secrecy.check("\(token)", hides: [secret]) }
}

/// The error of an exchange shows neither the client's secret nor the request token's.
func checkError(_ error: OAuth1ClientError) throws {
    try Secrecy.check(printed: error, hides: [Fixed.clientSecret])
    try hold("\(error)".utf8.count < 8_192, "an error repeats more than a few sentences")
    let isPlain = "\(error)".unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    try hold(isPlain, "an error shows control characters: \(String(reflecting: "\(error)"))")
}

extension FuzzInput {
    /// A response: one byte for the status, a line each for the Content-Type, the challenge and the Location, then the body.
    mutating func response() -> OAuth1Response {
        let status = choice([200, 401, 400, 302, 500, 403, 201, 503, 429, 307])
        var head = HTTPResponse(status: HTTPResponse.Status(code: status))
        for name in [HTTPField.Name.contentType, .wwwAuthenticate, .location] {
            let value = text()
            if !value.isEmpty { head.headerFields[name] = value }
        }
        return OAuth1Response(head: head, body: remaining())
    }
}
