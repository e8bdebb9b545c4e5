//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import HTTPTypes

extension HTTPRequest {
    /// The fields in which a browser gives the reason for a request that no user made: those of the standard and of
    /// Chromium, of WebKit and older Chromium, of Firefox, of Safari's previews.
    private static let purposeFields = ["Sec-Purpose", "Purpose", "X-Moz", "X-Purpose"]
        .compactMap {
            HTTPField.Name($0)
        }
    private static let speculationWords = ["prefetch", "prerender", "preview"]
    /// The values that browsers send have some twenty bytes.
    private static let maximumFieldBytes = 256

    /// Whether a browser gives any reason for the request; requests that a user made have none.
    package var hasPurpose: Bool { Self.purposeFields.contains { headerFields.contains($0) } }

    /// Whether a browser loads a page ahead of time (prefetch, prerender or preview), which its user may never open.
    package var isSpeculative: Bool {
        Self.purposeFields.contains { name in
            headerFields[values: name].contains { Self.announcesSpeculation($0) }
        }
    }

    /// Whether one of a value's words (`prefetch;prerender`, `prefetch, other`) marks a speculative request.
    private static func announcesSpeculation(_ value: String) -> Bool {
        value.utf8.prefix(maximumFieldBytes)
            .split { !(UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0 | 0x20) && $0 != UInt8(ascii: "-") }
            .contains { speculationWords.contains(String(decoding: $0, as: UTF8.self).lowercased()) }
    }
}

extension HTTPFields {
    /// The fields of a response to a speculative request: no cache may serve it when the user opens the page.
    package static var speculation: HTTPFields {
        var fields = HTTPFields.noStore
        fields[.vary] = "Sec-Purpose, Purpose, X-Moz, X-Purpose"
        return fields
    }
}

extension HTTPResponse {
    /// The response to a speculative request.
    ///
    /// Browsers drop a prefetched or prerendered page whose status is not 2xx, and load it again when the user opens it.
    package static var speculation: HTTPResponse {
        HTTPResponse(status: .serviceUnavailable, headerFields: .speculation)
    }
}
