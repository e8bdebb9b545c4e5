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

/// Shows requests and responses on standard error, without secrets.
struct CallTrace: Sendable {
    /// The most bytes of a body that are shown.
    private static let maximumBodyBytes = 4_096

    private let redactor: Redactor

    init(hiding secrets: [OAuth1Secret]) {
        redactor = Redactor(hiding: secrets)
    }

    /// Shows a request as it is sent.
    func show(_ signed: OAuth1SignedRequest) { write(lines(signed.request, signed.body)) }

    /// A request without secrets.
    func lines(_ request: HTTPRequest, _ body: [UInt8]?) -> [String] {
        var lines = ["> \(request.method.rawValue) \(shown(request.absoluteURL))"]
        lines += request.headerFields.map { "> \(field($0))" }
        if let body, !body.isEmpty { lines += [">"] + shown(body: body).map { "> \($0)" } }
        return lines
    }

    /// Shows the head of a response; its body goes to standard output.
    func show(_ head: HTTPResponse) {
        write(["< \(HeadText.status(head.status))"] + head.headerFields.map { "< \(field($0))" })
    }

    /// Shows that an attempt ended without a response.
    func showNoResponse() { write(["< no response"]) }

    private func field(_ field: HTTPField) -> String {
        "\(field.name.rawName): \(SecretFields.contain(field) ? "<redacted>" : shown(field.value))"
    }

    private func shown(_ text: String) -> String {
        VisibleText.escaping(String(decoding: redactor.redacted(Array(text.utf8)), as: UTF8.self))
    }

    private func shown(body: [UInt8]) -> [String] {
        guard body.count <= CallTrace.maximumBodyBytes, !body.contains(0),
            let text = String(validating: body, as: UTF8.self)
        else { return ["(\(body.count) bytes)"] }
        return shown(text).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    private func write(_ lines: [String]) {
        FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }
}
#endif
