//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto

/// What happened to a token, or why a request was rejected.
///
/// It contains no secret, token, nonce, verifier or URL.
public struct OAuth1AuditEvent: Sendable, Hashable, CustomStringConvertible {
    /// The kind of an event.
    public struct Kind: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case requestTokenIssued
            case authorized
            case denied
            case exchanged
            case refreshed
            case revoked
            case rejected
        }

        private let backing: Backing

        /// A client got a request token.
        public static let requestTokenIssued = Kind(backing: .requestTokenIssued)
        /// A user allowed access.
        public static let authorized = Kind(backing: .authorized)
        /// A user denied access.
        public static let denied = Kind(backing: .denied)
        /// A client got an access token for its request token.
        public static let exchanged = Kind(backing: .exchanged)
        /// A client got a new access token for one that it had.
        public static let refreshed = Kind(backing: .refreshed)
        /// An access token was revoked, or all that a client had for a user.
        public static let revoked = Kind(backing: .revoked)
        /// A request was rejected.
        public static let rejected = Kind(backing: .rejected)

        /// The name.
        public var description: String { backing.rawValue }
    }

    /// The kind of event.
    public let kind: Kind
    /// When it happened, in seconds since 1970.
    public let time: Int64
    /// The consumer key, or `nil` as long as it is not known to be that of a registered client.
    public let clientKey: String?
    /// The user, if one is known.
    public let userID: String?
    /// Names the token, after an exchange the access token: 64 bits of its SHA-256 hash, as 16 hex digits.
    public let tokenFingerprint: String?
    /// After an exchange, names the request token in the same way.
    public let requestTokenFingerprint: String?
    /// The endpoint that rejected a request.
    public let endpoint: OAuth1ServerEvent.Endpoint?
    /// Why a request was rejected.
    public let error: OAuth1ServerError.Code?

    /// Creates an event.
    package init(
        _ kind: Kind,
        time: Int64,
        clientKey: String?,
        userID: String? = nil,
        token: String? = nil,
        requestToken: String? = nil,
        endpoint: OAuth1ServerEvent.Endpoint? = nil,
        error: OAuth1ServerError.Code? = nil
    ) {
        self.kind = kind
        self.time = time
        self.clientKey = clientKey
        self.userID = userID
        self.tokenFingerprint = token.map { OAuth1AuditEvent.fingerprint(ofToken: $0) }
        self.requestTokenFingerprint = requestToken.map { OAuth1AuditEvent.fingerprint(ofToken: $0) }
        self.endpoint = endpoint
        self.error = error
    }

    /// The fingerprint of a token, to find its events.
    ///
    /// - Parameter token: The token.
    /// - Returns: 16 hex digits.
    public static func fingerprint(ofToken token: String) -> String {
        let digits = Array("0123456789abcdef")
        var text = ""
        for byte in SHA256.hash(data: Array(token.utf8)).prefix(8) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        return text
    }

    /// The fields that have a value, on one line.
    public var description: String {
        let fields: [(String, String?)] = [
            ("time", "\(time)"), ("client", clientKey.map { "\($0.debugDescription)" }),
            ("user", userID.map { "\($0.debugDescription)" }), ("token", tokenFingerprint),
            ("requestToken", requestTokenFingerprint), ("endpoint", endpoint?.description),
            ("error", error?.description),
        ]
        return "\(kind)" + fields.compactMap { name, value in value.map { " \(name)=\($0)" } }.joined()
    }
}
