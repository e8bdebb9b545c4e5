//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

extension OAuth1Service {
    /// The signature methods of a service.
    public struct Signature: Sendable, Hashable {
        /// The method that is used unless the caller chooses another.
        public var defaultMethod: OAuth1SignatureMethod.Name
        /// The methods that the service accepts.
        public var allowed: [OAuth1SignatureMethod.Name]

        /// Creates a choice of methods.
        ///
        /// - Parameters:
        ///   - defaultMethod: The method that is used unless the caller chooses another.
        ///   - others: The other methods that the service accepts.
        public init(_ defaultMethod: OAuth1SignatureMethod.Name, or others: [OAuth1SignatureMethod.Name] = []) {
            self.defaultMethod = defaultMethod
            self.allowed = [defaultMethod] + others
        }
    }

    /// The realm in the Authorization header, which is never signed.
    public struct Realm: Sendable, Hashable {
        /// The kind of content.
        public enum Content: Sendable, Hashable {
            /// A text, with the service's variables.
            case text(String)
            /// The URL of the request, without the query.
            case requestURL
        }

        /// The kind of content.
        public var content: Content
        /// Which requests have it.
        public var steps: [Step]

        /// Creates a realm.
        ///
        /// - Parameters:
        ///   - content: The realm's content.
        ///   - steps: Which requests have it; all by default.
        public init(_ content: Content, steps: [Step] = Step.allCases) {
            self.content = content
            self.steps = steps
        }
    }
}

extension OAuth1Service.Signature: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case defaultMethod = "default"
        case allowed
    }

    /// Reads a choice of methods; without `allowed` there is none but the default.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        defaultMethod = try fields.required(.defaultMethod)
        allowed = try fields.optional(.allowed) ?? [defaultMethod]
        for (key, names) in [(CodingKeys.defaultMethod, [defaultMethod]), (.allowed, allowed)] {
            guard let unknown = names.first(where: { !OAuth1SignatureMethod.Name.standard.contains($0) }) else {
                continue
            }
            throw OAuth1ServiceError(
                field: fields.path(key),
                expected: "one of " + OAuth1SignatureMethod.Name.standard.map(\.rawValue).joined(separator: ", "),
                found: FieldPath.quoted(unknown.rawValue)
            )
        }
    }
}

extension OAuth1Service.Realm: Codable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case text
        case isRequestURL
        case steps
    }

    /// Reads a realm: either `text`, or `isRequestURL` with the value true.
    ///
    /// - Parameter decoder: The decoder.
    /// - Throws: ``OAuth1ServiceError`` or `DecodingError`.
    public init(from decoder: any Decoder) throws {
        let fields = try FieldReader<CodingKeys>(decoder)
        steps = try fields.choices(.steps, or: OAuth1Service.Step.allCases)
        let text: String? = try fields.optional(.text)
        let isRequestURL: Bool = try fields.optional(.isRequestURL) ?? false
        switch (text, isRequestURL) {
        case (let text?, false): content = .text(text)
        case (nil, true): content = .requestURL
        default:
            throw OAuth1ServiceError(
                field: FieldPath.text(decoder.codingPath),
                expected: "either text, or isRequestURL with the value true",
                found: text == nil ? "neither" : "both"
            )
        }
    }

    /// Writes the realm.
    ///
    /// - Parameter encoder: The encoder.
    /// - Throws: `EncodingError`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        switch content {
        case .text(let text): try container.encode(text, forKey: .text)
        case .requestURL: try container.encode(true, forKey: .isRequestURL)
        }
        try container.encode(steps, forKey: .steps)
    }
}
