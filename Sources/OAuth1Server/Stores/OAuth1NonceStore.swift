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

/// Where the provider keeps the nonces that were used, so that no request is accepted twice.
///
/// Only nonces of requests with a valid signature and a timestamp in the window get here. Nonce, consumer key and token
/// have up to 1,024 bytes each, of any UTF-8, and are compared byte for byte. The article <doc:WritingAStore> has more, and
/// `OAuth1ServerStoreConformance` in `OAuth1Testing` checks a store.
public protocol OAuth1NonceStore: Sendable {
    /// Keeps a nonce, atomically, unless it is there already.
    ///
    /// Of several calls with the same nonce, in however many processes, exactly one returns `true`.
    ///
    /// - Parameters:
    ///   - nonce: The nonce.
    ///   - now: The time, in seconds since 1970: nonces that expired before it may be removed.
    ///   - expiresAt: The last second, since 1970, in which the nonce must still be known: that in which its timestamp
    ///     leaves the window.
    /// - Returns: Whether it was new.
    /// - Throws: The error that kept the store from keeping it; the request is then rejected.
    func record(_ nonce: OAuth1UsedNonce, at now: Int64, expiresAt: Int64) async throws -> Bool
}
