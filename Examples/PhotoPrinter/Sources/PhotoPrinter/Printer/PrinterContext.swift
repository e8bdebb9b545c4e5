//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird
import HummingbirdOAuth1
import OAuth1Web

/// The context of the printer's requests, with the services that the browser's user has connected.
struct PrinterContext: OAuth1ClientsRequestContext {
    var coreContext: CoreRequestContextStorage
    var oauth1Clients: OAuth1UserClients?

    init(source: Source) {
        coreContext = .init(source: source)
    }

    /// The photo service, called on behalf of the user.
    var photos: PhotosClient {
        get async throws { PhotosClient(client: try await requireOAuth1Clients().client(PhotosClient.name)) }
    }
}
