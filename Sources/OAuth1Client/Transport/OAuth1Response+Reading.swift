//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1Response {
    /// The problem that the service reports, in its body or in `WWW-Authenticate`, if it uses the Problem Reporting extension.
    public var problem: OAuth1Problem? { problem(by: redactor) }

    /// The response, if its status is 2xx.
    ///
    /// - Returns: The response.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/unexpectedStatus`` and the service's message.
    @discardableResult
    public func checkingStatus() throws(OAuth1ClientError) -> OAuth1Response {
        guard !isSuccess else { return self }
        guard ![301, 302, 303, 307, 308].contains(status.code) else {
            throw OAuth1ClientError(.unexpectedStatus, redirect: self, step: call?.request.step ?? .call)
        }
        guard status.kind != .successful else {
            throw OAuth1ClientError(
                .unexpectedStatus,
                "the service reported an error in the body of a 2xx response",
                response: self
            )
        }
        let words = StatusText.reason(status).map { ": \($0)" } ?? ""
        throw OAuth1ClientError(.unexpectedStatus, "expected a 2xx response\(words)", response: self)
    }

    /// The value that a JSON body represents, if the status is 2xx.
    ///
    /// - Parameters:
    ///   - type: The value's type.
    ///   - decoder: The decoder.
    /// - Returns: The value.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/unexpectedStatus`` or
    ///   ``OAuth1ClientError/Code/unreadableResponse``.
    public func json<Value: Decodable>(
        _ type: Value.Type = Value.self,
        decoder: JSONDecoder = JSONDecoder()
    ) throws(OAuth1ClientError) -> Value {
        try checkingStatus()
        do {
            return try decoder.decode(type, from: Data(body))
        } catch {
            throw OAuth1ClientError(
                .unreadableResponse,
                "the body could not be decoded as JSON of type \(type)",
                suggestion: redirectSuggestion ?? bodySuggestion,
                response: self,
                cause: (error as? DecodingError)?.redacted(by: redactor) ?? error
            )
        }
    }

    /// What to do about a body that is not the expected JSON.
    private var bodySuggestion: String {
        if body.isEmpty { return "The body is empty: check the URL and the HTTP method" }
        return HTMLTitle.isPage(self)
            ? "The URL leads to a web page; check that it is a URL of the API"
            : "Compare the body with the type's coding keys, and check the URL"
    }

    /// How redirects explain an unexpected response.
    private var redirectSuggestion: String? {
        guard let call, call.redirectCount > 0 else { return nil }
        let count = call.redirectCount == 1 ? "one redirect was" : "\(call.redirectCount) redirects were"
        let change =
            call.changedMethod.map { ", and the \($0) became a \(call.request.request.method)" } ?? ""
        return
            "The response is from \(call.shownURL(by: redactor)), because \(count) followed\(change). Send the "
            + "request to the URL in the service's documentation"
    }

    /// The report, without secrets.
    func problem(by redactor: Redactor) -> OAuth1Problem? {
        let report = report
        return report.isEmpty ? nil : OAuth1Problem(report, by: redactor)
    }
}
