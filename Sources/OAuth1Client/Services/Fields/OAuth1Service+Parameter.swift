//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// A parameter of the service's own, in the URL of the consent page or in a request for a token.
    public struct Parameter: Sendable, Hashable {
        /// Where a parameter is; it is signed in any place, except for the URL of the consent page.
        public enum Place: String, Sendable, Hashable, Codable, CaseIterable {
            /// In the query.
            case query
            /// In the form.
            case body
            /// With the protocol parameters, wherever these are.
            case oauth
        }

        /// Where the value comes from.
        public enum Content: Sendable, Hashable {
            /// A template, with the service's variables and `{consumerKey}`; on the URL of the consent page also
            /// `{callback}`.
            case fixed(String)
            /// The caller.
            case option(Option)
        }

        /// The name.
        public var name: String
        /// Where the value comes from.
        public var content: Content
        /// Where it is.
        public var place: Place

        /// A parameter whose value is always the same, or follows from what is known.
        ///
        /// - Parameters:
        ///   - name: The name.
        ///   - value: The template of the value.
        ///   - place: Where it is.
        /// - Returns: The parameter.
        public static func fixed(_ name: String, _ value: String, place: Place = .query) -> Parameter {
            Parameter(name: name, content: .fixed(value), place: place)
        }

        /// A parameter whose value the caller may choose.
        ///
        /// - Parameters:
        ///   - name: The name.
        ///   - option: The allowed choices.
        ///   - place: Where it is.
        /// - Returns: The parameter.
        public static func option(_ name: String, _ option: Option = Option(), place: Place = .query) -> Parameter {
            Parameter(name: name, content: .option(option), place: place)
        }
    }

    /// The values that a caller may choose for a parameter.
    public struct Option: Sendable, Hashable {
        /// The values that there are, or none if any text will do.
        public var values: [String]
        /// The default values; the parameter is not sent if this is empty.
        public var defaultValues: [String]
        /// The separator between several values, or `nil` if they are not joined.
        public var joiner: String?
        /// Whether the parameter is repeated for several values.
        public var repeats: Bool

        /// Creates an option.
        ///
        /// - Parameters:
        ///   - values: The values that there are, or none if any text will do.
        ///   - defaultValues: The values that are sent by default.
        ///   - joiner: The separator between several values.
        ///   - repeats: Whether the parameter is repeated for several values.
        public init(
            _ values: [String] = [],
            default defaultValues: [String] = [],
            joiner: String? = nil,
            repeats: Bool = false
        ) {
            self.values = values
            self.defaultValues = defaultValues
            self.joiner = joiner
            self.repeats = repeats
        }
    }
}

extension OAuth1Service.Parameter: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case value
        case option
        case place
    }

    /// Reads a parameter, which has either a `value` or an `option`.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        name = try fields.required(.name)
        place = try fields.choice(.place, or: .query)
        let value: String? = try fields.optional(.value)
        let option: OAuth1Service.Option? = try fields.optional(.option)
        switch (value, option) {
        case (let value?, nil): content = .fixed(value)
        case (nil, let option?): content = .option(option)
        default:
            throw OAuth1ServiceError(
                field: FieldPath.text(decoder.codingPath),
                expected: "either value or option",
                found: value == nil ? "neither" : "both"
            )
        }
    }

    /// Writes the parameter.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: `EncodingError`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(name, forKey: .name)
        try container.encode(place, forKey: .place)
        switch content {
        case .fixed(let value): try container.encode(value, forKey: .value)
        case .option(let option): try container.encode(option, forKey: .option)
        }
    }
}

extension OAuth1Service.Option: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case values
        case defaultValues = "default"
        case joiner
        case repeats
    }

    /// Reads an option.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        values = try fields.optional(.values) ?? []
        defaultValues = try fields.optional(.defaultValues) ?? []
        joiner = try fields.optional(.joiner)
        repeats = try fields.optional(.repeats) ?? false
    }
}
