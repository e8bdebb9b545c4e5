//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1

/// How a signature came about, for a reader who wants to compute it again: the base string's parts, the key, a command.
struct SignatureExplanation {
    /// The method, the URL and the parameters of the base string, decoded.
    let method: String
    let url: String
    let parameters: [(name: String, value: String)]
    /// The base string as it was signed.
    let baseString: String
    /// The key of HMAC-SHA1: both secrets, percent-encoded and joined.
    let key: String
    let signature: String

    /// Returns `nil` for a base string that does not have three parts.
    init?(_ signed: OAuth1SignedRequest, consumerSecret: OAuth1Secret, tokenSecret: OAuth1Secret) {
        baseString = String(decoding: signed.baseString, as: UTF8.self)
        let parts = baseString.split(separator: "&", omittingEmptySubsequences: false)
        guard parts.count == 3,
            let url = parts[1].removingPercentEncoding,
            let parameters = parts[2].removingPercentEncoding
        else { return nil }
        method = String(parts[0])
        self.url = url
        self.parameters = OAuth1Parameters(formEncoded: parameters).map { ($0.name, $0.value) }
        key = [consumerSecret, tokenSecret].map { SignatureExplanation.encoded($0.reveal()) }.joined(separator: "&")
        signature = signed.signature
    }

    /// A command that computes the signature again.
    var command: String {
        "printf %s '\(baseString)' | openssl dgst -sha1 -hmac '\(key)' -binary | base64"
    }

    /// Percent encoding by RFC 5849 section 3.6.
    private static func encoded(_ text: String) -> String {
        let unreserved = CharacterSet(
            charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
        )
        return text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }
}
#endif
