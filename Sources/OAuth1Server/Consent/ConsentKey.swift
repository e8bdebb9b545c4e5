//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import OAuth1

/// Makes the hidden field that proves that a decision comes from the consent page that this very user was shown.
///
/// It is a code of request token and user, so it needs no storage and is of no use for another of either.
struct ConsentKey: Sendable {
    private let key: SymmetricKey

    init(_ secret: OAuth1Secret?) {
        guard let secret, !secret.isEmpty else {
            key = SymmetricKey(size: .bits256)
            return
        }
        key = SymmetricKey(data: Array(secret.reveal().utf8))
    }

    /// The value of the field.
    func formToken(requestToken: String, userID: String) -> String {
        let token = Array(requestToken.utf8)
        var message = Array("\(token.count):".utf8)
        message += token
        message += Array(userID.utf8)
        let code = HMAC<SHA256>.authenticationCode(for: message, using: key)
        let digits = Array("0123456789abcdef".utf8)
        let text = code.flatMap { byte in [digits[Int(byte >> 4)], digits[Int(byte & 0xF)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Returns whether a value is right, in constant time.
    func isValid(_ formToken: String, requestToken: String, userID: String) -> Bool {
        OAuth1Secret(formToken) == OAuth1Secret(self.formToken(requestToken: requestToken, userID: userID))
    }
}
