//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// Where the callback goes, and which ones the service takes.
    public struct Callback: Sendable, Hashable {
        /// The step that the callback goes with.
        public enum Place: String, Sendable, Hashable, Codable, CaseIterable {
            /// The request for a request token, as in OAuth 1.0a.
            case requestToken
            /// The URL of the consent page, as in OAuth 1.0.
            case authorize
            /// None: it is registered with the service.
            case never
        }

        /// Whether the service takes `oob`, with which it shows the verifier to the user.
        public enum OutOfBand: String, Sendable, Hashable, Codable, CaseIterable {
            /// No.
            case unsupported
            /// Yes, and URLs, too.
            case supported
            /// Yes, and no URLs.
            case required
        }

        /// The step that the callback goes with.
        public var sentAt: Place
        /// Whether the service takes `oob`.
        public var oob: OutOfBand
        /// Whether there must be one.
        public var isRequired: Bool
        /// Whether the service confirms it, which OAuth 1.0a demands and some services forget.
        public var isConfirmed: Bool

        /// Creates a description of the callback.
        ///
        /// - Parameters:
        ///   - sentAt: The step that the callback goes with.
        ///   - oob: Whether the service takes `oob`.
        ///   - isRequired: Whether there must be one.
        ///   - isConfirmed: Whether the service confirms it.
        public init(
            sentAt: Place = .requestToken,
            oob: OutOfBand = .supported,
            isRequired: Bool = true,
            isConfirmed: Bool = true
        ) {
            self.sentAt = sentAt
            self.oob = oob
            self.isRequired = isRequired
            self.isConfirmed = isConfirmed
        }
    }
}

extension OAuth1Service.Callback: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case sentAt
        case oob
        case isRequired
        case isConfirmed
    }

    /// Reads a description of the callback.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        sentAt = try fields.choice(.sentAt, or: .requestToken)
        oob = try fields.choice(.oob, or: .supported)
        isRequired = try fields.optional(.isRequired) ?? true
        isConfirmed = try fields.optional(.isConfirmed) ?? true
    }
}
