//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// What a page that came instead of a token calls itself.
enum HTMLTitle {
    private static let searchedBytes = 16_384

    /// The title of an HTML page, empty if it has none, or `nil` if the response is no page.
    static func read(_ response: OAuth1Response) -> String? {
        let start = response.body.prefix(searchedBytes).drop { TokenResponse.isSpace($0) }
        // Tags are ASCII, and lower case keeps the places of all other bytes.
        let lower = start.map { UInt8(ascii: "A") <= $0 && $0 <= UInt8(ascii: "Z") ? $0 | 0x20 : $0 }
        guard
            response.head.headerFields[.contentType]?.lowercased().contains("html") == true
                || lower.starts(with: "<!doctype html".utf8) || lower.starts(with: "<html".utf8)
        else {
            return nil
        }
        // Each search goes on where the one before it ended: a page can't make them many.
        guard let name = lower.firstRange(of: "<title".utf8),
            let tagEnd = lower[name.upperBound...].firstIndex(of: UInt8(ascii: ">")),
            let end = lower[tagEnd...].firstRange(of: "</title".utf8)
        else {
            return ""
        }
        let title = Array(start)[(tagEnd + 1)..<end.lowerBound]
        return String(decoding: title, as: UTF8.self)
    }
}
