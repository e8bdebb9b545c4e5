//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1Server

extension OAuth1ServerStoreConformance {
    /// A nonce that was recorded, and is looked at again until its timestamp leaves the window.
    private struct Followed {
        let nonce: OAuth1UsedNonce
        let lastSecond: Int64
        /// Whether it is looked at in its last second only, so that looking at it does not prolong its memory.
        let isLeftAlone: Bool
    }

    /// Nonces are known until their last second, whatever their timestamp is and whatever the window.
    ///
    /// - Parameter second: The last second that was simulated: a store may have raised its floor meanwhile.
    /// - Throws: ``Failure`` with what was expected, or the store's errors.
    func checkMemory(after second: Int64) async throws {
        var second = second
        for (past, future) in [(300, 60), (600, 120)] as [(Int64, Int64)] {
            let next = OAuth1TimestampWindow(now: second + 1, past: past, future: future)
            let start = max(next.now, try await stores.nonces.floor(in: next) + 1)
            let window = OAuth1TimestampWindow(now: start, past: past, future: future)
            try await checkMemory(of: recorded(in: window), since: window)
            second = window.lastSecond(of: window.latest)
        }
    }

    /// Nonces with the earliest timestamp, that of now and the latest, which the store keeps.
    private func recorded(in window: OAuth1TimestampWindow) async throws -> [Followed] {
        var followed: [Followed] = []
        for timestamp in [window.earliest, window.now, window.latest] {
            for isLeftAlone in [false, true] {
                let nonce = OAuth1UsedNonce(
                    nonce: "\(run)-followed-\(isLeftAlone)",
                    timestamp: timestamp,
                    clientKey: run + "-key",
                    token: nil
                )
                let outcome = try await stores.nonces.record(nonce, in: window)
                if case .tooOld(let floor) = outcome, timestamp < window.now, floor > timestamp { continue }
                try expect(
                    outcome == .new,
                    "a nonce to be new whose timestamp is \(timestamp - window.now) seconds after the time"
                )
                let last = window.lastSecond(of: timestamp)
                followed.append(Followed(nonce: nonce, lastSecond: last, isLeftAlone: isLeftAlone))
            }
        }
        return followed
    }

    private func checkMemory(of followed: [Followed], since window: OAuth1TimestampWindow) async throws {
        let (past, future) = (window.now - window.earliest, window.latest - window.now)
        let times = [window.now, window.now + 1] + followed.flatMap { [$0.lastSecond - 1, $0.lastSecond] }
        for time in times.filter({ $0 >= window.now }).uniqued {
            let current = OAuth1TimestampWindow(now: time, past: past, future: future)
            let later = OAuth1UsedNonce(
                nonce: "\(run)-while-followed",
                timestamp: time,
                clientKey: run + "-key",
                token: nil
            )
            try expect(try await stores.nonces.record(later, in: current) == .new, "a later nonce to be new")
            for other in followed where time <= other.lastSecond && (!other.isLeftAlone || time == other.lastSecond) {
                try expect(
                    try await stores.nonces.record(other.nonce, in: current) != .new,
                    """
                    a nonce stamped \(other.nonce.timestamp - window.now) seconds after the time to be known \
                    \(time - window.now) seconds later, with a window of \(past) seconds into the past and \
                    \(future) into the future
                    """
                )
            }
        }
    }
}
