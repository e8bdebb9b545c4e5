//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
/// Prints the demo's steps: headings, calls with their responses, and values in a column.
struct DemoReport: Sendable {
    let style: TerminalStyle
    let write: @Sendable (String) -> Void

    init(style: TerminalStyle, write: @escaping @Sendable (String) -> Void) {
        self.style = style
        self.write = write
    }

    /// The title of a step, after an empty line.
    func heading(_ text: String) { write("\n" + style.apply(.bold, text)) }

    /// A line of explanation.
    func note(_ text: String) { write("   " + text) }

    /// Text to copy, on a separate line.
    func code(_ text: String) { write("     " + style.apply(.cyan, text)) }

    /// A name and its value.
    func value(_ name: String, _ value: String) {
        write("   " + style.apply(.dim, DemoReport.padded(name, to: 24)) + style.apply(.cyan, value))
    }

    /// A request, the status and a summary of its response, and what to notice.
    func call(_ request: String, _ status: Int, _ answer: String = "", purpose: String = "") {
        let outcome = style.apply(status < 400 ? .green : .red, "\(status)")
        let left = purpose.isEmpty ? request : "\(request)  (\(purpose))"
        write("   \(left)\n     -> \(outcome)\(answer.isEmpty ? "" : " " + answer)")
    }

    /// The last line.
    func done(_ text: String) { write("\n" + style.apply(.green, text)) }

    private static func padded(_ text: String, to width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
#endif
