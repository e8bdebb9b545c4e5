//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// What every page has.
struct PageFrame {
    let title: String
    let isLoggedIn: Bool
    let formToken: String
    let content: Any
}

/// A service on a page, with the account if there is one.
struct ServiceCard {
    let id: String
    let name: String
    let initial: String
    let note: String
    let isReal: Bool
    let isConnected: Bool
    let userName: String?
    /// What begins a login that ends at the page of the account.
    let loginPath: String
    let accountPath: String

    init(_ offered: OfferedService, _ account: Account?, isReal: Bool) {
        id = offered.service.id
        name = offered.service.name
        initial = String(offered.service.name.prefix(1))
        note = offered.note
        self.isReal = isReal
        isConnected = account != nil
        userName = account?.name
        accountPath = "/accounts/\(offered.service.id)"
        loginPath = ServiceCard.loginPath("/login/\(offered.service.id)", returningTo: accountPath)
    }

    static func loginPath(_ path: String, returningTo returnPath: String) -> String {
        "\(path)?\(OAuth1Parameters([OAuth1Parameter("next", returnPath)]).formEncodedString)"
    }
}

struct HomePage {
    let connected: [ServiceCard]
    let others: [ServiceCard]
    let saysGoodbye: Bool

    var hasConnected: Bool { !connected.isEmpty }
}

struct AccountPage {
    struct Answer {
        let status: String
        let isSuccess: Bool
        let text: String
    }

    let card: ServiceCard
    let userID: String?
    let until: String
    let call: String
    let answer: Answer
}
