//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

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
    /// - Parameter clients: The clients.
    /// - Returns: The stores, empty but for the clients.
    public static func inMemory(clients: [OAuth1RegisteredClient]) -> OAuth1ServerStores {
        OAuth1ServerStores(
            clients: OAuth1InMemoryClientStore(clients),
            tokens: OAuth1InMemoryTokenStore(),
            nonces: OAuth1InMemoryNonceStore()
        )
    }
}
