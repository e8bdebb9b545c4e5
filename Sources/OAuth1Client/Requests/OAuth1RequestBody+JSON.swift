//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1RequestBody {
    /// JSON of a value: not signed, except for its hash where the service requires that.
    ///
    /// - Parameters:
    ///   - value: The value.
    ///   - encoder: The encoder.
    /// - Returns: The body.
    /// - Throws: `EncodingError`.
    public static func json(
        encoding value: some Encodable,
        encoder: JSONEncoder = JSONEncoder()
    ) throws -> OAuth1RequestBody {
        .bytes(Array(try encoder.encode(value)), contentType: "application/json")
    }
}
