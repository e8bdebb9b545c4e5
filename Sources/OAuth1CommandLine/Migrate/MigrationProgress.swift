//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// A line on the terminal that says how far a migration is; in a pipe or a file there is none.
struct MigrationProgress: Sendable {
    /// A line that is shown until it is finished.
    struct Display: Sendable {
        fileprivate let task: Task<Void, Never>?

        /// Removes the line.
        func finish() async {
            task?.cancel()
            await task?.value
        }
    }

    private static let interval: Duration = .milliseconds(200)

    private let isShown: Bool

    init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        let terminal = environment["TERM"] ?? ""
        isShown = isatty(STDERR_FILENO) == 1 && !terminal.isEmpty && terminal != "dumb"
    }

    /// Shows the line, and keeps it up to date.
    func start(_ tally: @escaping @Sendable () async -> MigrationTally) -> Display {
        guard isShown else { return Display(task: nil) }
        return Display(
            task: Task {
                while !Task.isCancelled {
                    MigrationProgress.write("\r\u{1B}[2K" + MigrationProgress.line(await tally()))
                    try? await Task.sleep(for: MigrationProgress.interval)
                }
                MigrationProgress.write("\r\u{1B}[2K")
            }
        )
    }

    static func line(_ tally: MigrationTally) -> String {
        var parts = ["\(tally.exchanged) exchanged"]
        if tally.exchangedEarlier > 0 { parts.append("\(tally.exchangedEarlier) earlier") }
        if tally.rejected.count > 0 { parts.append("\(tally.rejected.count) rejected") }
        if tally.uncertain.count > 0 { parts.append("\(tally.uncertain.count) uncertain") }
        return parts.joined(separator: ", ")
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
#endif
