//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1ServerError {
    /// The kind of rejection.
    ///
    /// More may come; treat those you don't know as a rejection.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable, CaseIterable {
            case invalidRequest
            case parameterAbsent
            case parameterRejected
            case callbackRejected
            case versionRejected
            case signatureMethodRejected
            case credentialsAbsent
            case consumerKeyUnknown
            case consumerKeyRefused
            case tokenRejected
            case tokenExpired
            case tokenUsed
            case signatureInvalid
            case timestampRefused
            case nonceUsed
            case verifierRejected
            case sessionHandleRejected
            case passwordRejected
            case permissionDenied
            case authorizationPending
            case userRefused
            case forgeryRejected
            case insecureTransport
            case unknownHost
            case methodNotAllowed
            case bodyTooLarge
            case storeFull
            case storeUnavailable
            case readOnly
            case internalFailure
        }

        private let backing: Backing

        private init(_ backing: Backing) {
            self.backing = backing
        }

        /// The request can't be read.
        public static let invalidRequest = Code(.invalidRequest)
        /// A required protocol parameter is absent.
        public static let parameterAbsent = Code(.parameterAbsent)
        /// A protocol parameter occurs twice or has a value that it can't have.
        public static let parameterRejected = Code(.parameterRejected)
        /// The callback is not one that the client may use (RFC 5849 section 2.1).
        public static let callbackRejected = Code(.callbackRejected)
        /// `oauth_version` is there and is not `1.0`.
        public static let versionRejected = Code(.versionRejected)
        /// The signature method is not accepted.
        public static let signatureMethodRejected = Code(.signatureMethodRejected)
        /// The request for a protected resource has no OAuth parameters at all.
        public static let credentialsAbsent = Code(.credentialsAbsent)
        /// There is no client with this consumer key.
        public static let consumerKeyUnknown = Code(.consumerKeyUnknown)
        /// The client with this consumer key is disabled (``OAuth1RegisteredClient/isDisabled``).
        public static let consumerKeyRefused = Code(.consumerKeyRefused)
        /// There is no such token, or it is another client's.
        public static let tokenRejected = Code(.tokenRejected)
        /// The token has expired.
        public static let tokenExpired = Code(.tokenExpired)
        /// The request token was authorized or exchanged before.
        public static let tokenUsed = Code(.tokenUsed)
        /// The signature or the body hash is not that of the request.
        public static let signatureInvalid = Code(.signatureInvalid)
        /// The timestamp is outside of the window (RFC 5849 section 3.3).
        public static let timestampRefused = Code(.timestampRefused)
        /// The nonce was used before with this timestamp, client and token (RFC 5849 section 3.3).
        public static let nonceUsed = Code(.nonceUsed)
        /// The verifier is not the one of the request token, or there were too many attempts (RFC 5849 section 2.3).
        public static let verifierRejected = Code(.verifierRejected)
        /// The session handle is not the one of the access token, or the client may not refresh it (OAuth Session 1.0).
        public static let sessionHandleRejected = Code(.sessionHandleRejected)
        /// The user's name or password is wrong, or the client may not send them (xAuth).
        public static let passwordRejected = Code(.passwordRejected)
        /// The access token does not allow what the resource requires: a scope or a realm.
        public static let permissionDenied = Code(.permissionDenied)
        /// No user has decided about the request token yet.
        public static let authorizationPending = Code(.authorizationPending)
        /// The user denied the authorization.
        public static let userRefused = Code(.userRefused)
        /// The decision did not come from the provider's own consent page.
        public static let forgeryRejected = Code(.forgeryRejected)
        /// The request came without TLS.
        public static let insecureTransport = Code(.insecureTransport)
        /// The request names a host that does not belong to the service (``OAuth1ServerConfiguration/externalURL``).
        public static let unknownHost = Code(.unknownHost)
        /// The endpoint does not have this HTTP method.
        public static let methodNotAllowed = Code(.methodNotAllowed)
        /// The body has more bytes than are accepted.
        public static let bodyTooLarge = Code(.bodyTooLarge)
        /// A store has no room left.
        public static let storeFull = Code(.storeFull)
        /// A store can't answer now: its database is locked, out of space or not reachable.
        public static let storeUnavailable = Code(.storeUnavailable)
        /// The provider issues and revokes no tokens at the moment (``OAuth1ServerConfiguration/isReadOnly``).
        public static let readOnly = Code(.readOnly)
        /// A store or a closure of the application failed.
        public static let internalFailure = Code(.internalFailure)

        /// Every code.
        package static var all: [Code] { Backing.allCases.map(Code.init) }

        /// Whether the service itself failed, not the request.
        ///
        /// The reason is for the operator: it may name the path or the host of a database.
        package var isServiceFailure: Bool {
            switch backing {
            case .internalFailure, .storeFull, .storeUnavailable: true
            default: false
            }
        }

        /// The code's name.
        public var description: String { backing.rawValue }
    }
}
