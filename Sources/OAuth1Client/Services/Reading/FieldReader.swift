//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Reads the fields of an object and takes none that it does not know, so that a typing error does not pass silently.
struct FieldReader<Key: CodingKey & CaseIterable> {
    /// A field of whatever name.
    private struct AnyField: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init(stringValue: String) {
            self.stringValue = stringValue
        }

        init?(intValue: Int) {
            nil
        }
    }

    private let container: KeyedDecodingContainer<Key>

    init(_ decoder: any Decoder) throws {
        let known = Key.allCases.map(\.stringValue)
        let fields = try decoder.container(keyedBy: AnyField.self).allKeys.map(\.stringValue)
        if let unknown = fields.sorted().first(where: { !known.contains($0) }) {
            throw OAuth1ServiceError(
                field: FieldPath.joined(FieldPath.text(decoder.codingPath), unknown),
                expected: "one of the fields " + known.joined(separator: ", "),
                found: "an unknown field"
            )
        }
        container = try decoder.container(keyedBy: Key.self)
    }

    /// The path of a field.
    func path(_ key: Key) -> String { FieldPath.joined(FieldPath.text(container.codingPath), key.stringValue) }

    func required<Value: Decodable>(_ key: Key) throws -> Value {
        guard container.contains(key) else {
            throw OAuth1ServiceError(field: path(key), expected: "this required field", found: "nothing")
        }
        return try container.decode(Value.self, forKey: key)
    }

    func optional<Value: Decodable>(_ key: Key) throws -> Value? {
        try container.decodeIfPresent(Value.self, forKey: key)
    }

    /// One of a few words, or `nil` if the field is not there.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(_ key: Key) throws -> Choice? {
        try optional(key).map { try choice($0, in: key) }
    }

    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: Key,
        or standard: Choice
    ) throws -> Choice {
        try choice(key) ?? standard
    }

    /// Several of a few words.
    func choices<Choice: RawRepresentable<String> & CaseIterable>(
        _ key: Key,
        or standard: [Choice]
    ) throws -> [Choice] {
        let words: [String]? = try optional(key)
        return try words?.map { try choice($0, in: key) } ?? standard
    }

    /// A word of a field, as what it represents.
    func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ word: String,
        in key: Key,
        isKey: Bool = false
    ) throws -> Choice {
        guard let choice = Choice(rawValue: word) else {
            let words = Choice.allCases.map(\.rawValue).joined(separator: ", ")
            throw OAuth1ServiceError(
                field: isKey ? FieldPath.joined(path(key), word) : path(key),
                expected: "one of \(words)",
                found: FieldPath.quoted(word)
            )
        }
        return choice
    }
}
