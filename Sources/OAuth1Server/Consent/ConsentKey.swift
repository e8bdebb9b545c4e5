//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import OAuth1

/// Makes the hidden fields that prove that a form comes from a page that this very user was shown, and the code of a cookie.
///
/// Each is a code of its purpose, of the request token or client, and of the user: so it needs no storage and is of no use
/// for another one.
struct ConsentKey: Sendable {
    /// What a code is for, apart from the form of a decision about a request token.
    enum Purpose: String {
        /// The form that removes a client's access.
        case removal
        /// The notice that a client's access was removed.
        case notice
        /// The cookie of a decision.
        case decision
    }

    private let key: SymmetricKey

    init(_ secret: OAuth1Secret?) {
        guard let secret, !secret.isEmpty else {
            key = SymmetricKey(size: .bits256)
            return
        }
        key = SymmetricKey(data: Array(secret.reveal().utf8))
    }

    /// The value of the field of a consent form.
    func formToken(requestToken: String, userID: String) -> String {
        code("", requestToken, userID: userID)
    }

    /// The value of the field of another form.
    func formToken(_ purpose: Purpose, clientKey: String, userID: String) -> String {
        code(purpose, clientKey, userID: userID)
    }

    /// The code of a subject that a user may show again.
    func code(_ purpose: Purpose, _ subject: String, userID: String) -> String {
        code("\(purpose.rawValue) ", subject, userID: userID)
    }

    private func code(_ purpose: String, _ subject: String, userID: String) -> String {
        let subject = Array(subject.utf8)
        var message = Array("\(purpose)\(subject.count):".utf8)
        message += subject
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

    /// Returns whether a value is right, in constant time.
    func isValid(_ formToken: String, _ purpose: Purpose, clientKey: String, userID: String) -> Bool {
        OAuth1Secret(formToken) == OAuth1Secret(self.formToken(purpose, clientKey: clientKey, userID: userID))
    }
}
