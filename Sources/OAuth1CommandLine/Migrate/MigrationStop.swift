//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1Client

/// Why a migration stopped before its end.
enum MigrationStop: Sendable {
    /// The service has a temporary problem; it may have said how long to wait.
    case temporary(String, retryAfter: Duration?)
    /// Something has to be corrected first.
    case failed(CommandFailure)
    /// The number of `--limit` is reached.
    case limit(Int)
    /// The user pressed Ctrl-C, or the process was asked to end.
    case interrupted

    var status: ExitStatus {
        switch self {
        case .temporary: .tryLater
        case .failed(let failure): failure.status
        case .limit: .success
        case .interrupted: .interrupted
        }
    }

    /// The reason in words, and what to do.
    var text: String {
        switch self {
        case .temporary(let reason, let delay):
            let seconds = delay.map { max(1, $0.components.seconds) }
            let wait = seconds.map { "in \($0) \($0 == 1 ? "second" : "seconds")" } ?? "later"
            return "\(reason). Run the command again \(wait): it continues with the tokens that are left."
        case .failed(let failure): return failure.text
        case .limit(let count): return "--limit \(count) is reached. Run the command again for the others."
        case .interrupted: return "cancelled. Run the command again: it continues with the tokens that are left."
        }
    }
}
#endif
