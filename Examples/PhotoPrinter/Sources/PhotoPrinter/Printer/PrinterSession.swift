//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Client

/// What the printer remembers of a browser.
struct PrinterSession: Sendable {
    /// The access to the photo service, once the user allowed it.
    var token: OAuth1AccessToken?
    /// A request token whose verifier the user types.
    var typedLogin: OAuth1RequestToken?
}
