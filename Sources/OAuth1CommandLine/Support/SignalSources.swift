//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Dispatch
import Foundation
import Synchronization

/// Handles signals in place of what they do otherwise, for any number of listeners in the process.
///
/// On Linux, libdispatch installs its handler of a signal once in a process, and not again after another handler replaced it. So
/// each signal has one source, which stays, and the next listener gets libdispatch's handler put back.
struct SignalSources: Sendable {
    private static let sources = Mutex<[Int32: SignalSource]>([:])

    private let numbers: [Int32]
    private let id = UUID()

    /// Waits until the system has registered the signals, which have no other effect from then on.
    ///
    /// - Parameters:
    ///   - numbers: The signals.
    ///   - onSignal: Gets each signal that arrives.
    init(_ numbers: [Int32], onSignal: @escaping @Sendable (Int32) -> Void) async {
        self.numbers = numbers
        for number in numbers {
            await SignalSources.registration(of: number).value
            SignalSources.add(onSignal, id, to: number)
        }
    }

    /// Stops listening: without other listeners, the signals do again what they did before.
    func cancel() {
        SignalSources.sources.withLock { sources in
            for number in numbers {
                guard sources[number]?.listeners.removeValue(forKey: id) != nil, var source = sources[number],
                    source.listeners.isEmpty
                else {
                    continue
                }
                sigaction(number, &source.previous, nil)
            }
        }
    }

    private static func registration(of number: Int32) -> Task<Void, Never> {
        sources.withLock { sources in
            if let source = sources[number] { return source.registration }
            let source = SignalSource(number) { deliver(number) }
            sources[number] = source
            return source.registration
        }
    }

    /// Adds a listener to a signal that is registered.
    private static func add(_ onSignal: @escaping @Sendable (Int32) -> Void, _ id: UUID, to number: Int32) {
        sources.withLock { sources in
            sources[number]?.listeners[id] = onSignal
            sources[number]?.install(number)
        }
    }

    private static func deliver(_ number: Int32) {
        let listeners = sources.withLock { sources in sources[number].map { Array($0.listeners.values) } ?? [] }
        for listener in listeners { listener(number) }
    }
}

/// A signal that somebody listens to, or did.
private struct SignalSource {
    /// Ends when the system has registered the source.
    let registration: Task<Void, Never>
    var listeners: [UUID: @Sendable (Int32) -> Void] = [:]
    /// What the signal does without listeners.
    var previous = sigaction()
    /// What libdispatch installed.
    private var installed: sigaction?
    private let source: any DispatchSourceSignal

    /// Starts to listen to a signal, which has no effect until that is registered.
    init(_ number: Int32, _ onSignal: @escaping @Sendable () -> Void) {
        let (registrations, registered) = AsyncStream.makeStream(of: Void.self)
        source = DispatchSource.makeSignalSource(signal: number, queue: .global())
        registration = Task { for await _ in registrations {} }
        sigaction(number, nil, &previous)
        signal(number, SIG_IGN)
        source.setRegistrationHandler { registered.finish() }
        source.setEventHandler { onSignal() }
        source.activate()
    }

    /// Puts the handler of libdispatch back.
    mutating func install(_ number: Int32) {
        if var installed {
            // What the process did with the signal since the last listener has gone.
            if listeners.count == 1 { sigaction(number, nil, &previous) }
            sigaction(number, &installed, nil)
        } else {
            var found = sigaction()
            sigaction(number, nil, &found)
            installed = found
        }
    }
}
#endif
