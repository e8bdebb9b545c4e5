//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// The three stores of a provider, which its endpoints and its resource protectors share.
public struct OAuth1ServerStores: Sendable {
    /// Where the clients are.
    public var clients: any OAuth1ClientStore
    /// Where the tokens are.
    public var tokens: any OAuth1TokenStore
    /// Where the used nonces are.
    public var nonces: any OAuth1NonceStore

    /// Creates the stores.
    ///
    /// - Parameters:
    ///   - clients: Where the clients are.
    ///   - tokens: Where the tokens are.
    ///   - nonces: Where the used nonces are.
    public init(clients: any OAuth1ClientStore, tokens: any OAuth1TokenStore, nonces: any OAuth1NonceStore) {
        self.clients = clients
        self.tokens = tokens
        self.nonces = nonces
    }

    /// Stores in the memory of this process.
    ///
    /// Of each kind a client may have as many entries as there is room left, so that one that sends too many requests is
    /// answered with status 503 while requests of other clients succeed: a single client has half of each store, and the other half is
    /// for the next. Give limits for each client to have it otherwise. A full nonce store forgets old nonces instead, and
    /// rejects requests with their timestamps (``OAuth1InMemoryNonceStore``).
    ///
    /// A restart forgets all tokens, so that requests signed with them are rejected. A request without a token could be accepted
    /// once more after a restart, unless `history` is `.unknown`: the server then rejects requests during the first minute
    /// from clients that don't learn the accepted timestamps.
    ///
    /// - Parameters:
    ///   - clients: The clients.
    ///   - maximumNonces: The most nonces of the timestamp window, each about 20 to 45 bytes.
    ///   - maximumRequestTokens: The most request tokens, each about 500 bytes and its callback.
    ///   - maximumAccessTokens: The most access tokens, each about 500 bytes and its parameters.
    ///   - maximumNoncesPerClient: The most nonces of one client, above which it alone is rejected, or `nil` for as many as
    ///     there is room left.
    ///   - maximumRequestTokensPerClient: The most request tokens of one client, or `nil` for as many as there is room
    ///     left.
    ///   - maximumAccessTokensPerClient: The most access tokens of one client, or `nil` for as many as there is room left.
    ///   - history: What may have happened before: nothing by default, as for tests, development and a first start.
    ///   - clock: The provider's clock, which says when the stores were created.
    /// - Returns: The stores, empty except for the clients.
    public static func inMemory(
        clients: [OAuth1RegisteredClient],
        maximumNonces: Int = 2_000_000,
        maximumRequestTokens: Int = 100_000,
        maximumAccessTokens: Int = 1_000_000,
        maximumNoncesPerClient: Int? = nil,
        maximumRequestTokensPerClient: Int? = nil,
        maximumAccessTokensPerClient: Int? = nil,
        history: OAuth1NonceHistory = .empty,
        clock: any OAuth1Clock = OAuth1SystemClock()
    ) -> OAuth1ServerStores {
        OAuth1ServerStores(
            clients: OAuth1InMemoryClientStore(clients),
            tokens: OAuth1InMemoryTokenStore(
                maximumRequestTokens: maximumRequestTokens,
                maximumAccessTokens: maximumAccessTokens,
                maximumRequestTokensPerClient: maximumRequestTokensPerClient,
                maximumAccessTokensPerClient: maximumAccessTokensPerClient
            ),
            nonces: OAuth1InMemoryNonceStore(
                maximumCount: maximumNonces,
                maximumCountPerClient: maximumNoncesPerClient,
                history: history,
                clock: clock
            )
        )
    }
}
