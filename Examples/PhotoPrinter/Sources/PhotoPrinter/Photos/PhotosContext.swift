//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird
import HummingbirdOAuth1
import OAuth1Server

/// The context of the photo service's requests: `oauth1` is the printer that signed one, and the user it acts for.
struct PhotosContext: OAuth1RequestContext {
    var coreContext: CoreRequestContextStorage
    var oauth1: OAuth1Authentication?

    init(source: Source) {
        coreContext = .init(source: source)
    }
}
