//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The letters and digits of a name, whatever their case: `oauth_token_secret`, `OAuth-Token-Secret` and
/// `oauthTokenSecret` are one.
///
/// Nothing is copied, as every word of a text is looked at. What is compared is in lower case.
struct NameLetters {
    /// The longest name that is looked at, in bytes.
    private static let longest = 64

    private let name: ArraySlice<UInt8>
    private let isCut: Bool

    init(_ name: ArraySlice<UInt8>) {
        // The end says what it is: a prefix can be unrelated text in front of it.
        self.name = name.suffix(NameLetters.longest)
        isCut = name.count > NameLetters.longest
    }

    /// Whether all bytes of the name are letters and digits that are looked at.
    var areAll: Bool { !isCut && name.allSatisfy(NameLetters.isLetter) }

    static func isLetter(_ byte: UInt8) -> Bool { byte.isASCIILetter || byte.isASCIIDigit }

    /// The last letter.
    var last: UInt8? { name.last(where: NameLetters.isLetter)?.asciiLowercased }

    /// Whether the letters are a text.
    func are(_ text: StaticString) -> Bool {
        suffix(text).map { !name[..<$0].contains(where: NameLetters.isLetter) } ?? false
    }

    /// Whether the letters end with a text.
    func end(with text: StaticString) -> Bool { suffix(text) != nil }

    /// Whether one of the words for secrets is among the letters.
    var haveSecretWord: Bool {
        name.indices.contains { start in
            switch name[start].asciiLowercased {
            case UInt8(ascii: "s"): isText("secret", at: start)
            case UInt8(ascii: "p"): isText("passw", at: start) || isText("passphrase", at: start)
            default: false
            }
        }
    }

    /// Whether a text is among the letters, from a place on.
    private func isText(_ text: StaticString, at start: Int) -> Bool {
        text.withUTF8Buffer { text in
            var index = start
            for wanted in text {
                while index < name.endIndex, !NameLetters.isLetter(name[index]) { index += 1 }
                guard index < name.endIndex, name[index].asciiLowercased == wanted else { return false }
                index += 1
            }
            return true
        }
    }

    /// The start of a text that the letters end with.
    private func suffix(_ text: StaticString) -> Int? {
        text.withUTF8Buffer { text in
            var index = name.endIndex
            for wanted in text.reversed() {
                repeat { index -= 1 } while index >= name.startIndex && !NameLetters.isLetter(name[index])
                guard index >= name.startIndex, name[index].asciiLowercased == wanted else { return nil }
            }
            return index
        }
    }
}
