//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client

/// Writes requests that failed to standard error, without secrets and without queries.
struct ProxyLog: Sendable {
    private let redactor: Redactor
    private let write: @Sendable (String) -> Void

    init(hiding secrets: [OAuth1Secret], write: @escaping @Sendable (String) -> Void = ProxyLog.writeToStandardError) {
        redactor = Redactor(hiding: secrets)
        self.write = write
    }

    /// A request that the proxy answered.
    func add(_ refusal: ProxyRefusal, method: HTTPRequest.Method, target: String) {
        line(method, target, refusal.status, "\(refusal.cause.rawValue): \(refusal.text)")
    }

    /// A request that the service rejected.
    func add(
        rejection: OAuth1ClientError?,
        status: HTTPResponse.Status,
        method: HTTPRequest.Method,
        target: ProxyTarget
    ) {
        line(
            method,
            target.url,
            status,
            "the service rejected it" + (rejection.map { ": \($0.localizedDescription)" } ?? "")
        )
    }

    /// A response that broke off.
    func add(interruption error: any Error, method: HTTPRequest.Method, target: ProxyTarget) {
        let reason = (error as? OAuth1ClientError)?.localizedDescription ?? "the caller closed the connection"
        line(method, target.url, nil, "the response broke off: \(reason)")
    }

    private func line(_ method: HTTPRequest.Method, _ target: String, _ status: HTTPResponse.Status?, _ text: String) {
        let time = Date.now.formatted(.iso8601)
        let result = status.map { "\($0.code) " } ?? ""
        let line = "\(time) \(method.rawValue) \(ShownURL.text(target)) \(result)\(text)"
        let redacted = String(decoding: redactor.redacted(Array(line.utf8)), as: UTF8.self)
        let oneLine = redacted.split(whereSeparator: \.isNewline).joined(separator: " ")
        write(VisibleText.escaping(oneLine) + "\n")
    }

    private static func writeToStandardError(_ text: String) {
        // A reader that is gone is not a failure of the proxy.
        try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
    }
}
#endif
