//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service {
    /// Something that differs from account to account or from installation to installation.
    public struct Variable: Sendable, Hashable {
        /// The default pattern of values: a name, without characters that have a meaning in a URL.
        public static let standardPattern = "[A-Za-z0-9._-]+"
        /// The pattern for the URL of an installation: http or https, with or without a path, no slash at the end.
        public static let urlPattern = "https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~%-]+)*"

        /// The name, as it is between braces in templates.
        public var name: String
        /// The value if none is given, or `nil` if one has to be.
        public var defaultValue: String?
        /// The regular expression that the whole value must match; ``standardPattern`` by default.
        public var pattern: String?
        /// The derivation of the value, or `nil` if it is given.
        public var derived: Derived?

        /// Creates a variable.
        ///
        /// - Parameters:
        ///   - name: The name.
        ///   - defaultValue: The value if none is given.
        ///   - pattern: The regular expression that the whole value must match.
        public init(_ name: String, defaultValue: String? = nil, pattern: String? = nil) {
            self.name = name
            self.defaultValue = defaultValue
            self.pattern = pattern
        }

        /// Creates a variable that follows from another one.
        ///
        /// - Parameters:
        ///   - name: The name.
        ///   - source: The name of the other variable, which is in front of this one.
        ///   - transforms: The transformations of its value, in this order.
        public init(_ name: String, derivedFrom source: String, _ transforms: [Transform]) {
            self.name = name
            self.derived = Derived(from: source, transforms: transforms)
        }
    }

    /// The derivation of a variable's value.
    public struct Derived: Sendable, Hashable {
        /// The name of the other variable, which is in front of this one.
        public var from: String
        /// The transformations of its value, in this order.
        public var transforms: [Transform]

        /// Creates a derivation.
        ///
        /// - Parameters:
        ///   - from: The name of the other variable.
        ///   - transforms: The transformations of its value.
        public init(from: String, transforms: [Transform]) {
            self.from = from
            self.transforms = transforms
        }
    }

    /// A transformation of a variable's value into that of another one.
    public enum Transform: Sendable, Hashable {
        /// Letters become small.
        case lowercased
        /// Letters become capital.
        case uppercased
        /// A text becomes another one, wherever it is.
        case replacing(String, with: String)

        func apply(to value: String) -> String {
            switch self {
            case .lowercased: value.lowercased()
            case .uppercased: value.uppercased()
            case .replacing(let text, let replacement): value.replacing(text, with: replacement)
            }
        }
    }
}

extension OAuth1Service.Variable: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case name
        case defaultValue = "default"
        case pattern
        case derived
    }

    /// Reads a variable.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        name = try fields.required(.name)
        defaultValue = try fields.optional(.defaultValue)
        pattern = try fields.optional(.pattern)
        derived = try fields.optional(.derived)
    }
}

extension OAuth1Service.Derived: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case from
        case transforms
    }

    /// Reads a derivation.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        from = try fields.required(.from)
        transforms = try fields.required(.transforms)
    }
}

extension OAuth1Service.Transform: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case replace
        case with
    }

    /// Reads a transform: `"lowercased"`, `"uppercased"`, or `{"replace": "_", "with": "-"}`.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        guard let name = try? decoder.singleValueContainer().decode(String.self) else {
            let fields = try FieldReader<CodingKeys>(decoder)
            self = .replacing(try fields.required(.replace), with: try fields.required(.with))
            return
        }
        switch name {
        case "lowercased": self = .lowercased
        case "uppercased": self = .uppercased
        default:
            throw OAuth1ServiceError(
                field: FieldPath.text(decoder.codingPath),
                expected: "lowercased, uppercased or an object with replace and with",
                found: FieldPath.quoted(name)
            )
        }
    }

    /// Writes the transform.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: `EncodingError`.
    public func encode(to encoder: any Encoder) throws {
        switch self {
        case .lowercased, .uppercased:
            var container = encoder.singleValueContainer()
            try container.encode(self == .lowercased ? "lowercased" : "uppercased")
        case .replacing(let text, let replacement):
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(text, forKey: .replace)
            try container.encode(replacement, forKey: .with)
        }
    }
}
