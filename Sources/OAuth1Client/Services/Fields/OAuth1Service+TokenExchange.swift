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

        /// The URL, the method and the parameters of the request.
        ///
        /// The templates of parameters in the body may contain `{token}` and `{tokenSecret}`, for services that expect
        /// the access token there.
        public var endpoint: Endpoint
        /// What is exchanged.
        public var subject: Subject
        /// How the application shows who it is.
        public var authentication: Authentication

        /// Creates a description of an exchange.
        ///
        /// - Parameters:
        ///   - endpoint: The URL, the method and the parameters of the request.
        ///   - subject: What is exchanged.
        ///   - authentication: How the application shows who it is.
        public init(
            _ endpoint: Endpoint,
            exchanging subject: Subject = .accessToken,
            authentication: Authentication = .signature
        ) {
            self.endpoint = endpoint
            self.subject = subject
            self.authentication = authentication
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
            authentication: try fields.choice(.authentication, or: .signature)
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
    }
}
