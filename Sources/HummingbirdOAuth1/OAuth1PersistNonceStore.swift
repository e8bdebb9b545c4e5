//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
public import Hummingbird
public import OAuth1
public import OAuth1Server

/// Keeps nonces in a `PersistDriver` of Hummingbird, and with it in Valkey or Redis, for all processes of a provider.
///
/// A nonce is new if `create` of the driver accepts it, which is atomic in the drivers of Hummingbird. The driver also has
/// the time at which its memory started. If that is gone, because the database was emptied or replaced, the replay floor is
/// raised: requests are rejected that may have been accepted before.
///
/// - Important: Nobody can notice single entries that a database drops. Configure Valkey and Redis with
///   `maxmemory-policy noeviction`, so that a full database rejects new entries, and with `appendfsync always`, so that a
///   crash loses none. After a failover to a replica that has not received the last entries, remove the key `memory-start`
///   with the prefix. If the clock is put back by more than a minute, a request may be accepted once more. Give all processes
///   the same `futureTimestampWindow`, as the floor is computed with that of the process.
public struct OAuth1PersistNonceStore<Driver: PersistDriver>: OAuth1NonceStore {
    private let driver: Driver
    private let prefix: String
    private let clock: any OAuth1Clock
    private let futures: LongestFutureWindow

    /// Creates a store, and notes in the database when its memory started.
    ///
    /// - Parameters:
    ///   - driver: The driver.
    ///   - prefix: The prefix of the keys, which separates them from others in the same driver.
    ///   - history: Whether requests may have been accepted before, with a database that was lost. It does not matter if the
    ///     database is in use.
    ///   - memoryPolicy: Asks the database for `CONFIG GET maxmemory-policy`, or `nil` if it can't be asked, as with some
    ///     hosted ones: then check its configuration yourself.
    ///   - clock: The provider's clock.
    /// - Throws: `OAuth1DatabaseError` with code `unsafe` if the policy is not `noeviction`, or `OAuth1ServerError` with code
    ///   `storeUnavailable`.
    public init(
        _ driver: Driver,
        prefix: String = "oauth1.nonce.",
        history: OAuth1NonceHistory = .unknown,
        memoryPolicy: (@Sendable () async throws -> String)? = nil,
        clock: any OAuth1Clock = OAuth1SystemClock()
    ) async throws {
        self.driver = driver
        self.prefix = prefix
        self.clock = clock
        futures = LongestFutureWindow()
        if let memoryPolicy {
            let policy = try await Self.answer { try await memoryPolicy() }
            guard policy == "noeviction" else { throw Self.evicts }
        }
        // Later than this, a database without it was emptied.
        _ = try await memoryStart(orCreate: history == .empty ? 0 : nil)
    }

    /// The policy is not part of it: anything may have answered.
    private static var evicts: OAuth1DatabaseError {
        OAuth1DatabaseError(
            .unsafe,
            "the nonce database may drop entries before they expire: set maxmemory-policy to noeviction"
        )
    }

    /// Keeps a nonce, unless it is there already or is stamped before the floor.
    ///
    /// - Parameters:
    ///   - nonce: The nonce.
    ///   - window: The timestamps that the provider accepts now.
    /// - Returns: Whether it was new.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`: the request is rejected with status 503.
    public func record(
        _ nonce: OAuth1UsedNonce,
        in window: OAuth1TimestampWindow
    ) async throws -> OAuth1NonceOutcome {
        let fingerprint = NonceFingerprint(nonce).bytes
            .map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }
            .joined()
        // Whole seconds, as drivers drop fractions, with a margin for clocks that differ.
        let lifetime = Duration.seconds(max(0, window.lastSecond(of: nonce.timestamp) - window.now) + 60)
        guard try await create("\(nonce.timestamp).\(fingerprint)", true, expires: lifetime) else { return .used }
        // After the entry was made: if the database was emptied in between, this is gone, too.
        let floor = try await floor(in: window)
        return nonce.timestamp >= floor ? .new : .tooOld(floor: floor)
    }

    /// The oldest timestamp of which the database has every nonce.
    ///
    /// - Parameter window: The timestamps that the provider accepts now.
    /// - Returns: The floor, in seconds since 1970.
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func floor(in window: OAuth1TimestampWindow) async throws -> Int64 {
        // At the same time: usually each of them reads one entry.
        async let known = longestFuture(in: window)
        let start = try await memoryStart()
        var future = try await known
        if futures.restart(since: start) { future = try await longestFuture(in: window) }
        return OAuth1TimestampWindow(now: window.now, future: future).floor(ofMemorySince: start)
    }

    /// How far ahead timestamps may be, in the longest window of all processes; noted if it is that of this one.
    private func longestFuture(in window: OAuth1TimestampWindow) async throws -> Int64 {
        let driver = driver
        return try await futures.longest(
            window.latest - window.now,
            read: { index in
                let key = prefix + "future-window.\(index)"
                return try await Self.answer { try await driver.get(key: key, as: Int64.self) }
            },
            add: { index, seconds in try await create("future-window.\(index)", seconds, expires: nil) }
        )
    }

    /// Writes, as each request does: reading could succeed in a full database.
    ///
    /// - Throws: `OAuth1ServerError` with code `storeUnavailable`.
    public func checkReadiness() async throws {
        _ = try await memoryStart()
        let (driver, key) = (driver, prefix + "readiness")
        try await Self.answer { try await driver.set(key: key, value: true, expires: .seconds(60)) }
    }

    /// How far the clock of another machine may be ahead, in seconds.
    private static var clockMargin: Int64 { 60 }

    /// When the memory started, which is noted if it is not there.
    ///
    /// Without a start, that is the time at which it was missed.
    private func memoryStart(orCreate first: Int64? = nil) async throws -> Int64 {
        let name = "memory-start"
        let key = prefix + name
        let driver = driver
        if let found = try await Self.answer({ try await driver.get(key: key, as: Int64.self) }) { return found }
        // Not the time of a window: the request may have waited, while others were accepted.
        let start = first ?? clock.now() + Self.clockMargin
        if try await create(name, start, expires: nil) { return start }
        // Another process noticed it at the same time.
        return try await Self.answer { try await driver.get(key: key, as: Int64.self) } ?? start
    }

    private func create(_ name: String, _ value: some Codable & Sendable, expires: Duration?) async throws -> Bool {
        let (driver, key) = (driver, prefix + name)
        return try await Self.answer {
            do {
                try await driver.create(key: key, value: value, expires: expires)
                return true
            } catch let error as PersistError where error == .duplicate {
                return false
            }
        }
    }

    /// Calls the database.
    ///
    /// The texts of its errors may contain its password.
    private static func answer<Value: Sendable>(_ call: () async throws -> Value) async throws -> Value {
        do { return try await call() } catch {
            throw OAuth1ServerError(
                .storeUnavailable,
                "the nonce database can't be used: an error of type \(type(of: error)) was thrown"
            )
        }
    }
}
#endif
