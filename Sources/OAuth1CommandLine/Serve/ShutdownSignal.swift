//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// Waits for the signals that ask a server to stop.
///
/// A second one ends the process at once.
struct ShutdownSignal {
    private let sources: SignalSources
    /// An element for each signal that arrives.
    let signals: AsyncStream<Void>

    /// From now on the signals do not end the process, and broken pipes neither.
    init() async {
        signal(SIGPIPE, SIG_IGN)
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        self.signals = signals
        sources = await SignalSources([SIGINT, SIGTERM]) { number in
            signal(number, SIG_DFL)
            continuation.yield()
        }
    }

    /// Stops listening.
    func cancel() { sources.cancel() }
}
#endif
