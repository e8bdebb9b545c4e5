//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client

/// A transport that shows each request and response, without secrets.
struct NarratingTransport: OAuth1Transport {
    let transport: any OAuth1Transport
    /// Shows a line.
    private let write: @Sendable (String) -> Void
    /// The most characters of a line.
    private static let maximumLength = 16_384

    init(transport: any OAuth1Transport, show: @escaping @Sendable (String) -> Void) {
        self.transport = transport
        write = show
    }

    /// Shows a line without control characters: a token is text of the service, in the requests after it, too.
    private func show(_ text: String) {
        write(ServiceErrorText.printable(Array(text.utf8), limit: NarratingTransport.maximumLength))
    }

    func send(
        _ request: HTTPRequest,
        body: [UInt8]?,
        maximumResponseBytes: Int
    ) async throws -> OAuth1Response {
        show("> \(request.method) \(request.shownURL)")
        let query = (request.path ?? "").split(separator: "?", maxSplits: 1).dropFirst().first
        if let query { show(">   query: \(OAuth1Parameters(formEncoded: String(query)).shortened)") }
        for field in request.headerFields { show(">   \(field.name): \(shown(field, of: request))") }
        if let body, !body.isEmpty { show(">   body: \(shown(body, request.headerFields[.contentType]))") }
        do {
            let response = try await transport.send(request, body: body, maximumResponseBytes: maximumResponseBytes)
            show("< \(response.status.code)")
            if !response.body.isEmpty {
                show("<   body: \(shown(response.body, response.head.headerFields[.contentType]))")
            }
            return response
        } catch {
            show("< no response")
            throw error
        }
    }

    /// A header field; of the signature, what is not a secret.
    private func shown(_ field: HTTPField, of request: HTTPRequest) -> String {
        guard !SecretFields.contain(field) else { return "<redacted>" }
        guard field.name == .authorization else { return field.value }
        guard let incoming = try? OAuth1IncomingRequest.read(request, body: nil) else { return "<redacted>" }
        var parts = ["OAuth", "consumer key \(incoming.consumerKey ?? "none")"]
        if let token = incoming.token { parts.append("token \(token.prefix(4))…") }
        if let callback = incoming.callback { parts.append("callback \(callback)") }
        if incoming.verifier != nil { parts.append("verifier <redacted>") }
        if let method = incoming.signatureMethod { parts.append("signature <redacted> by \(method.rawValue)") }
        return parts.joined(separator: ", ")
    }

    /// A body: the parameters of a form, and of anything else the size.
    private func shown(_ body: [UInt8], _ type: String?) -> String {
        let text = String(decoding: body.prefix(65_536), as: UTF8.self)
        let isForm = type?.hasPrefix("application/x-www-form-urlencoded") == true
        // Many services send tokens as a form with another type.
        guard isForm || text.hasPrefix("oauth_") else { return "\(body.count) bytes" }
        return OAuth1Parameters(formEncoded: text).shortened
    }
}

extension OAuth1Parameters {
    /// The parameters without secrets; of tokens the first letters.
    fileprivate var shortened: String {
        OAuth1Parameters(
            map { parameter in
                guard parameter.nameBytes.elementsEqual("oauth_token".utf8) else { return parameter }
                return OAuth1Parameter("oauth_token", "\(parameter.value.prefix(4))…")
            }
        )
        .description
    }
}
#endif
