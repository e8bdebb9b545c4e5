//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import OAuth1Client

/// A row of the input: an access token to exchange.
struct TokenRow: Sendable {
    /// The first line of the row in the input.
    let line: Int
    /// Whose token it is, if the input says it.
    let account: String?
    let token: OAuth1AccessToken
    let fingerprint: TokenFingerprint
    /// The hash of the token for files.
    let hash: String

    /// Why a row can't be exchanged.
    struct Malformed: Error, Equatable {
        let reason: String
    }

    /// The most bytes of a token, a secret and an account.
    private static let maximumLength = 8_192
    private static let maximumAccountLength = 500

    /// Checks the values of a row.
    init(line: Int, account: String?, token: String?, secret: String?) throws(Malformed) {
        try TokenRow.check(token, "token", mayBeEmpty: false)
        // Some services issue tokens without a secret.
        try TokenRow.check(secret, "token secret", mayBeEmpty: true)
        if let account {
            guard account.utf8.count <= TokenRow.maximumAccountLength else {
                throw Malformed(reason: "the account is longer than \(TokenRow.maximumAccountLength) bytes")
            }
            guard VisibleText.escaping(account) == account, !account.contains("\n") else {
                throw Malformed(reason: "the account contains control characters")
            }
        }
        let token = token ?? ""
        self.line = line
        self.account = account.flatMap { $0.isEmpty ? nil : $0 }
        self.token = OAuth1AccessToken(token: token, secret: OAuth1Secret(secret ?? ""))
        (fingerprint, hash) = TokenFingerprint.of(token)
    }

    /// Rejects what can't be a credential, without showing it.
    private static func check(_ value: String?, _ name: String, mayBeEmpty: Bool) throws(Malformed) {
        guard let value else { throw Malformed(reason: "the \(name) is missing") }
        guard mayBeEmpty || !value.isEmpty else { throw Malformed(reason: "the \(name) is empty") }
        guard value.utf8.count <= maximumLength else {
            throw Malformed(reason: "the \(name) is longer than \(maximumLength) bytes")
        }
        if let flaw = CredentialFlaws.flaw(of: value) { throw Malformed(reason: "the \(name) \(flaw)") }
        guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F }) else {
            throw Malformed(reason: "the \(name) contains control characters")
        }
    }
}
#endif
