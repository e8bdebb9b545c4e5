//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1Service {
    /// Where a token is fetched, refreshed or revoked.
    public struct Endpoint: Sendable, Hashable {
        /// The template of the URL, whose query is kept and signed.
        public var url: String
        /// The method.
        public var method: Method
        /// Parameters of the service's own.
        public var parameters: [Parameter]
        /// The placement of this request's protocol parameters, if it differs from the service's.
        public var placement: OAuth1Placement?

        /// Creates an endpoint.
        ///
        /// - Parameters:
        ///   - url: The template of the URL.
        ///   - method: The method.
        ///   - parameters: Parameters of the service's own.
        ///   - placement: The placement of this request's protocol parameters.
        public init(
            _ url: String,
            method: Method = .post,
            parameters: [Parameter] = [],
            placement: OAuth1Placement? = nil
        ) {
            self.url = url
            self.method = method
            self.parameters = parameters
            self.placement = placement
        }
    }

    /// Where the user decides.
    public struct Authorize: Sendable, Hashable {
        /// The template of the URL, whose query is kept.
        public var url: String
        /// The name that the request token has there.
        public var tokenParameter: String
        /// Parameters of the service's own.
        public var parameters: [Parameter]
        /// Templates of other pages, such as one for users who only sign in.
        public var variants: [String: String]

        /// Creates a description of the page.
        ///
        /// - Parameters:
        ///   - url: The template of the URL.
        ///   - tokenParameter: The name that the request token has there.
        ///   - parameters: Parameters of the service's own.
        ///   - variants: Templates of other pages.
        public init(
            _ url: String,
            tokenParameter: String = "oauth_token",
            parameters: [Parameter] = [],
            variants: [String: String] = [:]
        ) {
            self.url = url
            self.tokenParameter = tokenParameter
            self.parameters = parameters
            self.variants = variants
        }
    }

    /// A call that verifies a login.
    public struct Probe: Sendable, Hashable {
        /// The template of the URL.
        public var url: String
        /// The method.
        public var method: Method
        /// Where the response has the user's identifier, which never changes, as in `data.id`, or `nil` if nowhere.
        public var userField: String?
        /// Where the response has the name that the user signs in with, or `nil` if nowhere.
        public var nameField: String?

        /// Creates a probe.
        ///
        /// - Parameters:
        ///   - url: The template of the URL.
        ///   - method: The method.
        ///   - userField: Where the response has the user's identifier, which never changes.
        ///   - nameField: Where the response has the name that the user signs in with.
        public init(_ url: String, method: Method = .get, userField: String? = nil, nameField: String? = nil) {
            self.url = url
            self.method = method
            self.userField = userField
            self.nameField = nameField
        }
    }
}

extension OAuth1Service.Endpoint: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case url
        case method
        case parameters
        case placement
    }

    /// Reads an endpoint.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        url = try fields.required(.url)
        method = try fields.choice(.method, or: .post)
        parameters = try fields.optional(.parameters) ?? []
        placement = try fields.choice(.placement)
    }
}

extension OAuth1Service.Authorize: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case url
        case tokenParameter
        case parameters
        case variants
    }

    /// Reads the description of the page.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        url = try fields.required(.url)
        tokenParameter = try fields.optional(.tokenParameter) ?? "oauth_token"
        parameters = try fields.optional(.parameters) ?? []
        variants = try fields.optional(.variants) ?? [:]
    }
}

extension OAuth1Service.Probe: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case url
        case method
        case userField
        case nameField
    }

    /// Reads a probe.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        url = try fields.required(.url)
        method = try fields.choice(.method, or: .get)
        userField = try fields.optional(.userField)
        nameField = try fields.optional(.nameField)
    }
}
