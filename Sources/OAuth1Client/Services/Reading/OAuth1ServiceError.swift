//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Why the description of a service can't be used: which field, on which line, what was expected and what is there.
public struct OAuth1ServiceError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The field, as in `requestToken.parameters[0].name`; empty for the description as a whole.
    public let field: String
    /// The line of the JSON text, counted from 1, or `nil` if the description was not read from a text.
    public let line: Int?
    /// The expected value.
    public let expected: String
    /// The value found.
    public let found: String

    /// Creates an error.
    ///
    /// - Parameters:
    ///   - field: The field.
    ///   - line: The line of the JSON text.
    ///   - expected: The expected value.
    ///   - found: The value found.
    public init(field: String, line: Int? = nil, expected: String, found: String) {
        self.field = field
        self.line = line
        self.expected = expected
        self.found = found
    }

    /// All of it in one line.
    public var description: String {
        var text = line.map { "line \($0): " } ?? ""
        text += field.isEmpty ? "the service" : field
        return text + ": expected \(expected), found \(found)"
    }
}
