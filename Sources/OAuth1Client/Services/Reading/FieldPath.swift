//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// How fields and values are named in errors.
enum FieldPath {
    /// The path of a field, as in `requestToken.parameters[0].name`.
    static func text(_ path: [any CodingKey]) -> String {
        path.reduce("") { text, key in
            key.intValue.map { text + "[\($0)]" } ?? joined(text, key.stringValue)
        }
    }

    /// The path of a field within another one.
    static func joined(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

    /// A text that somebody wrote, short and on one line.
    static func quoted(_ text: String) -> String {
        "\"\(ServiceErrorText.shown(text, by: .byName, limit: 60))\""
    }
}
