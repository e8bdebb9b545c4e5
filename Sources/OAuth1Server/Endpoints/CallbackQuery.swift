//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// A query that a client chose for its callback, to which the server adds protocol parameters.
struct CallbackQuery {
    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// Whether some client would find a protocol parameter in it, and so find it twice in the redirect.
    ///
    /// Some libraries split a query at semicolons as well as at ampersands, or decode it first. Some ignore spaces before a name
    /// and the case of its letters, or take a dot, a space or a bracket in it for an underscore, as PHP does.
    var mayHaveProtocolParameters: Bool {
        OAuth1Parameters(formEncoded: text)
            .contains { parameter in
                if parameter.isReserved || CallbackQuery.isLikeProtocolParameter(parameter.nameBytes[...]) {
                    return true
                }
                let pair = parameter.nameBytes + [UInt8(ascii: "=")] + parameter.valueBytes
                return
                    pair.split(omittingEmptySubsequences: false) { $0 == UInt8(ascii: "&") || $0 == UInt8(ascii: ";") }
                    .dropFirst()
                    .contains { part in
                        // In a value, a sentence can follow a semicolon.
                        part.firstIndex(of: UInt8(ascii: "="))
                            .map { CallbackQuery.isLikeProtocolParameter(part[..<$0]) }
                            ?? part.starts(with: "oauth_".utf8)
                    }
            }
    }

    private static func isLikeProtocolParameter(_ name: ArraySlice<UInt8>) -> Bool {
        // Spaces and control characters.
        let start = name.drop { $0 <= 0x20 }.prefix(6).map { $0.asciiLowercased }
        guard start.count == 6, start.starts(with: "oauth".utf8) else { return false }
        return "_. [".utf8.contains(start[5])
    }
}
