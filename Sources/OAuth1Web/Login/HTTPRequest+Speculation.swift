//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension HTTPRequest {
    /// The fields in which browsers announce a request that no user made: Chromium and the standard, WebKit and older
    /// Chromium, Firefox, Safari's previews.
    private static let speculationFields = ["Sec-Purpose", "Purpose", "X-Moz", "X-Purpose"]
    private static let speculationWords = ["prefetch", "prerender", "preview"]
    /// The values that browsers send have some twenty bytes.
    private static let maximumFieldBytes = 256

    /// Whether a browser asks ahead of time for a page that its user has not opened, and may never open.
    var isSpeculative: Bool {
        Self.speculationFields.contains { field in
            guard let name = HTTPField.Name(field) else { return false }
            return headerFields[values: name].contains { Self.announcesSpeculation($0) }
        }
    }

    /// Whether one of a value's words (`prefetch;prerender`, `prefetch, other`) is that of a speculative request.
    private static func announcesSpeculation(_ value: String) -> Bool {
        value.utf8.prefix(maximumFieldBytes)
            .split { !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) && $0 != UInt8(ascii: "-") }
            .contains { speculationWords.contains(String(decoding: $0, as: UTF8.self).lowercased()) }
    }
}

extension HTTPFields {
    /// The fields of an answer to a speculative request: no cache may have it ready when the user comes.
    static var speculation: HTTPFields {
        var fields = HTTPFields.private
        fields[.vary] = "Sec-Purpose, Purpose, X-Moz, X-Purpose"
        return fields
    }
}

extension HTTPResponse {
    /// The answer to a speculative request.
    ///
    /// Browsers drop a prefetched or prerendered page whose status is not 2xx, and load it anew when the user opens it.
    static var speculation: HTTPResponse {
        HTTPResponse(status: .serviceUnavailable, headerFields: .speculation)
    }
}
