//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

extension OAuth1Service.Probe {
    /// What the response to the call names the user, as the field of the description tells.
    ///
    /// - Parameter response: The response.
    /// - Returns: The text or the whole number at ``userField``, or `nil` if the response is no JSON or has no such field.
    public func user(in response: OAuth1Response) -> String? {
        guard let userField else { return nil }
        var value = try? JSONDecoder().decode(JSONField.self, from: Data(response.body))
        for name in userField.split(separator: ".") { value = value?[String(name)] }
        return value?.text
    }
}

/// As much of a JSON document as a path of names can lead to.
private enum JSONField: Decodable {
    case object([String: JSONField])
    case value(String)
    case other

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if let fields = try? container.decode([String: JSONField].self) {
            self = .object(fields)
        } else if let text = try? container.decode(String.self) {
            self = .value(text)
        } else if let number = try? container.decode(Int64.self) {
            self = .value("\(number)")
        } else {
            self = .other
        }
    }

    subscript(_ name: String) -> JSONField? {
        if case .object(let fields) = self { fields[name] } else { nil }
    }

    var text: String? {
        if case .value(let text) = self { text } else { nil }
    }
}
