//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// How a service exchanges credentials of OAuth 1.0a for an OAuth 2.0 token.
    public struct TokenExchange: Sendable, Hashable {
        /// What is exchanged.
        public enum Subject: String, Sendable, Hashable, Codable, CaseIterable {
            /// A user's access token. The OAuth 2.0 token is the same user's.
            case accessToken
            /// The consumer key and secret alone. The OAuth 2.0 token is the application's.
            case client
        }

        /// How the application shows who it is.
        public enum Authentication: String, Sendable, Hashable, Codable, CaseIterable {
            /// By an OAuth 1.0a signature (RFC 5849 section 3.4).
            case signature
            /// By the credentials of its OAuth 2.0 client (RFC 6749 section 2.3.1). The request is not signed.
            case oauth2Client
        }

        /// What the service does when a token that was exchanged is exchanged again.
        public enum Repetition: String, Sendable, Hashable, Codable, CaseIterable {
            /// The documentation does not say it. A repeated exchange may be rejected, or may cancel the earlier one.
            case undocumented
            /// The service issues a new OAuth 2.0 token and cancels the one that it issued before.
            case replaces
            /// The service rejects the request.
            case rejected
        }

        /// The URL, the method and the parameters of the request.
        ///
        /// The templates of parameters in the body may contain `{token}` and `{tokenSecret}`, for services that expect
        /// the access token there.
        public var endpoint: Endpoint
        /// What is exchanged.
        public var subject: Subject
        /// How the application shows who it is.
        public var authentication: Authentication
        /// What the service does when a token is exchanged again, for example because the first response was lost.
        public var repetition: Repetition

        /// Creates a description of an exchange.
        ///
        /// - Parameters:
        ///   - endpoint: The URL, the method and the parameters of the request.
        ///   - subject: What is exchanged.
        ///   - authentication: How the application shows who it is.
        ///   - repetition: What the service does when a token is exchanged again.
        public init(
            _ endpoint: Endpoint,
            exchanging subject: Subject = .accessToken,
            authentication: Authentication = .signature,
            repetition: Repetition = .undocumented
        ) {
            self.endpoint = endpoint
            self.subject = subject
            self.authentication = authentication
            self.repetition = repetition
        }

        /// The names of parts of the access token in templates.
        static let templateNames = ["token", "tokenSecret"]
    }
}

extension OAuth1Service.TokenExchange: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case url
        case method
        case parameters
        case placement
        case subject
        case authentication
        case repetition
    }

    /// Reads a description of an exchange.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        self.init(
            OAuth1Service.Endpoint(
                try fields.required(.url),
                method: try fields.choice(.method, or: .post),
                parameters: try fields.optional(.parameters) ?? [],
                placement: try fields.choice(.placement)
            ),
            exchanging: try fields.choice(.subject, or: .accessToken),
            authentication: try fields.choice(.authentication, or: .signature),
            repetition: try fields.choice(.repetition, or: .undocumented)
        )
    }

    /// Writes the description.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: `EncodingError`.
    public func encode(to encoder: any Encoder) throws {
        try endpoint.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(subject, forKey: .subject)
        try container.encode(authentication, forKey: .authentication)
        try container.encode(repetition, forKey: .repetition)
    }
}
