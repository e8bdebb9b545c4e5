//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// The title of a page that was received instead of a token.
enum HTMLTitle {
    private static let searchedBytes = 16_384
    /// The bytes in which a page says that it is one.
    private static let headBytes = 512

    /// Whether a response is a page, by its type or its start.
    static func isPage(_ response: OAuth1Response) -> Bool {
        let type = response.head.headerFields[.contentType].map { Array($0.utf8.prefix(128)) } ?? []
        if (0..<type.count).contains(where: { type.hasText("html", at: $0) }) { return true }
        let start = ReadingLimits.beginning(of: response.body, upTo: headBytes).drop { $0.isASCIISpace }
        guard start.first == UInt8(ascii: "<") else { return false }
        return start.hasText("<!doctype html", at: start.startIndex)
            || start.indices.contains { index in
                start[index] == UInt8(ascii: "<")
                    && (start.hasText("<html", at: index) || start.hasText("<head>", at: index)
                        || start.hasText("<body", at: index) || start.hasText("<h1", at: index)
                        || start.hasText("<title", at: index))
            }
    }

    /// The title of an HTML page, empty if it has none, or `nil` if the response is not a page.
    static func read(_ response: OAuth1Response) -> String? {
        guard isPage(response) else { return nil }
        let page = ReadingLimits.beginning(of: response.body, upTo: searchedBytes)
        // Each search continues where the one before it ended: a page can't make them many.
        var index = page.startIndex
        func find(_ text: StaticString) -> Bool {
            while index < page.endIndex {
                if page.hasText(text, at: index) { return true }
                index += 1
            }
            return false
        }
        guard find("<title"), find(">") else { return "" }
        let start = index + 1
        guard find("</title") else { return "" }
        return String(decoding: page[start..<index], as: UTF8.self)
    }
}
