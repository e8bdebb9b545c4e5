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

/// Two base strings differ in the part that a simple comparison finds first, and errors say so without secrets.
func fuzzDifference(_ input: inout FuzzInput) async throws {
    switch input.choice([true, false]) {
    case true:
        let own = input.line()
        try compare(own, input.line())
    case false:
        try await reject(&input)
    }
}

/// Compares two texts both ways.
private func compare(_ own: [UInt8], _ other: [UInt8]) throws {
    let difference = OAuth1BaseStringDifference(between: own, and: other)
    try hold((difference == nil) == (own == other), "a difference was overlooked or invented")
    guard let difference else { return }
    let reverse = OAuth1BaseStringDifference(between: other, and: own)
    for side in [difference.own, difference.other, reverse?.own, reverse?.other] {
        // The dots at both ends come on top, and what is not UTF-8 gets longer.
        try hold((side ?? "").unicodeScalars.count <= 62, "more of a base string is shown than the limit allows")
    }
    let (mine, theirs) = (parts(own), parts(other))
    switch difference.component {
    case .format:
        try hold(mine == nil || theirs == nil || mine?[0...1] == theirs?[0...1], "the format does not differ")
    case .method:
        try hold(mine != nil && theirs != nil && mine?[0] != theirs?[0], "the method does not differ")
    case .url:
        try hold(mine?[0] == theirs?[0] && mine?[1] != theirs?[1], "the URL does not differ first")
    case .parameter, .order:
        try hold(mine?[0...1] == theirs?[0...1] && mine?[2] != theirs?[2], "the parameters do not differ first")
    }
    guard mine?[0...1] != theirs?[0...1] else { return }
    try hold(reverse?.component == difference.component, "the other way round another part differs")
    try hold(reverse?.own == difference.other && reverse?.other == difference.own, "the sides are not those")
}

/// Method, URL and parameters.
private func parts(_ text: [UInt8]) -> [[UInt8]]? {
    let parts = text.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false).map(Array.init)
    return parts.count == 3 && !parts[0].isEmpty && !parts[1].isEmpty ? parts : nil
}

/// A service rejects a call and repeats the base string, with some bytes in it replaced.
private func reject(_ input: inout FuzzInput) async throws {
    let format = input.choice(formats)
    let position = Int(input.byte())
    let removed = Int(input.byte()) % 32
    let replacement = input.line()
    let query = input.text()
    let repeated = Mutex<(own: [UInt8], other: [UInt8])?>(nil)
    let transport = OAuth1RecordingTransport { request, body in
        let own = try OAuth1IncomingRequest.read(request, body: body)?.baseString() ?? []
        var other = own
        let start = position * own.count / 256
        other.replaceSubrange(start..<min(own.count, start + removed), with: replacement)
        repeated.withLock { $0 = (own, other) }
        return format(String(decoding: other, as: UTF8.self))
    }
    let client = AsyncOAuth1Client(
        client: Fixed.client,
        token: Fixed.accessToken,
        configuration: Fixed.configuration,
        options: OAuth1FlowOptions(retries: .none),
        transport: transport
    )
    do {
        let response = try await client.get("https://api.example.com/data?page=1&\(query)")
        try response.checkingStatus()
    } catch let error as OAuth1ClientError {
        try Secrecy.check(printed: error, hides: [Fixed.clientSecret, Fixed.accessTokenSecret])
        try hold("\(error)".utf8.count < 16_384, "an error repeats more than a few sentences")
        guard let (own, other) = repeated.withLock({ $0 }), own == other else { return }
        // A base string of the query's making can come first, but this one is the same.
        try hold(error.baseStringDifference == nil, "equal base strings differ: \(error)")
        try hold(
            error.recoverySuggestion?.contains("computed the same base string") == true,
            "an equal one is not found"
        )
    }
}

/// The formats in which services repeat a base string.
private let formats: [@Sendable (String) -> OAuth1Response] = [
    { rejection("oauth_problem=signature_invalid&debug_sbs=\(encoded($0))") },
    { rejection(#"{"error":{"base_string":"\#($0)","code":7}}"#) },
    { rejection("<html><body>Expected signature base string: \($0.replacing("&", with: "&amp;"))</body></html>") },
    { rejection("Base string: \($0)\nBye") },
    { text in
        var response = rejection("")
        response.head.headerFields[.wwwAuthenticate] = "OAuth realm=\"x\", debug_sbs=\"\(encoded(text))\""
        return response
    },
]

private func encoded(_ text: String) -> String {
    String(decoding: ReferenceBaseString.encoded(Array(text.utf8)), as: UTF8.self)
}

private func rejection(_ body: String) -> OAuth1Response {
    OAuth1Response(head: HTTPResponse(status: .unauthorized), body: Array(body.utf8))
}
