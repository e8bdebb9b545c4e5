//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// A client store in the memory of one process, for tests, demonstrations and fixed sets of clients.
public final class OAuth1InMemoryClientStore: OAuth1ClientRegistry {
    private let clients: Mutex<[String: OAuth1RegisteredClient]>

    /// Creates a store.
    ///
    /// - Parameter clients: The clients; the last one wins if several have the same key.
    public init(_ clients: [OAuth1RegisteredClient] = []) {
        self.clients = Mutex(Dictionary(clients.map { ($0.key, $0) }) { _, last in last })
    }

    /// Registers a client, in the place of one that has the same key.
    ///
    /// - Parameter client: The client.
    public func register(_ client: OAuth1RegisteredClient) {
        clients.withLock { $0[client.key] = client }
    }

    /// Registers a client, unless there is one with the same key.
    ///
    /// - Parameter client: The client.
    /// - Returns: Whether it was registered.
    public func add(_ client: OAuth1RegisteredClient) -> Bool {
        clients.withLock { clients in
            guard clients[client.key] == nil else { return false }
            clients[client.key] = client
            return true
        }
    }

    /// Changes a client.
    ///
    /// - Parameters:
    ///   - key: The consumer key, which the change must not replace.
    ///   - change: Changes the client.
    /// - Returns: The client as it is now, or `nil` if there is none with that key.
    @discardableResult
    public func updateClient(
        forKey key: String,
        _ change: @escaping @Sendable (inout OAuth1RegisteredClient) -> Void
    ) -> OAuth1RegisteredClient? {
        clients.withLock { clients in
            guard var client = clients[key], client.key.hasSameBytes(as: key) else { return nil }
            change(&client)
            clients[key] = client
            return client
        }
    }

    /// All clients, in no order.
    ///
    /// - Returns: The clients, with their secrets.
    public func allClients() -> [OAuth1RegisteredClient] { clients.withLock { Array($0.values) } }

    /// Forgets a client, whose requests are rejected from then on.
    ///
    /// - Parameter key: The consumer key.
    public func remove(key: String) {
        clients.withLock { $0[key] = nil }
    }

    /// Finds a client.
    ///
    /// - Parameter key: The consumer key.
    /// - Returns: The client, or `nil` if there is none with that key.
    public func client(forKey key: String) async -> OAuth1RegisteredClient? {
        guard let client = clients.withLock({ $0[key] }), client.key.hasSameBytes(as: key) else { return nil }
        return client
    }
}
