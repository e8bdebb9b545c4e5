//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// How much of what a service says is looked at, whatever it sends.
enum ReadingLimits {
    /// The bytes of a rejection's body that are read, and those of its header fields' values together.
    static let bytes = 65_536
    /// The header fields of a rejection that are read.
    static let headerFields = 64
    /// The bytes that a token response may have to be read.
    static let tokenResponseBytes = 1_048_576
    /// The parameters of a problem report.
    static let problemParameters = 32
    /// The bytes of a problem report's parameters that are shown, code and advice aside.
    static let shownReportBytes = 16_384
    /// The bytes of one value of a problem report.
    static let valueBytes = 4_096
    /// The bytes of text that an excerpt is made of.
    static let excerptBytes = 8_192
    /// The members of a JSON object, and the parameters of a token response.
    static let members = 1_024

    /// The bytes at the end of a text that was cut that are not shown: a secret could be cut there, and not be found.
    static let uncertainBytes = 1_024

    /// The start of a body as far as it is read, without a byte order mark in front.
    static func beginning(of body: [UInt8], upTo limit: Int = bytes) -> ArraySlice<UInt8> {
        let text = body.prefix(limit)
        return text.starts(with: [0xEF, 0xBB, 0xBF]) ? text.dropFirst(3) : text
    }

    /// Searches the values of header fields one after the other, as far as they are read.
    ///
    /// - Parameters:
    ///   - fields: The header fields of a rejection.
    ///   - find: Searches the start of one value.
    /// - Returns: The first that was found.
    static func first<Found>(in fields: HTTPFields, _ find: ([UInt8]) -> Found?) -> Found? {
        var remaining = bytes
        for field in fields.prefix(headerFields) where remaining > 0 {
            let value = Array(field.value.utf8.prefix(min(valueBytes, remaining)))
            remaining -= value.count
            if let found = find(value) { return found }
        }
        return nil
    }
}
