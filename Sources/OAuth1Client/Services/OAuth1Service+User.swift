//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Service.Probe {
    /// The user's identifier in the response to the call, if the description says where it is.
    ///
    /// - Parameter response: The response.
    /// - Returns: The text or the whole number at ``userField``, or `nil` if the response is no JSON or has no such field.
    public func user(in response: OAuth1Response) -> String? { text(at: userField, in: response) }

    /// The name that the user signs in with, if the description says where it is.
    ///
    /// - Parameter response: The response.
    /// - Returns: The text at ``nameField``, or `nil` if the response is no JSON or has no such field.
    public func name(in response: OAuth1Response) -> String? { text(at: nameField, in: response) }

    private func text(at path: String?, in response: OAuth1Response) -> String? {
        guard let path else { return nil }
        let names = path.split(separator: ".")
        return switch JSONText.value(at: names, in: response.body[...]) {
        case .text(let text): text
        case .literal(let text): Int64(text).map(String.init)
        case .null, .other, nil: nil
        }
    }
}
