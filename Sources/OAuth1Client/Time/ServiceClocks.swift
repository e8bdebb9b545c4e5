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
    /// A service's time, and the monotonic time at which it was read.
    private struct Learned {
        let time: Int64
        let at: Duration
        /// The last timestamp that was given out.
        var last: Int64
    }

    /// The most hosts whose time is remembered.
    ///
    /// A client has a few; which one goes when there are more does not matter.
    private static let maximumHosts = 256

    /// How far a clock may be set back and timestamps wait for it, in seconds.
    ///
    /// Beyond five minutes services reject what waits, so that the clock was wrong before.
    private static let maximumLead: Int64 = 300

    private let clock: any OAuth1Clock
    private let policy: OAuth1ClockSkewPolicy
    private let uptime: @Sendable () -> Duration
    /// The last timestamp by this machine's clock: one for all hosts, so that most calls need to know no host.
    private let last = Atomic<Int64>(.min)
    private let learned = Mutex<[String: Learned]>([:])
    /// Whether anything was learned, which is rare, and asked for each request.
    private let hasLearned = Atomic(false)

    /// Creates the clocks.
    ///
    /// - Parameters:
    ///   - clock: This machine's clock.
    ///   - policy: The clock skew policy.
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
    ///   - host: The host, if it has to be known.
    ///   - suspicion: The time to try, if it is that of this host.
    /// - Returns: The timestamp.
    func timestamp(for host: @autoclosure () -> String, suspecting suspicion: Suspicion? = nil) -> Int64 {
        if let suspicion, suspicion.host == host() {
            return suspicion.time + (uptime() - suspicion.at).components.seconds
        }
        let now = clock.now()
        guard policy != .none else { return now }
        if hasLearned.load(ordering: .acquiring), let time = learnedTime(of: host()) { return time }
        return ownTime(now)
    }

    /// This machine's time, which waits where its clock was set back a little.
    private func ownTime(_ now: Int64) -> Int64 {
        let highest = last.max(now, ordering: .relaxed).newValue
        guard highest &- now > Self.maximumLead else { return highest }
        // The first caller restores the mark; for the others it is already there.
        _ = last.compareExchange(expected: highest, desired: now, ordering: .relaxed)
        return now
    }

    private func learnedTime(of host: String) -> Int64? {
        learned.withLock { learned in
            guard let known = learned[host] else { return nil }
            let last = max(known.last, known.time + (uptime() - known.at).components.seconds)
            learned[host]?.last = last
            return last
        }
    }

    /// How many seconds a host's clock is ahead, if that was learned.
    func offset(of host: String) -> Int64? {
        learnedTime(of: host).map { $0 - clock.now() }
    }

    /// A service's time from a rejection, used for one request.
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
        learned.withLock { learned in
            if learned[suspicion.host] == nil, learned.count >= Self.maximumHosts, let other = learned.keys.first {
                learned[other] = nil
            }
            // Earlier timestamps for the host were rejected if they were ahead, so they do not count.
            learned[suspicion.host] = Learned(time: suspicion.time, at: suspicion.at, last: suspicion.time)
            hasLearned.store(true, ordering: .releasing)
        }
    }

    /// Returns to this machine's time, because a request with the learned time was rejected, possibly for that reason.
    func doubt(_ host: String) {
        learned.withLock { learned in
            learned[host] = nil
            hasLearned.store(!learned.isEmpty, ordering: .releasing)
        }
    }
}
