//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// How calls use the access token.
    public enum TokenUse: Sendable, Hashable {
        /// They are signed with it (RFC 5849 section 3).
        case signed
        /// They are not signed, and carry a part of it in a header field.
        case bearer(Bearer)
        /// They are not signed, and carry the OAuth 2.0 token that ``OAuth1Service/tokenExchange`` gives (RFC 6750).
        case oauth2
    }

    /// How a part of the access token is carried.
    public struct Bearer: Sendable, Hashable {
        /// A part of the access token.
        public enum Part: String, Sendable, Hashable, Codable, CaseIterable {
            /// The token.
            case token = "oauth_token"
            /// The token secret.
            case secret = "oauth_token_secret"
        }

        /// The part.
        public var part: Part
        /// The name of the header field.
        public var header: String
        /// The template of the field's value, with `{part}` for the part.
        public var value: String

        /// Creates a description.
        ///
        /// - Parameters:
        ///   - part: The part of the access token.
        ///   - header: The name of the header field.
        ///   - value: The template of the field's value, with `{part}` for the part.
        public init(_ part: Part, header: String, value: String = "{part}") {
            self.part = part
            self.header = header
            self.value = value
        }
    }
}

extension OAuth1Service.TokenUse: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case bearer
    }

    /// Reads what calls do with the token: `"signed"`, `"oauth2"`, or an object with `bearer`.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        if let name = try? decoder.singleValueContainer().decode(String.self) {
            switch name {
            case "signed": self = .signed
            case "oauth2": self = .oauth2
            default:
                throw OAuth1ServiceError(
                    field: FieldPath.text(decoder.codingPath),
                    expected: "signed, oauth2, or an object with bearer",
                    found: FieldPath.quoted(name)
                )
            }
            return
        }
        self = .bearer(try FieldReader<CodingKeys>(decoder).required(.bearer))
    }

    /// Writes what calls do with the token.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: `EncodingError`.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .signed, .oauth2:
            var container = encoder.singleValueContainer()
            try container.encode(self == .signed ? "signed" : "oauth2")
        case .bearer(let bearer):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(bearer, forKey: .bearer)
        }
    }
}

extension OAuth1Service.Bearer: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case part
        case header
        case value
    }

    /// Reads a description.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        part = try fields.choice(.part, or: .secret)
        header = try fields.required(.header)
        value = try fields.optional(.value) ?? "{part}"
    }
}
