//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Where logins are remembered while the user is away at the service.
public struct OAuth1LoginStorage: Sendable {
    enum Kind: Sendable {
        case cookie(OAuth1CookieKeys, uses: (any OAuth1UsedLoginStore)?)
        case store(any OAuth1LoginStore)
    }

    let kind: Kind

    /// In the browser, in a cookie that only the application can read and change: servers share nothing but a key.
    ///
    /// A login that came to its end is noted in the same cookie, so that this browser can't end it again. Somebody who
    /// copied the cookie before could, but has no use of it with services that exchange each request token once; a
    /// store of used logins rules that out.
    ///
    /// - Parameters:
    ///   - keys: The keys that encrypt the cookie.
    ///   - uses: A store that guarantees that each login completes once, even with copied cookies.
    /// - Returns: The storage.
    public static func sealedCookie(
        _ keys: OAuth1CookieKeys,
        uses: (any OAuth1UsedLoginStore)? = nil
    ) -> OAuth1LoginStorage {
        OAuth1LoginStorage(kind: .cookie(keys, uses: uses))
    }

    /// In the application's own store, with a cookie that only says which browser it is.
    ///
    /// - Parameter store: The store, which all servers share.
    /// - Returns: The storage.
    public static func store(_ store: any OAuth1LoginStore) -> OAuth1LoginStorage {
        OAuth1LoginStorage(kind: .store(store))
    }
}
