//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// The time at each service that a client calls: this machine's until a service says otherwise.
///
/// Shared by the copies of a client, so that what one call learned serves all.
final class ServiceClocks: Sendable {
    private struct Entry {
        /// What the service's clock showed, and when that was by a clock that nobody sets.
        var learned: (time: Int64, at: Duration)?
        /// The last timestamp that was given out.
        var last: Int64
    }

    /// The most hosts that are remembered.
    ///
    /// A client has a few; which one goes when there are more does not matter.
    private static let maximumHosts = 256

    private let clock: any OAuth1Clock
    private let policy: OAuth1ClockSkewPolicy
    private let uptime: @Sendable () -> Duration
    private let entries = Mutex<[String: Entry]>([:])

    /// Creates the clocks.
    ///
    /// - Parameters:
    ///   - clock: This machine's clock.
    ///   - policy: What is learned.
    ///   - uptime: The time since any moment, which never goes backwards.
    init(clock: any OAuth1Clock, policy: OAuth1ClockSkewPolicy, uptime: (@Sendable () -> Duration)? = nil) {
        self.clock = clock
        self.policy = policy
        let start = ContinuousClock.now
        self.uptime = uptime ?? { ContinuousClock.now - start }
    }

    /// The timestamp of the next request to a host, in seconds since 1970.
    ///
    /// - Parameters:
    ///   - host: The host.
    ///   - suspicion: The time to try, if it is that of this host.
    /// - Returns: The timestamp.
    func timestamp(for host: String, suspecting suspicion: Suspicion? = nil) -> Int64 {
        if let suspicion, suspicion.host == host {
            return suspicion.time + (uptime() - suspicion.at).components.seconds
        }
        let now = clock.now()
        guard policy != .none else { return now }
        return entries.withLock { entries in
            let known = entries[host]
            if known == nil, entries.count >= Self.maximumHosts, let other = entries.keys.first {
                entries[other] = nil
            }
            var entry = known ?? Entry(learned: nil, last: .min)
            let time = entry.learned.map { $0.time + (uptime() - $0.at).components.seconds } ?? now
            entry.last = max(entry.last, time)
            if entry.last != known?.last { entries[host] = entry }
            return entry.last
        }
    }

    /// A service's time as a refusal told it, with which one request is tried.
    struct Suspicion: Sendable {
        /// Whose time it is.
        let host: String
        /// Seconds since 1970.
        fileprivate let time: Int64
        fileprivate let at: Duration
    }

    /// Takes a service's time for possible, if it is near enough to this machine's.
    func suspect(_ time: Int64, of host: String) -> Suspicion? {
        guard Int64((time - clock.now()).magnitude) <= policy.maximumOffset.components.seconds else { return nil }
        return Suspicion(host: host, time: time, at: uptime())
    }

    /// Takes over a service's time, once a request with it was accepted.
    func learn(_ suspicion: Suspicion) {
        // What was given out before was refused if it was ahead, so that it does not count.
        entries.withLock {
            $0[suspicion.host] = Entry(learned: (suspicion.time, suspicion.at), last: suspicion.time)
        }
    }

    /// Goes back to this machine's time, as a request with the learned one was refused: it may be why.
    func doubt(_ host: String) {
        entries.withLock { entries in
            if entries[host]?.learned != nil { entries[host] = nil }
        }
    }
}
