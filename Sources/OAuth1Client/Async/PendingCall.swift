//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A call of a protected resource as the application made it.
///
/// A class, as it passes through functions that wait: each would keep a copy of the request, which is large.
final class PendingCall: Sendable {
    /// The request, not signed yet; if a token is renewed for it, ``ExchangeRunner`` makes it anew with that one's signer.
    let request: OAuth1UnsignedRequest
    /// What gives the token to sign with and renews it, if anything does.
    let renewable: OAuth1RenewableToken?

    init(_ request: OAuth1UnsignedRequest, renewing renewable: OAuth1RenewableToken? = nil) {
        self.request = request
        self.renewable = renewable
    }
}
