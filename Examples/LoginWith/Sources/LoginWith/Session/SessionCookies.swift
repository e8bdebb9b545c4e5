//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Hummingbird

/// The site's session: an encrypted cookie for each account, so that servers share nothing but a key.
///
/// One for each, so that two logins that end at the same time don't overwrite each other.
struct SessionCookies: Sendable {
    /// What keeps other sites from sending this site's forms.
    let forms: FormGuard
    private let isSecure: Bool
    private let sealer: CookieSealer

    init(keys: CookieKeys, isSecure: Bool) {
        self.isSecure = isSecure
        sealer = CookieSealer(keys.secrets, purpose: "account 1")
        forms = FormGuard(CookieSealer(keys.secrets, purpose: "form 1"), cookieName: Self.name("form", isSecure))
    }

    private static func name(_ name: String, _ isSecure: Bool) -> String { (isSecure ? "__Host-" : "") + name }

    private func name(of service: String) -> String { Self.name("account.\(service)", isSecure) }

    // MARK: Reading

    /// The account at a service, if the browser has one that still counts.
    func account(_ service: String, in request: Request) -> Account? {
        let name = name(of: service)
        guard let text = request.cookies[name]?.value, let account: Account = sealer.open(text, as: name),
            account.expiresAt >= Self.now
        else {
            return nil
        }
        return account
    }

    static var now: Int64 { Int64(Date().timeIntervalSince1970) }

    // MARK: Writing

    func keep(_ account: Account, at service: String) throws -> Cookie {
        let name = name(of: service)
        return cookie(name, try sealer.seal(account, as: name), lifetime: Account.lifetime)
    }

    func forget(_ service: String) -> Cookie { cookie(name(of: service), "", lifetime: 0) }

    /// A cookie that no script can read, and that goes to this host alone.
    func cookie(_ name: String, _ value: String, lifetime: Int64?) -> Cookie {
        Cookie(
            name: name,
            value: value,
            maxAge: lifetime.map { Int($0) },
            path: "/",
            secure: isSecure,
            httpOnly: true,
            sameSite: .lax
        )
    }
}
