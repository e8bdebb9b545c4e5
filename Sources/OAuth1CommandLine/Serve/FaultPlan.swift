//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1
import OAuth1Server
import Synchronization

/// Which requests get which faults.
final class FaultPlan: Sendable {
    private let faults: Set<ServeFault>
    private let after: Int
    private let times: Int?
    private let counts = Mutex<[ServeFault: Int]>([:])

    /// Creates a plan.
    ///
    /// - Parameters:
    ///   - faults: The faults.
    ///   - after: How many of the requests that a fault concerns are answered normally before it.
    ///   - times: How many of them it then meets, or `nil` for all.
    init(_ faults: Set<ServeFault> = [], after: Int = 0, times: Int? = nil) {
        self.faults = faults
        self.after = after
        self.times = times
    }

    /// The faults of the next request, which is counted.
    func next(for endpoint: OAuth1ServerEvent.Endpoint) -> Set<ServeFault> {
        counts.withLock { counts in
            faults.filter { fault in
                guard fault.concerns(endpoint) else { return false }
                let count = counts[fault, default: 0]
                counts[fault] = count + 1
                // A clock that is wrong stays wrong: otherwise a client that corrects itself would be wrong again.
                let end = fault == .clockSkew ? nil : times.map { after + $0 }
                return count >= after && end.map { count < $0 } ?? true
            }
        }
    }
}

/// The faults of the request that is being answered, for the parts of a provider that know no request.
enum ActiveFaults {
    @TaskLocal static var current: Set<ServeFault> = []
}

/// The clock of the machine, or one that is ahead of it.
struct FaultyClock: OAuth1Clock {
    /// How far it is ahead, in seconds: more than the window for timestamps, less than a request token is valid.
    static let skew: Int64 = 900

    func now() -> Int64 {
        OAuth1SystemClock().now() + (ActiveFaults.current.contains(.clockSkew) ? FaultyClock.skew : 0)
    }
}

/// A store of nonces that may say that it knows a new one.
struct FaultyNonces: OAuth1NonceStore {
    let store: any OAuth1NonceStore

    func record(_ nonce: OAuth1UsedNonce, in window: OAuth1TimestampWindow) async throws -> OAuth1NonceOutcome {
        guard !ActiveFaults.current.contains(.nonceUsed) else { return .used }
        return try await store.record(nonce, in: window)
    }

    func floor(in window: OAuth1TimestampWindow) async throws -> Int64 { try await store.floor(in: window) }
}
#endif
