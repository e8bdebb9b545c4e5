//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The meaning of a name in a service's text.
package enum NameMeaning {
    /// The name of a secret: whatever its value is, it is hidden.
    case secret
    /// The name of a token of OAuth 2.0, a secret as well: its holder can use it. URLs contain such names, too.
    case token
    /// The name of a signature, which is hidden, too; with PLAINTEXT it has an ampersand in it.
    case signature
    /// The word `signature`, which can also start a sentence about one.
    case signatureWord
    /// The name of a signature base string.
    case baseString

    /// The meaning of a name, or `nil` for irrelevant names.
    ///
    /// - Parameters:
    ///   - name: The name, in whatever case and with whatever separators.
    ///   - previous: The word before it, if only a blank is in between, as in "session handle".
    ///   - mayHaveSecretWord: Whether ``mayStartSecretWord(_:_:)`` is true somewhere in the name.
    init?(_ name: ArraySlice<UInt8>, after previous: ArraySlice<UInt8>?, mayHaveSecretWord: Bool = true) {
        guard name.count >= 3 else { return nil }
        let word = NameLetters(name)
        guard let last = word.last else { return nil }
        if let meaning = NameMeaning.meaning(of: word, endingWith: last)
            ?? previous.flatMap({ NameMeaning.meaning(of: word, after: $0) })
        {
            self = meaning
        } else if mayHaveSecretWord, word.haveSecretWord,
            !NameMeaning.harmlessEndings.contains(where: { word.end(with: $0) })
        {
            self = .secret
        } else if last == UInt8(ascii: "n"),
            word.end(with: "accesstoken") || word.end(with: "refreshtoken") || word.end(with: "idtoken")
        {
            self = .token
        } else {
            return nil
        }
    }

    /// The meaning of a parameter's name, or `nil` for irrelevant names.
    package init?(_ name: [UInt8]) {
        self.init(name[...], after: nil)
    }

    /// Whether the value is a secret, and no signature.
    var isSecret: Bool { self == .secret || self == .token }

    /// Whether a word for secrets can start with two bytes of a name.
    ///
    /// A name without such bytes and with an irrelevant end has no meaning.
    static func mayStartSecretWord(_ first: UInt8, _ second: UInt8) -> Bool {
        switch first | 0x20 {
        case UInt8(ascii: "s"): second | 0x20 == UInt8(ascii: "e") || !NameLetters.isLetter(second)
        case UInt8(ascii: "p"): second | 0x20 == UInt8(ascii: "a") || !NameLetters.isLetter(second)
        default: false
        }
    }

    /// Whether a relevant name without a word for secrets can end with a byte.
    static func mayEndName(_ byte: UInt8) -> Bool {
        switch byte | 0x20 {
        case UInt8(ascii: "g"), UInt8(ascii: "s"), UInt8(ascii: "e"), UInt8(ascii: "r"), UInt8(ascii: "y"),
            UInt8(ascii: "n"):
            true
        default: !byte.isASCIILetter
        }
    }

    /// The meaning of a name's end, or `nil` if it has none; the last letter rules out most of them.
    private static func meaning(of word: NameLetters, endingWith last: UInt8) -> NameMeaning? {
        switch last {
        case UInt8(ascii: "g"):
            return word.end(with: "basestring") ? .baseString : nil
        case UInt8(ascii: "s"):
            return word.end(with: "sbs") ? .baseString : nil
        case UInt8(ascii: "e"):
            if word.end(with: "signature") {
                return word.areAll && word.are("signature") ? .signatureWord : .signature
            }
            return word.end(with: "sessionhandle") ? .secret : nil
        case UInt8(ascii: "r"):
            return word.end(with: "verifier") ? .secret : nil
        case UInt8(ascii: "y"):
            return word.end(with: "signingkey") || word.end(with: "privatekey") ? .secret : nil
        default:
            return nil
        }
    }

    /// The meaning of two words together, or `nil` if they have none.
    private static func meaning(of word: NameLetters, after previous: ArraySlice<UInt8>) -> NameMeaning? {
        if word.are("string") { return NameLetters(previous).are("base") ? .baseString : nil }
        if word.are("handle") { return NameLetters(previous).are("session") ? .secret : nil }
        if word.are("key") { return NameLetters(previous).are("signing") ? .secret : nil }
        return nil
    }

    /// Endings of names whose value is about a secret and not the secret itself.
    private static let harmlessEndings: [StaticString] = [
        "invalid", "missing", "absent", "required", "error", "mismatch", "expired", "expiresin", "method", "type",
        "length", "name", "policy",
    ]
}
