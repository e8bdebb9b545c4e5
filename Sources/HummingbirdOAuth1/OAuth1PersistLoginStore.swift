//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
public import Hummingbird
public import OAuth1Web

/// Keeps logins in a `PersistDriver` of Hummingbird, and with it in Valkey, Redis, PostgreSQL or memory.
///
/// Exactly one of many attempts to end a login is the first, as far as `create` of the driver is atomic, which those of
/// Hummingbird are. The driver lets entries expire; add it to the application's services where it needs that.
public struct OAuth1PersistLoginStore<Driver: PersistDriver>: OAuth1LoginStore {
    private let driver: Driver
    private let prefix: String

    /// Creates a store.
    ///
    /// - Parameters:
    ///   - driver: The driver.
    ///   - prefix: The prefix of the keys, which separates them from others in the same driver.
    public init(_ driver: Driver, prefix: String = "oauth1.login.") {
        self.driver = driver
        self.prefix = prefix
    }

    /// Keeps a login, in the place of what was there under the same key.
    ///
    /// - Parameters:
    ///   - login: The login.
    ///   - key: Under which key.
    ///   - now: The time, in seconds since 1970.
    ///   - expiresAt: The last second in which it must still be known.
    /// - Throws: The driver's errors.
    public func save(_ login: [UInt8], for key: String, at now: Int64, expiresAt: Int64) async throws {
        try await driver.set(key: prefix + key, value: login, expires: lifetime(now, expiresAt))
    }

    /// Finds a login.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - now: The time, in seconds since 1970.
    /// - Returns: The login, or `nil` if there is none anymore.
    /// - Throws: The driver's errors.
    public func login(for key: String, at now: Int64) async throws -> [UInt8]? {
        try await driver.get(key: prefix + key, as: [UInt8].self)
    }

    /// Notes that a login came to its end.
    ///
    /// - Parameters:
    ///   - id: The identifier of the login.
    ///   - now: The time, in seconds since 1970.
    ///   - expiresAt: The last second in which it must still be known.
    /// - Returns: Whether this is the first time.
    /// - Throws: The driver's errors.
    public func use(_ id: String, at now: Int64, expiresAt: Int64) async throws -> Bool {
        do {
            try await driver.create(key: prefix + "used." + id, value: true, expires: lifetime(now, expiresAt))
            return true
        } catch let error as PersistError where error == .duplicate {
            return false
        }
    }

    /// How long the driver keeps an entry, with a margin for clocks that differ.
    private func lifetime(_ now: Int64, _ expiresAt: Int64) -> Duration { .seconds(max(0, expiresAt - now) + 60) }
}
#endif
