//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Texts that services give as the signature base string that they computed.
enum BaseStringText {
    /// Whether a text begins as a base string does, however often it is encoded: with a method and a URL.
    static func isBaseString(_ text: ArraySlice<UInt8>) -> Bool {
        let method = text.prefix { $0.isASCIILetter }
        guard 1...16 ~= method.count else { return false }
        var index = method.endIndex
        if index < text.endIndex, text[index] == UInt8(ascii: "&") {
            index += 1
            if text.hasText("amp;", at: index) { index += 4 }
        } else if text.hasText("%", at: index) {
            index += 1
            while text.hasText("25", at: index) { index += 2 }
            guard text.hasText("26", at: index) else { return false }
            index += 2
        } else {
            return false
        }
        return text.hasText("http", at: index)
    }
}
