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
    /// The user's identifier in the response to the call, if the description says where it stands.
    ///
    /// - Parameter response: The response.
    /// - Returns: The text or the whole number at ``userField``, or `nil` if the response is no JSON or has no such field.
    public func user(in response: OAuth1Response) -> String? { text(at: userField, in: response) }

    /// The name that the user signs in with, if the description says where it stands.
    ///
    /// - Parameter response: The response.
    /// - Returns: The text at ``nameField``, or `nil` if the response is no JSON or has no such field.
    public func name(in response: OAuth1Response) -> String? { text(at: nameField, in: response) }

    private func text(at path: String?, in response: OAuth1Response) -> String? {
        guard let path else { return nil }
        var value = try? JSONDecoder().decode(JSONField.self, from: Data(response.body))
        for name in path.split(separator: ".") { value = value?[String(name)] }
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
