//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// What happens to the tokens of a provider, as an asynchronous sequence of events without secrets.
///
/// ```swift
/// let audit = OAuth1AuditLog()
/// configuration.auditLog = audit
/// for await event in audit { logger.info("\(event)") }
/// ```
///
/// Read it in one task, as long as the service runs. Events wait in memory until they are read; if too many wait, new ones
/// are counted in ``droppedCount`` and lost, so that a slow reader never delays a request. They are counted, too, after the
/// task that reads was canceled, which ends the log.
public final class OAuth1AuditLog: Sendable, AsyncSequence {
    /// An event.
    public typealias Element = OAuth1AuditEvent

    private let stream: AsyncStream<OAuth1AuditEvent>
    private let continuation: AsyncStream<OAuth1AuditEvent>.Continuation
    private let dropped = Mutex(0)

    /// Creates a log.
    ///
    /// - Parameter maximumWaiting: The most events that wait to be read.
    public init(maximumWaiting: Int = 10_000) {
        (stream, continuation) = AsyncStream.makeStream(
            bufferingPolicy: .bufferingOldest(Swift.max(1, maximumWaiting))
        )
    }

    /// How many events were lost because too many waited, or because the log had ended.
    public var droppedCount: Int { dropped.withLock { $0 } }

    /// Returns the events.
    ///
    /// - Returns: An iterator; with several, each event is read by one of them.
    public func makeAsyncIterator() -> AsyncStream<OAuth1AuditEvent>.Iterator { stream.makeAsyncIterator() }

    /// Ends the sequence, after the events that wait.
    public func finish() { continuation.finish() }

    /// Adds an event.
    package func add(_ event: OAuth1AuditEvent) {
        if case .enqueued = continuation.yield(event) { return }
        dropped.withLock { $0 += 1 }
    }
}
