//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Android)
import Android
#endif

/// Waits for a socket, on a thread of its pool.
enum Socket {
    /// Waits until a socket can be read or written, and returns whether it can.
    static func wait(_ descriptor: CInt, _ events: CInt, until deadline: ContinuousClock.Instant) -> Bool {
        while true {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { return false }
            let milliseconds = CInt(min(60_000, max(1, left / .milliseconds(1))))
            switch isReady(descriptor, events, milliseconds) {
            case true?: return true
            case nil where errno != EINTR: return false
            default: continue
            }
        }
    }

    /// Whether an idle connection has something to read: the end of the connection, or its announcement.
    static func hasInput(_ descriptor: CInt) -> Bool { isReady(descriptor, CInt(POLLIN), 0) != false }

    private static func isReady(_ descriptor: CInt, _ events: CInt, _ milliseconds: CInt) -> Bool? {
        var entry = pollfd(fd: descriptor, events: Int16(truncatingIfNeeded: events), revents: 0)
        let count = poll(&entry, 1, milliseconds)
        return count < 0 ? nil : count > 0
    }

    /// Ready to be read.
    static let input = CInt(POLLIN)
    /// Ready to be written.
    static let output = CInt(POLLOUT)
}
#endif
