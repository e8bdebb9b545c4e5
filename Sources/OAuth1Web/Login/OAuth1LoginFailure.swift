//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1Client

/// Why a login did not lead to a token.
///
/// Carries no secret. Its reason has nothing of the callback and may be shown to the user; ``denial`` and ``cause`` have
/// message of the service, or of anyone who made the callback, and belong into logs.
public struct OAuth1LoginFailure: Error, Sendable, CustomStringConvertible {
    /// The kind of failure.
    ///
    /// More may come; treat those you don't know as a failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case denied
            case expired
            case otherBrowser
            case replayed
            case noLogin
            case unreadable
            case invalidCallback
            case service
            case otherSite
            case unavailable
            case speculative
        }

        private let backing: Backing

        private init(_ backing: Backing) {
            self.backing = backing
        }

        /// The user declined.
        public static let denied = Code(.denied)
        /// The user took longer than a login may last.
        public static let expired = Code(.expired)
        /// The callback belongs to a login of another browser, or this browser has lost its cookie.
        public static let otherBrowser = Code(.otherBrowser)
        /// The callback was used before.
        public static let replayed = Code(.replayed)
        /// The callback was opened without a login.
        public static let noLogin = Code(.noLogin)
        /// The stored login was changed, or encrypted with a key that was removed.
        public static let unreadable = Code(.unreadable)
        /// The callback is not one that a service makes; ``OAuth1LoginFailure/cause`` says why.
        public static let invalidCallback = Code(.invalidCallback)
        /// The service did not give the access token; ``OAuth1LoginFailure/cause`` says why.
        public static let service = Code(.service)

        /// Another site tried to start the login.
        public static let otherSite = Code(.otherSite)
        /// The application can't remember the login; ``OAuth1LoginFailure/cause`` says why.
        public static let unavailable = Code(.unavailable)
        /// The browser asked for the callback ahead of time, to prefetch or prerender it: nothing was done, and the login
        /// can be completed when the user opens the page.
        public static let speculative = Code(.speculative)

        /// The code's name.
        public var description: String { backing.rawValue }

        /// The status of a response that says so, unless you have a better one.
        public var status: HTTPResponse.Status {
            switch backing {
            case .denied, .otherSite: .forbidden
            case .service: .badGateway
            case .unavailable, .speculative: .serviceUnavailable
            default: .badRequest
            }
        }
    }

    /// The kind of failure.
    public let code: Code
    /// The name of the service in the registry.
    public let serviceName: String
    /// The failure and what to do, for the user.
    public let reason: String
    /// Where the user wanted to go, if that is known.
    public let returnPath: OAuth1ReturnPath?
    /// The application's own text from the start of the login, if it is known.
    public let state: String?
    /// The path that starts the login again, with the return path if that is known, or `nil` if it is not known.
    public let loginPath: String?
    /// The path of the application's start page.
    public let homePath: String
    /// The rejection in the service's format.
    public let denial: OAuth1Denial?
    /// The underlying error, for the logs.
    public let cause: (any Error)?

    /// Creates a failure, for tests of what follows one.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - serviceName: The name of the service in the registry.
    ///   - reason: The failure and what to do, for the user.
    ///   - returnPath: Where the user wanted to go.
    ///   - state: The application's own text from the start of the login.
    ///   - loginPath: The path that starts the login again.
    ///   - homePath: The path of the application's start page.
    ///   - denial: The rejection in the service's format.
    ///   - cause: The underlying error.
    public init(
        _ code: Code,
        serviceName: String,
        reason: String,
        returnPath: OAuth1ReturnPath? = nil,
        state: String? = nil,
        loginPath: String? = nil,
        homePath: String = "/",
        denial: OAuth1Denial? = nil,
        cause: (any Error)? = nil
    ) {
        self.code = code
        self.serviceName = serviceName
        self.reason = reason
        self.returnPath = returnPath
        self.state = state
        self.loginPath = loginPath
        self.homePath = homePath
        self.denial = denial
        self.cause = cause
    }

    /// The code, the reason and the cause in one line.
    public var description: String {
        "\(code) at \(serviceName): \(reason)" + (cause.map { "; cause: \($0)" } ?? "")
    }
}
