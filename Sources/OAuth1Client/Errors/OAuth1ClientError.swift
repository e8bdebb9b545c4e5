//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

/// Why a step of the login or a call failed.
///
/// Says what failed (``reason``), in which step (``step``), at which URL (``url``) and with which status, what to do
/// about it (``recoverySuggestion``), and what the service said. Never carries a secret: secrets are removed from the
/// service's message before they are shown.
///
/// ``description`` is the whole of it for logs. `localizedDescription` is the same without the code, for people.
public struct OAuth1ClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The kind of failure.
    ///
    /// More codes may be added; treat unknown ones as a failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case invalidConfiguration
            case unsupportedByService
            case insecureTransport
            case signing
            case transport
            case responseTooLarge
            case tokenRequestRefused
            case unexpectedStatus
            case unreadableResponse
            case unexpectedRedirect
            case unreadableTokenResponse
            case callbackNotConfirmed
            case invalidCallback
            case tokenMismatch
            case missingVerifier
            case authorizationDenied
            case invalidEcho
            case loginIncomplete
            case credentialStorage
        }

        private let backing: Backing

        private init(_ backing: Backing) {
            self.backing = backing
        }

        /// A URL or an option is invalid.
        public static let invalidConfiguration = Code(.invalidConfiguration)
        /// The service does not support what was asked for, according to its ``OAuth1Service``.
        public static let unsupportedByService = Code(.unsupportedByService)
        /// The URL is neither https nor on this machine.
        public static let insecureTransport = Code(.insecureTransport)
        /// The request could not be signed; ``OAuth1ClientError/cause`` says why.
        public static let signing = Code(.signing)
        /// No complete response arrived; ``OAuth1ClientError/transportFailure`` says why, and ``OAuth1ClientError/cause`` is
        /// the HTTP library's error.
        public static let transport = Code(.transport)
        /// The response is larger than allowed.
        public static let responseTooLarge = Code(.responseTooLarge)
        /// The status of a response is not 2xx.
        public static let unexpectedStatus = Code(.unexpectedStatus)
        /// The body of a response could not be decoded as the expected type.
        public static let unreadableResponse = Code(.unreadableResponse)
        /// The service rejected a request for a token.
        public static let tokenRequestRefused = Code(.tokenRequestRefused)
        /// The service redirected a request, and the redirect was not followed.
        public static let unexpectedRedirect = Code(.unexpectedRedirect)
        /// The response contains no token.
        public static let unreadableTokenResponse = Code(.unreadableTokenResponse)
        /// The service did not say `oauth_callback_confirmed=true` (RFC 5849 section 2.1).
        public static let callbackNotConfirmed = Code(.callbackNotConfirmed)
        /// The callback lacks what a service sends.
        public static let invalidCallback = Code(.invalidCallback)
        /// The callback is for another request token than this login's.
        public static let tokenMismatch = Code(.tokenMismatch)
        /// The verifier is missing (RFC 5849 section 2.2).
        public static let missingVerifier = Code(.missingVerifier)
        /// The user declined.
        public static let authorizationDenied = Code(.authorizationDenied)
        /// The header fields are not a valid OAuth Echo proof.
        public static let invalidEcho = Code(.invalidEcho)

        /// A session was asked for a step whose credentials it does not have yet.
        public static let loginIncomplete = Code(.loginIncomplete)
        /// Stored credentials can't be read or written.
        public static let credentialStorage = Code(.credentialStorage)

        /// The code's name.
        public var description: String { backing.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// The failure, in one sentence.
    public let reason: String
    /// The likeliest cause and what to do about it, the likeliest first.
    public let recoverySuggestion: String?
    /// The step of the flow that failed, if the error belongs to one.
    public internal(set) var step: Step?
    /// The URL of the request that failed: scheme, host, port and path, without query.
    public internal(set) var url: String?
    /// The status of the response, if there was one, without its reason phrase.
    public let status: HTTPResponse.Status?
    /// How long to wait before the next request, if the service said so (`Retry-After`, RFC 9110 section 10.2.3).
    public internal(set) var retryAfter: Duration?
    /// The error code of an OAuth 2.0 token endpoint, such as `invalid_grant` (RFC 6749 section 5.2), if it is a known one.
    public internal(set) var oauth2Error: String?
    /// The problem that the service reported, if it uses the Problem Reporting extension.
    public let problem: OAuth1Problem?
    /// The start of the response's body, without secrets.
    public let excerpt: String?
    /// Why no complete response arrived, if the transport reports it.
    public let transportFailure: OAuth1TransportFailure?
    /// The underlying error, thrown by the signer or the HTTP library.
    ///
    /// As it was thrown: it may quote what the service sent, so log ``description`` instead. Mirrors don't show it.
    public let cause: (any Error)?
    /// What the underlying error says, if secrets had to be removed that only the response's request knows.
    var causeWords: String?
    /// The title of the service's page, if the reason shows it.
    var shownTitle: String?

    /// The first difference between the base string that was signed and the one that the service says it computed.
    ///
    /// Without secrets; `nil` if the service does not say it, or computed the same.
    public internal(set) var baseStringDifference: OAuth1BaseStringDifference?
    /// The known mistakes with which the service's base string can be explained: several are alternatives.
    ///
    /// Empty if the service does not say its base string, computed the same, or no single mistake leads to it.
    public internal(set) var baseStringMistakes: [OAuth1Diagnosis.Mistake] = []

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - reason: The failure in one sentence; no secrets.
    ///   - recoverySuggestion: The likeliest cause and what to do; no secrets.
    ///   - step: The step of the flow that failed.
    ///   - url: The URL of the request; user, query and fragment are removed.
    ///   - status: The status of the response.
    ///   - problem: The problem that the service reported.
    ///   - excerpt: The start of the response's body, without secrets.
    ///   - transportFailure: Why no complete response arrived.
    ///   - cause: The underlying error.
    public init(
        _ code: Code,
        _ reason: String,
        recoverySuggestion: String? = nil,
        step: Step? = nil,
        url: String? = nil,
        status: HTTPResponse.Status? = nil,
        problem: OAuth1Problem? = nil,
        excerpt: String? = nil,
        transportFailure: OAuth1TransportFailure? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.reason = reason
        self.recoverySuggestion = recoverySuggestion
        self.step = step
        self.url = url.map { ShownURL.text($0) }
        // Its reason phrase is in the service's format, and the code says as much.
        self.status = status.map { HTTPResponse.Status(code: $0.code) }
        self.problem = problem
        self.excerpt = excerpt
        self.transportFailure = transportFailure
        self.cause = cause
    }

    /// Two errors are equal when their codes, statuses and problems are.
    public static func == (lhs: OAuth1ClientError, rhs: OAuth1ClientError) -> Bool {
        lhs.code == rhs.code && lhs.status == rhs.status && lhs.problem == rhs.problem
    }
}
