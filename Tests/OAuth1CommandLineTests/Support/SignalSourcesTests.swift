//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import Testing

@testable import OAuth1CommandLine

@Suite("Signals")
struct SignalSourcesTests {
    /// Has no effect by default, and nothing else uses it.
    private static let number = SIGURG

    /// Somebody who listens to the signal.
    private struct Listener {
        let sources: SignalSources
        private let signals: AsyncStream<Int32>

        init() async {
            let (signals, continuation) = AsyncStream.makeStream(of: Int32.self)
            self.signals = signals
            sources = await SignalSources([SignalSourcesTests.number]) { continuation.yield($0) }
        }

        /// Waits for a signal; `nil` if none came before the time limit of the test.
        func next() async -> Int32? { await signals.first { _ in true } }
    }

    @Test("Several listeners get a signal, and those that started after others had stopped", .timeLimit(.minutes(5)))
    func listeners() async {
        let (first, second) = (await Listener(), await Listener())
        kill(getpid(), Self.number)
        #expect(await first.next() == Self.number)
        #expect(await second.next() == Self.number)
        first.sources.cancel()
        kill(getpid(), Self.number)
        #expect(await second.next() == Self.number)
        second.sources.cancel()
        // What a listener may do so that a second signal ends the process.
        signal(Self.number, SIG_DFL)
        let third = await Listener()
        kill(getpid(), Self.number)
        #expect(await third.next() == Self.number)
        third.sources.cancel()
    }
}
#endif
