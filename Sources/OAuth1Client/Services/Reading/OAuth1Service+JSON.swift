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

extension OAuth1Service {
    /// The most bytes that the JSON text of a service may have.
    public static let maximumJSONBytes = 262_144

    /// Reads a service from JSON.
    ///
    /// Unknown fields are errors, because a misspelt quirk would be ignored.
    ///
    /// - Parameter json: The bytes of the text, in UTF-8.
    /// - Throws: ``OAuth1ServiceError`` with the field, the line, what was expected and what is there.
    public init(json: some Sequence<UInt8>) throws(OAuth1ServiceError) {
        let bytes = Array(json.prefix(OAuth1Service.maximumJSONBytes + 1))
        guard bytes.count <= OAuth1Service.maximumJSONBytes else {
            throw OAuth1ServiceError(
                field: "",
                expected: "at most \(OAuth1Service.maximumJSONBytes) bytes",
                found: "more"
            )
        }
        let map = try JSONMap(bytes)
        do {
            self = try JSONDecoder().decode(OAuth1Service.self, from: Data(bytes))
        } catch let error as OAuth1ServiceError {
            throw OAuth1ServiceError(
                field: error.field,
                line: map.place(of: error.field)?.line,
                expected: error.expected,
                found: error.found
            )
        } catch let error as DecodingError {
            throw OAuth1Service.error(error, map)
        } catch {
            throw OAuth1ServiceError(field: "", expected: "the description of a service", found: "\(error)")
        }
    }

    /// Reads a service from JSON.
    ///
    /// - Parameter json: The text.
    /// - Throws: ``OAuth1ServiceError`` with the field, the line, what was expected and what is there.
    public init(json: String) throws(OAuth1ServiceError) {
        try self.init(json: json.utf8)
    }

    private static func error(_ error: DecodingError, _ map: JSONMap) -> OAuth1ServiceError {
        let path: [any CodingKey]
        let expected: String
        switch error {
        case .typeMismatch(let type, let context), .valueNotFound(let type, let context):
            path = context.codingPath
            expected = name(of: type)
        case .keyNotFound(let key, let context):
            path = context.codingPath + [key]
            expected = "this required field"
        case .dataCorrupted(let context):
            path = context.codingPath
            expected = "a readable value (\(context.debugDescription))"
        @unknown default:
            path = []
            expected = "the description of a service"
        }
        let field = FieldPath.text(path)
        let place = map.place(of: field)
        return OAuth1ServiceError(
            field: field,
            line: place?.line,
            expected: expected,
            found: place?.kind ?? "something else"
        )
    }

    private static func name(of type: any Any.Type) -> String {
        switch type {
        case is String.Type: "a text"
        case is Bool.Type: "true or false"
        default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
        }
    }
}
