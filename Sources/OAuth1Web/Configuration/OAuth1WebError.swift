//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Why the login of a web application can't be set up, started, or used.
public struct OAuth1WebError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kind of failure.
    ///
    /// More may come; treat those you don't know as a failure.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case invalidConfiguration
            case unknownService
            case stateTooLarge
            case storeFull
            case missingToken
            case speculativeRequest
        }

        private let backing: Backing

        private init(_ backing: Backing) {
            self.backing = backing
        }

        /// A setting that can't work.
        public static let invalidConfiguration = Code(.invalidConfiguration)
        /// There is no service of this name in the registry.
        public static let unknownService = Code(.unknownService)
        /// The state does not fit into a cookie.
        public static let stateTooLarge = Code(.stateTooLarge)
        /// The store has no room for another login.
        public static let storeFull = Code(.storeFull)
        /// The user has no token of this service.
        public static let missingToken = Code(.missingToken)
        /// The browser prefetches or prerenders the page that starts a login.
        public static let speculativeRequest = Code(.speculativeRequest)

        /// The code's name.
        public var description: String { backing.rawValue }
    }

    /// The kind of failure.
    public let code: Code
    /// The expected and the received value, and what to do.
    public let reason: String

    /// Creates an error, for instance in a custom store.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - reason: The expected and the received value, and what to do; no secrets.
    public init(_ code: Code, _ reason: String) {
        self.code = code
        self.reason = reason
    }

    /// The code and the reason.
    public var description: String { "\(code): \(reason)" }
}
