//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// How the token responses of a service look.
    public struct TokenResponse: Sendable, Hashable {
        /// How the parameters are written.
        public enum Format: String, Sendable, Hashable, Codable, CaseIterable {
            /// As a form, or as a JSON object: whichever it is.
            case auto
            /// As a form, and as nothing else.
            case form
            /// As a JSON object, and as nothing else.
            case json
        }

        /// Whether there is a token secret.
        public enum Secret: String, Sendable, Hashable, Codable, CaseIterable {
            /// There must be one.
            case required
            /// There may be none, as RSA methods don't use it.
            case optional
        }

        /// Additional values that a token response may contain.
        public enum Meaning: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
            /// The user's identifier.
            case userID
            /// The name that the user signs in with.
            case screenName
            /// The user's name.
            case fullName
            /// In how many seconds the token expires.
            case expiresIn
            /// In how many seconds the user's consent expires.
            case authorizationExpiresIn
            /// The session handle, which refreshes the token.
            case sessionHandle
            /// The URL of the user's interface.
            case apiURL
        }

        /// How the parameters are written.
        public var format: Format
        /// Whether there is a token secret.
        public var secret: Secret
        /// The service's names for what else it says, by their meaning.
        public var exposes: [Meaning: String]

        /// Creates a description of the responses.
        ///
        /// - Parameters:
        ///   - format: How the parameters are written.
        ///   - secret: Whether there is a token secret.
        ///   - exposes: The service's names for what else it says.
        public init(format: Format = .auto, secret: Secret = .required, exposes: [Meaning: String] = [:]) {
            self.format = format
            self.secret = secret
            self.exposes = exposes
        }
    }
}

extension OAuth1Service.TokenResponse: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case format
        case secret
        case exposes
    }

    /// Reads a description of the responses.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        format = try fields.choice(.format, or: .auto)
        secret = try fields.choice(.secret, or: .required)
        let names: [String: String] = try fields.optional(.exposes) ?? [:]
        exposes = [:]
        for (meaning, name) in names.sorted(by: { $0.key < $1.key }) {
            exposes[try fields.choice(meaning, in: .exposes, isKey: true)] = name
        }
    }
}
