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

/// The next page that a response links to (RFC 8288).
struct NextPage {
    let url: String

    /// The URL for messages, without its query.
    var shown: String { ShownURL.text(url) }

    /// Finds the link with the relation `next`; there is none on the last page.
    ///
    /// - Throws: ``CommandFailure`` if it leads to another origin, which gets no signature.
    init?(after head: HTTPResponse, at current: String) throws {
        let field = HTTPField.Name("Link").map { head.headerFields[values: $0].joined(separator: ", ") } ?? ""
        guard let target = NextPage.target(in: Array(field.utf8)) else { return nil }
        guard let base = URL(string: current),
            let absolute = URL(string: target, relativeTo: base)?.absoluteURL.absoluteString,
            let next = try? HTTPRequest(.get, wireURL: RedirectTarget.removingProtocolParameters(absolute)),
            let here = try? HTTPRequest(.get, wireURL: current)
        else {
            throw CommandFailure(.failed, "the link to the next page can't be read: \(ShownURL.text(target))")
        }
        guard next.hasSameOrigin(as: here) else {
            throw CommandFailure(
                .failed,
                "the next page is at another origin, \(ShownURL.text(absolute)), which gets no signature",
                advice: "Call that URL yourself if you trust it"
            )
        }
        url = try next.wireURL
    }

    /// The target of the first link whose relations contain `next`.
    private static func target(in field: [UInt8]) -> String? {
        var rest = field[...]
        while let start = rest.firstIndex(of: UInt8(ascii: "<")) {
            guard let end = rest[start...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
            let target = String(decoding: rest[(start + 1)..<end], as: UTF8.self)
            rest = rest[(end + 1)...]
            if relations(in: parameters(&rest)).contains("next") { return target }
        }
        return nil
    }

    /// The parameters after a target, up to the comma before the next link.
    private static func parameters(_ rest: inout ArraySlice<UInt8>) -> [String] {
        var (parameters, current, isQuoted) = ([String](), [UInt8](), false)
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\\") where isQuoted:
                if let escaped = rest.popFirst() { current.append(escaped) }
            case UInt8(ascii: "\""): isQuoted.toggle()
            case UInt8(ascii: ";") where !isQuoted:
                parameters.append(String(decoding: current, as: UTF8.self))
                current = []
            case UInt8(ascii: ",") where !isQuoted: return parameters + [String(decoding: current, as: UTF8.self)]
            default: current.append(byte)
            }
        }
        return parameters + [String(decoding: current, as: UTF8.self)]
    }

    /// The relations of the first `rel`; others don't count (RFC 8288 section 3.3).
    private static func relations(in parameters: [String]) -> [String] {
        for parameter in parameters {
            let parts = parameter.split(separator: "=", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            guard parts.count == 2, parts[0].lowercased() == "rel" else { continue }
            return parts[1].lowercased().split(whereSeparator: \.isWhitespace).map(String.init)
        }
        return []
    }
}
#endif
