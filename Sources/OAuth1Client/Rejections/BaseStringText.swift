//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Texts that services give as the signature base string that they computed.
enum BaseStringText {
    /// Whether a text starts as a base string does, however often it is encoded: with a method and a URL.
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
        } else if text.hasText("\\u0026", at: index) {
            index += 6
        } else {
            return false
        }
        return text.hasText("http", at: index)
    }

    /// A base string without what the text around it made of it, or `nil` if it is encoded more often than texts are.
    static func decoded(_ text: [UInt8]) -> [UInt8]? {
        var text = text
        for _ in 0..<DecodedText.maximumSteps {
            guard let end = text.firstIndex(where: { !$0.isASCIILetter }) else { return nil }
            if text[end] == UInt8(ascii: "&"), !text.hasText("amp;", at: end + 1) { return text }
            guard let next = DecodedText(text).decoded(text[end] == UInt8(ascii: "%") ? .percent : .others) else {
                return nil
            }
            text = next.bytes
        }
        return nil
    }
}
