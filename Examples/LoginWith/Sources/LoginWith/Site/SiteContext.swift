//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird
import HummingbirdOAuth1
import OAuth1Web

/// What is known while a request is answered.
struct SiteContext: OAuth1ClientsRequestContext {
    var coreContext: CoreRequestContextStorage
    /// The services, each called with the token of the browser that asks.
    var oauth1Clients: OAuth1UserClients?

    init(source: Source) {
        coreContext = .init(source: source)
    }
}
