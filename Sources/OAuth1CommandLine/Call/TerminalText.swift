//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// Shows the body of a response on a terminal.
struct TerminalText {
    let style: TerminalStyle

    /// Writes a body: JSON with indentation, text as it is without control characters, and a note for anything else.
    func write(_ body: [UInt8], _ contentType: String?, to output: ([UInt8]) throws -> Void) throws {
        guard !body.isEmpty else { return }
        guard !body.contains(0), let text = String(validating: body, as: UTF8.self) else {
            Diagnostics.note(
                "the response is binary, \(body.count) bytes\(contentType.map { " of type \(VisibleText.escaping($0))" } ?? "")"
                    + ", and not shown; use -o FILE or a pipe"
            )
            return
        }
        let isHTML = contentType?.lowercased().contains("html") == true
        if !isHTML, try JSONText(style: style).write(body, to: output) { return }
        let shown = VisibleText.escaping(text)
        try output(Array((shown.hasSuffix("\n") ? shown : shown + "\n").utf8))
    }
}
#endif
