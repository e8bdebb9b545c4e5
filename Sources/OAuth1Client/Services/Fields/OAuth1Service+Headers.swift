//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// Header fields that every request to the service has.
    public struct Headers: Sendable, Hashable {
        /// Names and templates of values; fields of a request or the options take precedence.
        public var fields: [String: String]
        /// Whether the application must name itself, which a service can't do for it.
        public var requiresUserAgent: Bool

        /// Creates a description of the header fields.
        ///
        /// - Parameters:
        ///   - fields: Names and templates of values.
        ///   - requiresUserAgent: Whether the application must name itself.
        public init(_ fields: [String: String] = [:], requiresUserAgent: Bool = false) {
            self.fields = fields
            self.requiresUserAgent = requiresUserAgent
        }
    }
}

extension OAuth1Service.Headers: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case fields
        case requiresUserAgent
    }

    /// Reads a description of the header fields.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let reader = try FieldReader<CodingKeys>(decoder)
        fields = try reader.optional(.fields) ?? [:]
        requiresUserAgent = try reader.optional(.requiresUserAgent) ?? false
    }
}
