//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Client

/// What every page has.
struct PageFrame {
    let title: String
    let isLoggedIn: Bool
    let formToken: String
    let content: Any

    init(title: String, isLoggedIn: Bool, formToken: String, content: Any) {
        self.title = content is HomePage ? title : "\(title) – Log in with …"
        self.isLoggedIn = isLoggedIn
        self.formToken = formToken
        self.content = content
    }
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
    /// What starts a login that ends at the page of the account.
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

/// The start, in stored properties alone, as templates see no others.
struct HomePage {
    let connected: [ServiceCard]
    let others: [ServiceCard]
    let hasConnected: Bool
    let hasReplicas: Bool
    let saysGoodbye: Bool

    init(_ cards: [ServiceCard], saysGoodbye: Bool) {
        connected = cards.filter(\.isConnected)
        others = cards.filter { !$0.isConnected }
        hasConnected = !connected.isEmpty
        hasReplicas = cards.contains { !$0.isReal }
        self.saysGoodbye = saysGoodbye
    }
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
