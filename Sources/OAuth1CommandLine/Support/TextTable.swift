//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
/// Rows whose columns are aligned.
enum TextTable {
    /// Prints the rows on standard output, each on one line: control characters in a cell are shown as `\u001b`.
    static func write(_ rows: [[String]]) {
        let rows = rows.map { row in row.map { VisibleText.escaping($0, onOneLine: true) } }
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0 }
        for row in rows {
            let cells = row.enumerated()
                .map { column, text in
                    text + String(repeating: " ", count: widths[column] - text.count)
                }
            var line = cells.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            print(line)
        }
    }
}
#endif
