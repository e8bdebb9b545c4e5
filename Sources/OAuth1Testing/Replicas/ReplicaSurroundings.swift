//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import OAuth1
package import OAuth1Server

/// What a replica takes from its surroundings, so that they can simulate failures.
package struct ReplicaSurroundings: Sendable {
    let clock: any OAuth1Clock
    let nonces: (any OAuth1NonceStore)?
    let observer: (@Sendable (OAuth1ServerEvent) -> Void)?

    /// - Parameters:
    ///   - clock: Where the time comes from.
    ///   - nonces: Where used nonces are kept; in memory if `nil`.
    ///   - observer: Receives the result of each request.
    package init(
        clock: any OAuth1Clock = OAuth1SystemClock(),
        nonces: (any OAuth1NonceStore)? = nil,
        observer: (@Sendable (OAuth1ServerEvent) -> Void)? = nil
    ) {
        self.clock = clock
        self.nonces = nonces
        self.observer = observer
    }
}
