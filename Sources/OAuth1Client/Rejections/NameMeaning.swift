//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The meaning of a name in a service's text.
enum NameMeaning {
    /// The name of a secret: whatever its value is, it is hidden.
    case secret
    /// The name of a signature, which is hidden, too; with PLAINTEXT it has an ampersand in it.
    case signature
    /// The word `signature`, which can also start a sentence about one.
    case signatureWord
    /// The name of a signature base string.
    case baseString

    /// The longest name that is looked at, in bytes.
    private static let longest = 64

    /// The meaning of a name, or `nil` for irrelevant names.
    ///
    /// - Parameters:
    ///   - name: The name, in whatever case and with whatever separators.
    ///   - previous: The word before it, if only a blank is in between, as in "session handle".
    init?(_ name: ArraySlice<UInt8>, after previous: ArraySlice<UInt8>?) {
        guard name.count >= 3 else { return nil }
        let word = NameMeaning.letters(of: name)
        guard let last = word.last else { return nil }
        // Most words end here.
        switch last {
        case UInt8(ascii: "e"), UInt8(ascii: "t"), UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "r"),
            UInt8(ascii: "y"), UInt8(ascii: "g"), UInt8(ascii: "h"):
            break
        default:
            if !word.containsText("secret") && !word.containsText("password") { return nil }
        }
        if word.hasTextSuffix("basestring") || word.hasTextSuffix("sbs") {
            self = .baseString
            return
        }
        if let previous, let meaning = NameMeaning.meaning(of: word, after: previous) {
            self = meaning
            return
        }
        if word.elementsEqual("signature".utf8) {
            self = name.count > word.count ? .signature : .signatureWord
            return
        }
        if word.hasTextSuffix("signature") {
            self = .signature
            return
        }
        let isSecret =
            word.hasTextSuffix("verifier") || word.hasTextSuffix("sessionhandle")
            || word.hasTextSuffix("signingkey") || word.hasTextSuffix("privatekey")
            || ((word.containsText("secret") || word.containsText("passw") || word.containsText("passphrase"))
                && !NameMeaning.harmlessEndings.contains { word.hasTextSuffix($0) })
        guard isSecret else { return nil }
        self = .secret
    }

    /// The meaning of two words together, or `nil` if they have none.
    private static func meaning(of word: [UInt8], after previous: ArraySlice<UInt8>) -> NameMeaning? {
        if word.isText("string") { return letters(of: previous).isText("base") ? .baseString : nil }
        if word.isText("handle") { return letters(of: previous).isText("session") ? .secret : nil }
        if word.isText("key") { return letters(of: previous).isText("signing") ? .secret : nil }
        return nil
    }

    /// Endings of names whose value is about a secret and not the secret itself.
    private static let harmlessEndings: [StaticString] = [
        "invalid", "missing", "absent", "required", "error", "mismatch", "expired", "expiresin", "method", "type",
        "length", "name", "policy",
    ]

    /// Letters and digits in lower case: `oauth_token_secret`, `OAuth-Token-Secret` and `oauthTokenSecret` are one.
    private static func letters(of name: ArraySlice<UInt8>) -> [UInt8] {
        var letters: [UInt8] = []
        letters.reserveCapacity(min(name.count, longest))
        // The end says what it is: a prefix can be what was in front of it by chance.
        for byte in name.suffix(longest) where byte.isASCIILetter || byte.isASCIIDigit {
            letters.append(byte.asciiLowercased)
        }
        return letters
    }
}
