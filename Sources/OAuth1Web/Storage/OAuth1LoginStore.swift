//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Remembers which logins came to their end.
///
/// Of many calls at the same time with the same identifier, on as many machines as there are, exactly one is the first.
public protocol OAuth1UsedLoginStore: Sendable {
    /// Notes that a login came to its end, in one atomic step.
    ///
    /// - Parameters:
    ///   - id: The identifier of the login.
    ///   - now: The time, in seconds since 1970.
    ///   - expiresAt: The last second in which it must still be known.
    /// - Returns: Whether this is the first time.
    /// - Throws: The error that kept the store from noting it; the login then fails.
    func use(_ id: String, at now: Int64, expiresAt: Int64) async throws -> Bool
}

/// Keeps logins while the user is away, for applications that don't keep them in the browser.
public protocol OAuth1LoginStore: OAuth1UsedLoginStore {
    /// Keeps a login, in the place of what was there under the same key.
    ///
    /// - Parameters:
    ///   - login: The login, which has a token secret in it; at most 40 KiB, and some hundred bytes as a rule.
    ///   - key: Under which key: at most 100 ASCII letters, digits, `-`, `_` and `.`.
    ///   - now: The time, in seconds since 1970.
    ///   - expiresAt: The last second in which it must still be known.
    /// - Throws: The error that kept the store from keeping it; the login then does not start.
    func save(_ login: [UInt8], for key: String, at now: Int64, expiresAt: Int64) async throws
    /// Finds a login.
    ///
    /// - Parameters:
    ///   - key: The key.
    ///   - now: The time, in seconds since 1970.
    /// - Returns: The login, or `nil` if there is none anymore.
    /// - Throws: The error that kept the store from looking.
    func login(for key: String, at now: Int64) async throws -> [UInt8]?
}
