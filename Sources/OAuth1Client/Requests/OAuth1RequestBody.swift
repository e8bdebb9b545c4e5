//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

/// The body of a request to a protected resource.
public struct OAuth1RequestBody: Sendable, Hashable {
    let bytes: [UInt8]
    let contentType: String

    /// A form: its parameters are signed (RFC 5849 section 3.4.1.3.1).
    ///
    /// - Parameter parameters: The fields in their order.
    /// - Returns: The body.
    public static func form(_ parameters: OAuth1Parameters) -> OAuth1RequestBody {
        OAuth1RequestBody(bytes: parameters.formEncoded, contentType: "application/x-www-form-urlencoded")
    }

    /// JSON text: not signed, except for its hash where the service requires that.
    ///
    /// - Parameter text: The JSON text.
    /// - Returns: The body.
    public static func json(_ text: String) -> OAuth1RequestBody {
        OAuth1RequestBody(bytes: Array(text.utf8), contentType: "application/json")
    }

    /// Any other bytes: not signed, except for their hash where the service requires that.
    ///
    /// - Parameters:
    ///   - bytes: The bytes, which are sent unchanged.
    ///   - contentType: The media type.
    /// - Returns: The body.
    public static func bytes(_ bytes: [UInt8], contentType: String) -> OAuth1RequestBody {
        OAuth1RequestBody(bytes: bytes, contentType: contentType)
    }
}
