//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The texts of Foundation's errors, which repeat the request and its internals.
enum FoundationErrorText {
    private static let start = "Error Domain="

    /// Message and code, in place of `Error Domain=NSURLErrorDomain Code=-1004 "…" UserInfo={…}`.
    ///
    /// - Parameter text: The text of an error.
    /// - Returns: The short text, or `nil` if the error is of another kind.
    static func short(_ text: String) -> String? {
        let text = String(decoding: text.utf8.prefix(ReadingLimits.valueBytes), as: UTF8.self) + " "
        guard text.hasPrefix(start) || text.hasPrefix("URLError(_nsError: \(start)"),
            let domain = part(of: text, after: start, before: [" "]),
            let code = part(of: text, after: " Code=", before: [" ", ")"])
        else { return nil }
        let name = domain == "NSURLErrorDomain" ? "URLSession" : String(domain)
        let quoted =
            part(of: text, after: " \"", before: ["\" UserInfo=", "\"UserInfo="])
            ?? part(of: text, after: " \"", before: ["\""])
        let message =
            quoted.flatMap { $0 == "(null)" ? nil : $0 }
            ?? part(of: text, after: "NSLocalizedDescription=", before: [", NS", ", _", "}"])
        return message.map { "\(name): \($0) (\(code))" } ?? "\(name): error \(code)"
    }

    /// The text between another text and the first of some, or `nil` if it is not there.
    private static func part(of text: String, after start: String, before ends: [String]) -> Substring? {
        guard let from = text.firstRange(of: start)?.upperBound else { return nil }
        let rest = text[from...]
        return ends.compactMap { rest.firstRange(of: $0)?.lowerBound }.min().map { rest[..<$0] }
    }
}
