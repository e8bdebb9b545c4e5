//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1Client

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// A bar on the terminal that shows how far a long transfer is.
final class TransferBar: Sendable {
    /// Transfers that take less time show none.
    private static let delay: Duration = .seconds(1)
    private static let width = 24

    let progress = OAuth1TransferProgress()
    private let task: Task<Void, Never>

    /// Starts a bar, or fails if standard error is not a terminal that can show it.
    init?(isUpload: Bool, environment: [String: String] = ProcessInfo.processInfo.environment) {
        let terminal = environment["TERM"] ?? ""
        guard isatty(STDERR_FILENO) == 1, !terminal.isEmpty, terminal != "dumb" else { return nil }
        task = Task { [progress] in
            let start = ContinuousClock.now
            var last = start
            var isShown = false
            for await state in progress {
                let now = ContinuousClock.now
                guard now - start >= TransferBar.delay, now - last >= .milliseconds(100) else { continue }
                (last, isShown) = (now, true)
                TransferBar.write("\r\u{1B}[2K" + TransferBar.line(state, isUpload: isUpload))
            }
            if isShown { TransferBar.write("\r\u{1B}[2K") }
        }
    }

    /// Removes the bar.
    func finish() async {
        task.cancel()
        await task.value
    }

    /// The bar for a state: of the response if it has started.
    static func line(_ state: OAuth1TransferProgress.State, isUpload: Bool) -> String {
        let isReceiving = !isUpload || state.receivedBytes > 0
        let done = isReceiving ? state.receivedBytes : state.sentBytes
        let total = isReceiving ? state.totalBytesToReceive : state.totalBytesToSend
        let verb = isReceiving ? "received" : "read for sending"
        guard let total, total > 0, done <= total else { return "\(size(done)) \(verb)" }
        let filled = Int(Double(done) / Double(total) * Double(width))
        let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
        return "[\(bar)] \(done * 100 / total) %  \(size(done)) of \(size(total)) \(verb)"
    }

    private static func size(_ bytes: Int64) -> String {
        if bytes < 1_000 { return "\(bytes) B" }
        let (value, unit) = bytes < 1_000_000 ? (bytes / 100, "kB") : (bytes / 100_000, "MB")
        return "\(value / 10).\(value % 10) \(unit)"
    }

    private static func write(_ text: String) {
        FileHandle.standardError.write(Data(text.utf8))
    }
}
#endif
