//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Texts with a request are read as the request that was sent, or not at all.
func fuzzCapture(_ input: inout FuzzInput) throws {
    switch input.choice([0, 1]) {
    case 0:
        try readCapture(input.remaining())
    default:
        try writeCapture(&input)
    }
}

/// Any text: a request without more than the text has, and a diagnosis that never believes its signature.
private func readCapture(_ text: [UInt8]) throws {
    let captured: OAuth1Diagnosis.CapturedRequest
    do {
        captured = try OAuth1Diagnosis.CapturedRequest(text)
    } catch {
        try hold(error.reason.utf8.count < 600, "an error repeats the text")
        try hold(!error.reason.utf8.contains { $0 < 0x20 }, "an error has control characters")
        return
    }
    try hold(captured.request.headerFields.count <= 257, "there are more fields than the limit allows")
    try hold(["https", "http"].contains(captured.request.scheme), "the scheme is another one")
    // Bytes that are not UTF-8 become longer, and so does what curl encodes.
    try hold((captured.body ?? []).count <= 12 * text.count, "the body is longer than its text")
    let diagnosis = OAuth1Diagnosis(
        captured.request,
        body: captured.body,
        secrets: OAuth1Diagnosis.Secrets(Fixed.key),
        serverBaseString: String(decoding: text.prefix(200), as: UTF8.self),
        maximumMistakes: 1,
        now: captured.time
    )
    try hold(diagnosis.verdict != .valid, "a signature was accepted that nobody made")
    try Secrecy.check(diagnosis.description, hides: [Fixed.clientSecret, Fixed.accessTokenSecret])
}

/// A signed request that is written in each format is read as the same request.
private func writeCapture(_ input: inout FuzzInput) throws {
    let format = input.choice([rawRequest, curlCommand, archiveEntry])
    let path = "/" + escaped(input.line())
    let query = escaped(input.line())
    let form = escaped(input.line())
    guard var request = try? HTTPRequest(method: .post, absoluteURL: "https://api.example.com\(path)?\(query)") else {
        return
    }
    request.headerFields[.contentType] = "application/x-www-form-urlencoded"
    guard let signed = try? Fixed.signer().sign(request, body: Array(form.utf8)) else { return }
    let captured: OAuth1Diagnosis.CapturedRequest
    do {
        captured = try OAuth1Diagnosis.CapturedRequest(Array(format(signed.request, form).utf8))
    } catch {
        throw BrokenInvariant("a signed request is not read: \(error)")
    }
    try hold(captured.request.path == signed.request.path, "the target is read as another one")
    try hold((captured.body ?? []) == Array(form.utf8), "the body is read as another one")
    let secrets = OAuth1Diagnosis.Secrets(Fixed.key)
    let diagnosis = OAuth1Diagnosis(captured.request, body: captured.body, secrets: secrets, maximumMistakes: 1)
    try hold(diagnosis.verdict == .valid, "a request that was signed right is called wrong: \(diagnosis)")
}

/// Text that each format can have as it is: everything else is percent-encoded.
private func escaped(_ bytes: [UInt8]) -> String {
    bytes.map { byte in
        let isPlain = 0x21...0x7E ~= byte && !"\"'\\#%^`{|}<>[]".utf8.contains(byte)
        let hex = String(byte, radix: 16, uppercase: true)
        return isPlain ? String(Unicode.Scalar(byte)) : "%\(hex.utf8.count < 2 ? "0" : "")\(hex)"
    }
    .joined()
}

private func rawRequest(_ request: HTTPRequest, _ body: String) -> String {
    let fields = request.headerFields.map { "\($0.name): \($0.value)\r\n" }.joined()
    return "\(request.method) \(request.path ?? "/") HTTP/1.1\r\nHost: \(request.authority ?? "")\r\n"
        + "Content-Length: \(body.utf8.count)\r\n\(fields)\r\n\(body)"
}

private func curlCommand(_ request: HTTPRequest, _ body: String) -> String {
    let fields = request.headerFields.map { "-H '\($0.name): \($0.value)' " }.joined()
    return "curl -X \(request.method) \(fields)--data-raw '\(body)' '\(url(of: request))'"
}

private func archiveEntry(_ request: HTTPRequest, _ body: String) -> String {
    let fields = request.headerFields.map { field in
        let value = field.value.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\\\"")
        return "{\"name\":\"\(field.name)\",\"value\":\"\(value)\"}"
    }
    return "{\"request\":{\"method\":\"\(request.method)\",\"url\":\"\(url(of: request))\",\"headers\":["
        + "\(fields.joined(separator: ","))],\"postData\":{\"mimeType\":\"\",\"text\":\"\(body)\"}}}"
}

private func url(of request: HTTPRequest) -> String { "https://\(request.authority ?? "")\(request.path ?? "/")" }
