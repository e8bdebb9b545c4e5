//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes

/// Why a request was not forwarded, or got no answer, and what to do about it.
struct ProxyRefusal: Error, Equatable, Sendable {
    let cause: ProxyCause
    /// The reason, without a period at the end, and without secrets.
    let reason: String
    /// What to do about it, as a sentence without the period.
    let advice: String?
    /// Whether the caller uses this proxy by `http_proxy`, and so has other fields for its token.
    var isForwardProxy = false

    init(_ cause: ProxyCause, _ reason: String, advice: String? = nil) {
        (self.cause, self.reason, self.advice) = (cause, reason, advice)
    }

    var status: HTTPResponse.Status {
        cause == .token && isForwardProxy ? .proxyAuthenticationRequired : cause.status
    }

    /// The reason and the advice on one line.
    var text: String { VisibleText.escaping(advice.map { "\(reason). \($0)." } ?? "\(reason).") }

    /// The response, as JSON for callers that accept it and as text for others.
    ///
    /// - Parameter accept: The caller's Accept field.
    /// - Returns: The head, without the length, and the body.
    func response(accept: String?) -> (head: HTTPResponse, body: [UInt8]) {
        var head = HTTPResponse(status: status)
        let isJSON = accept?.lowercased().contains("json") == true
        head.headerFields[.contentType] = isJSON ? "application/json" : "text/plain; charset=utf-8"
        head.headerFields[.cacheControl] = "no-store"
        head.headerFields[.proxyStatus] = "oauth1; error=\(cause.proxyStatusError)"
        switch (cause, isForwardProxy) {
        case (.token, false): head.headerFields[.wwwAuthenticate] = "Bearer realm=\"oauth1 proxy\""
        case (.token, true): head.headerFields[.proxyAuthenticate] = "Basic realm=\"oauth1 proxy\""
        case (.tunnel, _), (.method, _):
            head.headerFields[.allow] = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"
        case (.busy, _): head.headerFields[.retryAfter] = "1"
        default: break
        }
        guard isJSON else { return (head, Array("oauth1 proxy: \(text)\n".utf8)) }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let value = ["error": cause.rawValue, "reason": VisibleText.escaping(reason), "advice": advice ?? ""]
        return (head, Array((try? encoder.encode(value)) ?? Data()) + [UInt8(ascii: "\n")])
    }
}
#endif
