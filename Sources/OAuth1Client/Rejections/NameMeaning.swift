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
    init?(_ name: ArraySlice<UInt8>, after previous: ArraySlice<UInt8>?) {
        guard name.count >= 3 else { return nil }
        let word = NameLetters(name)
        guard let last = word.last else { return nil }
        // Most words end here.
        switch last {
        case UInt8(ascii: "e"), UInt8(ascii: "t"), UInt8(ascii: "s"), UInt8(ascii: "d"), UInt8(ascii: "r"),
            UInt8(ascii: "y"), UInt8(ascii: "g"), UInt8(ascii: "h"), UInt8(ascii: "n"):
            break
        default:
            if !word.contain("secret") && !word.contain("password") { return nil }
        }
        if word.end(with: "basestring") || word.end(with: "sbs") {
            self = .baseString
            return
        }
        if let previous, let meaning = NameMeaning.meaning(of: word, after: previous) {
            self = meaning
            return
        }
        if word.are("signature") {
            self = word.areAll ? .signatureWord : .signature
            return
        }
        if word.end(with: "signature") {
            self = .signature
            return
        }
        let isSecret =
            word.end(with: "verifier") || word.end(with: "sessionhandle")
            || word.end(with: "signingkey") || word.end(with: "privatekey")
            || ((word.contain("secret") || word.contain("passw") || word.contain("passphrase"))
                && !NameMeaning.harmlessEndings.contains { word.end(with: $0) })
        guard isSecret else {
            guard word.end(with: "accesstoken") || word.end(with: "refreshtoken") || word.end(with: "idtoken") else {
                return nil
            }
            self = .token
            return
        }
        self = .secret
    }

    /// The meaning of a parameter's name, or `nil` for irrelevant names.
    package init?(_ name: [UInt8]) {
        self.init(name[...], after: nil)
    }

    /// Whether the value is a secret, and no signature.
    var isSecret: Bool { self == .secret || self == .token }

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
