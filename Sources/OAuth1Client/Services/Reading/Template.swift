//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A text with names between braces.
enum Template {
    /// The names in a template, in their order.
    ///
    /// - Throws: ``OAuth1ServiceError`` if a brace has no counterpart.
    static func names(in template: String, field: String) throws(OAuth1ServiceError) -> [String] {
        var names: [String] = []
        _ = try expand(template, field: field) { name in
            names.append(name)
            return ""
        }
        return names
    }

    /// The template with values in the places of the names.
    ///
    /// - Throws: ``OAuth1ServiceError`` if a brace has no counterpart, or there is no such value.
    static func expand(
        _ template: String,
        field: String,
        _ value: (String) -> String?
    ) throws(OAuth1ServiceError) -> String {
        var result: [UInt8] = []
        var rest = Array(template.utf8)[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "{"):
                guard let end = rest.firstIndex(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }),
                    rest[end] == UInt8(ascii: "}")
                else {
                    throw failure(template, field)
                }
                let name = String(decoding: rest[..<end], as: UTF8.self)
                rest = rest[(end + 1)...]
                guard let text = value(name) else {
                    throw OAuth1ServiceError(
                        field: field,
                        expected: "a variable's name in braces",
                        found: "the unknown variable {\(name)}"
                    )
                }
                result.append(contentsOf: text.utf8)
            case UInt8(ascii: "}"):
                throw failure(template, field)
            default:
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func failure(_ template: String, _ field: String) -> OAuth1ServiceError {
        OAuth1ServiceError(
            field: field,
            expected: "a closing brace for each opening brace",
            found: FieldPath.quoted(template)
        )
    }
}
