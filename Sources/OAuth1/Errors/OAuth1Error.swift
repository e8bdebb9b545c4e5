//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Why a request can't be signed, read or accepted.
///
/// Never carries a secret, a signature, a base string or a query.
public struct OAuth1Error: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    ///
    /// More may come; treat those you don't know as a failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case invalidURL
            case invalidAuthority
            case invalidContentType
            case limitExceeded
            case duplicateParameter
            case missingParameter
            case invalidParameter
            case malformedHeader
            case unsupportedPlacement
            case unsupportedVersion
            case unsupportedSignatureMethod
            case invalidKey
            case signingFailed
            case asynchronousMethod
            case invalidSignature
            case bodyHashMismatch
        }

        private let backing: Backing

        private init(_ backing: Backing) {
            self.backing = backing
        }

        /// The URL is not absolute, has user information, or is neither http nor https.
        public static let invalidURL = Code(.invalidURL)
        /// The host or port is not one that a Host header can have.
        public static let invalidAuthority = Code(.invalidAuthority)
        /// The request has several Content-Type fields, or one that is not a single media type.
        public static let invalidContentType = Code(.invalidContentType)
        /// There is more of something than the limit allows.
        public static let limitExceeded = Code(.limitExceeded)
        /// A protocol parameter occurs more than once (RFC 5849 sections 3.1 and 3.2).
        public static let duplicateParameter = Code(.duplicateParameter)
        /// A required protocol parameter is absent.
        public static let missingParameter = Code(.missingParameter)
        /// A protocol parameter has a value that it can't have.
        public static let invalidParameter = Code(.invalidParameter)
        /// The Authorization header has the OAuth scheme but can't be read.
        public static let malformedHeader = Code(.malformedHeader)
        /// The parameters can't be placed there in this request.
        public static let unsupportedPlacement = Code(.unsupportedPlacement)
        /// `oauth_version` is there and is not `1.0`.
        public static let unsupportedVersion = Code(.unsupportedVersion)
        /// The signature method is unknown or not allowed.
        public static let unsupportedSignatureMethod = Code(.unsupportedSignatureMethod)
        /// The key can't be read, is of the wrong kind, or too small.
        public static let invalidKey = Code(.invalidKey)
        /// The signature method failed.
        public static let signingFailed = Code(.signingFailed)
        /// The signature method is asynchronous and was asked for a signature synchronously.
        public static let asynchronousMethod = Code(.asynchronousMethod)
        /// The signature is not the one that the request must have.
        public static let invalidSignature = Code(.invalidSignature)
        /// `oauth_body_hash` is not the hash of the body.
        public static let bodyHashMismatch = Code(.bodyHashMismatch)

        /// The code's name.
        public var description: String { backing.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// The expected and the received value, and what to do.
    public let reason: String
    /// The protocol parameter that it is about, for instance `oauth_nonce`.
    public let parameter: String?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - reason: The expected and the received value, and what to do; no secrets.
    ///   - parameter: The protocol parameter that it is about.
    public init(_ code: Code, _ reason: String, parameter: String? = nil) {
        self.code = code
        self.reason = reason
        self.parameter = parameter
    }

    /// The code and the reason.
    public var description: String { "\(code): \(reason)" }

    /// Two errors are equal when their codes and parameters are.
    public static func == (lhs: OAuth1Error, rhs: OAuth1Error) -> Bool {
        lhs.code == rhs.code && lhs.parameter == rhs.parameter
    }
}
