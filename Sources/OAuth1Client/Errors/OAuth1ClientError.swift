//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

/// Why a step of the login or a call failed.
///
/// Carries what is needed to act: what was expected and what to do, the status, and the service's own words. Never
/// carries a secret: the service's words are searched for them before they are shown.
public struct OAuth1ClientError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What kind of failure it is.
    ///
    /// More may come; treat those you don't know as a failure.
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
        }

        private let backing: Backing

        private init(_ backing: Backing) {
            self.backing = backing
        }

        /// A URL or an option that can't work.
        public static let invalidConfiguration = Code(.invalidConfiguration)
        /// The service can't do what was asked for, as the description of it says.
        public static let unsupportedByService = Code(.unsupportedByService)
        /// The URL is not https and not on this machine.
        public static let insecureTransport = Code(.insecureTransport)
        /// The request can't be signed; ``OAuth1ClientError/cause`` says why.
        public static let signing = Code(.signing)
        /// The connection failed or broke; ``OAuth1ClientError/cause`` is the HTTP library's error.
        public static let transport = Code(.transport)
        /// The response is larger than allowed.
        public static let responseTooLarge = Code(.responseTooLarge)
        /// The response of a protected resource has a status that is not one of success.
        public static let unexpectedStatus = Code(.unexpectedStatus)
        /// The body of a protected resource's response is not what it was to be.
        public static let unreadableResponse = Code(.unreadableResponse)
        /// The service refused to give a token.
        public static let tokenRequestRefused = Code(.tokenRequestRefused)
        /// The service redirects, which a signed request must not follow.
        public static let unexpectedRedirect = Code(.unexpectedRedirect)
        /// The response has no token in it.
        public static let unreadableTokenResponse = Code(.unreadableTokenResponse)
        /// The service did not say `oauth_callback_confirmed=true` (RFC 5849 section 2.1).
        public static let callbackNotConfirmed = Code(.callbackNotConfirmed)
        /// The callback is not one that a service makes.
        public static let invalidCallback = Code(.invalidCallback)
        /// The callback is for another request token than the one of this login.
        public static let tokenMismatch = Code(.tokenMismatch)
        /// The verifier is missing (RFC 5849 section 2.2).
        public static let missingVerifier = Code(.missingVerifier)
        /// The user refused.
        public static let authorizationDenied = Code(.authorizationDenied)
        /// The header fields are not a proof of OAuth Echo that can be believed.
        public static let invalidEcho = Code(.invalidEcho)

        /// The code's name.
        public var description: String { backing.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// What was expected, what came, and what to do.
    public let reason: String
    /// The status of the response, if there was one.
    public let status: HTTPResponse.Status?
    /// What the service reported, if it uses the Problem Reporting extension.
    public let problem: OAuth1Problem?
    /// The beginning of the response's body, without secrets.
    public let excerpt: String?
    /// The error behind this one: of the signer or of the HTTP library.
    public let cause: (any Error)?

    /// The first difference between the base string that was signed and the one that the service says it computed.
    ///
    /// Without secrets; `nil` if the service does not say it, or computed the same.
    public internal(set) var baseStringDifference: OAuth1BaseStringDifference?

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - reason: What was expected, what came, and what to do; no secrets.
    ///   - status: The status of the response.
    ///   - problem: What the service reported.
    ///   - excerpt: The beginning of the response's body, without secrets.
    ///   - cause: The error behind this one.
    public init(
        _ code: Code,
        _ reason: String,
        status: HTTPResponse.Status? = nil,
        problem: OAuth1Problem? = nil,
        excerpt: String? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.reason = reason
        self.status = status
        self.problem = problem
        self.excerpt = excerpt
        self.cause = cause
    }

    /// All of it in one line.
    public var description: String {
        var text = "\(code): \(reason)"
        if let status { text += "; status \(status.code)" }
        if let problem { text += "; the service reports \(problem)" }
        if let baseStringDifference { text += "; \(baseStringDifference)" }
        if let excerpt, !excerpt.isEmpty { text += "; the service's words: \(excerpt)" }
        // HTTP libraries put the URL into their errors, which has the signature in it when parameters stand in the query.
        if let cause { text += "; cause: \(ServiceWords.shown("\(cause)", hiding: [], limit: ServiceWords.limit))" }
        return text
    }

    /// Two errors are equal when their codes, statuses and problems are.
    public static func == (lhs: OAuth1ClientError, rhs: OAuth1ClientError) -> Bool {
        lhs.code == rhs.code && lhs.status == rhs.status && lhs.problem == rhs.problem
    }
}
