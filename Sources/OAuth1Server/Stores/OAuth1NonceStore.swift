//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A nonce that was used: unique by nonce, timestamp, client and token (RFC 5849 section 3.3).
public struct OAuth1UsedNonce: Sendable, Hashable {
    /// The nonce.
    public var nonce: String
    /// The timestamp, in seconds since 1970.
    public var timestamp: Int64
    /// The consumer key.
    public var clientKey: String
    /// The token, or `nil` if the request had none.
    public var token: String?

    /// Creates a used nonce.
    ///
    /// - Parameters:
    ///   - nonce: The nonce.
    ///   - timestamp: The timestamp, in seconds since 1970.
    ///   - clientKey: The consumer key.
    ///   - token: The token, or `nil` if the request had none.
    public init(nonce: String, timestamp: Int64, clientKey: String, token: String?) {
        self.nonce = nonce
        self.timestamp = timestamp
        self.clientKey = clientKey
        self.token = token
    }
}

/// A nonce store's answer to a nonce.
public enum OAuth1NonceOutcome: Sendable, Hashable {
    /// The nonce was not used before, and is kept now.
    case new
    /// The nonce was used before.
    case used
    /// The nonce may have been used and forgotten, as its timestamp is before the floor: the oldest timestamp that is accepted.
    case tooOld(floor: Int64)
}

/// Where the provider keeps the nonces that were used, so that no request is accepted twice.
///
/// Only nonces of requests with a valid signature and a timestamp in the window get here. Nonce, consumer key and token
/// have up to 1,024 bytes each, of any UTF-8, and are compared byte for byte.
///
/// A store has a floor: the oldest timestamp of which it remembers every nonce. Requests stamped before the floor are
/// rejected with `timestamp_refused`, and the response contains the accepted timestamps. So a store may forget, at a restart
/// or when it is full, but never accepts a request twice. The article <doc:WritingAStore> has more, and
/// `OAuth1ServerStoreConformance` in `OAuth1Testing` checks a store.
public protocol OAuth1NonceStore: Sendable {
    /// Keeps a nonce, atomically, unless it is there already or is stamped before the floor.
    ///
    /// Of several calls with the same nonce, in however many processes, at most one returns `.new`.
    ///
    /// - Parameters:
    ///   - nonce: The nonce.
    ///   - window: The timestamps that the provider accepts now. The nonce must be known until
    ///     ``OAuth1TimestampWindow/lastSecond(of:)``, or the floor be after its timestamp.
    /// - Returns: Whether it was new.
    /// - Throws: The error that kept the store from keeping it; the request is then rejected.
    func record(_ nonce: OAuth1UsedNonce, in window: OAuth1TimestampWindow) async throws -> OAuth1NonceOutcome

    /// The oldest timestamp of which the store remembers every nonce, for the accepted timestamps in a rejection.
    ///
    /// It never goes down.
    ///
    /// - Parameter window: The timestamps that the provider accepts now.
    /// - Returns: The floor, in seconds since 1970: any number if nothing was forgotten, for example 0.
    /// - Throws: The error that kept the store from answering.
    func floor(in window: OAuth1TimestampWindow) async throws -> Int64

    /// Checks that the store can keep nonces, for ``OAuth1ServerStores/checkReadiness()``.
    ///
    /// Unless a store has this method, nothing is checked.
    ///
    /// - Throws: The error that keeps the store from keeping nonces.
    func checkReadiness() async throws
}

extension OAuth1NonceStore {
    /// Checks nothing, which is right for a store in memory.
    ///
    /// The check does not ask for a floor, because that needs a window, and a store may keep its time.
    public func checkReadiness() async throws {}
}
