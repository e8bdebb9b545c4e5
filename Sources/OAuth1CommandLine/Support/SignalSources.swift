//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Dispatch
import Foundation

/// Handles signals in place of what they do by default.
struct SignalSources {
    private let sources: [any DispatchSourceSignal]
    /// An element for each source that the system has registered.
    private let registrations: AsyncStream<Void>

    /// From now on the signals have no other effect.
    ///
    /// - Parameters:
    ///   - numbers: The signals.
    ///   - onSignal: Gets each signal that arrives.
    init(_ numbers: [Int32], onSignal: @escaping @Sendable (Int32) -> Void) {
        let (registrations, registration) = AsyncStream.makeStream(of: Void.self)
        self.registrations = registrations
        sources = numbers.map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setRegistrationHandler { registration.yield() }
            source.setEventHandler { onSignal(number) }
            source.activate()
            return source
        }
    }

    /// Waits until the system has registered all sources: a signal that arrives earlier is lost.
    func waitUntilRegistered() async {
        var missing = sources.count
        for await _ in registrations {
            missing -= 1
            if missing == 0 { return }
        }
    }

    /// Stops listening.
    func cancel() {
        for source in sources { source.cancel() }
    }
}
#endif
