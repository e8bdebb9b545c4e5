//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import Synchronization

/// Prints each request as it is answered: for people, or as one JSON object a line.
final class RequestLog: Sendable {
    private let style: TerminalStyle
    private let isJSON: Bool
    private let write: @Sendable (String) -> Void
    private let count = Mutex(0)

    /// - Parameters:
    ///   - style: The colors.
    ///   - isJSON: Whether each line is a JSON object.
    ///   - write: Writes a text at once, so that those of two requests do not mix.
    init(style: TerminalStyle, isJSON: Bool, write: @escaping @Sendable (String) -> Void) {
        self.style = style
        self.isJSON = isJSON
        self.write = write
    }

    /// Writes a request.
    func add(_ record: RequestRecord) {
        guard !isJSON else {
            write(RequestLog.json(record))
            return
        }
        let number = count.withLock { count in
            count += 1
            return count
        }
        let status = style.apply(record.status < 400 && record.rejection == nil ? .green : .red, "\(record.status)")
        var text = "\(number)  \(style.apply(.bold, "\(record.method) \(record.target)"))  \(status)\n"
        for fault in record.faults { text += line("fault", fault) }
        if let baseString = record.baseString { text += line("base string", style.apply(.cyan, baseString)) }
        if let rejection = record.rejection {
            let summary = rejection.lines.first ?? rejection.diagnosis
            if let problem = rejection.problem {
                text += line("rejected", style.apply(.red, "\(problem): \(summary)"))
            } else {
                text += line("error", style.apply(.red, summary))
            }
            for detail in rejection.lines.dropFirst() { text += line("", detail) }
        }
        write(text)
    }

    private func line(_ name: String, _ value: String) -> String {
        "     \(style.apply(.dim, name.padding(toLength: 12, withPad: " ", startingAt: 0)))\(value)\n"
    }

    /// A value on one line.
    static func json(_ value: some Encodable) -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: (try? encoder.encode(value)) ?? Data(), as: UTF8.self) + "\n"
    }
}
#endif
