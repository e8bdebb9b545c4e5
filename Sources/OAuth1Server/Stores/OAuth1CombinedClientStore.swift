//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Several client stores, such as fixed clients from the configuration and others in a database.
public struct OAuth1CombinedClientStore: OAuth1ClientStore {
    private let stores: [any OAuth1ClientStore]

    /// Creates a store.
    ///
    /// - Parameter stores: The stores, in the order in which they are asked: the first that has a client counts.
    public init(_ stores: [any OAuth1ClientStore]) {
        self.stores = stores
    }

    /// Finds a client in the first store that has it.
    ///
    /// It is disabled if any store has it as disabled, so that an operator can disable a fixed client at once: with a client
    /// of the same key in the database. So all stores are asked.
    ///
    /// - Parameter key: The consumer key.
    /// - Returns: The client, or `nil` if no store has one with that key.
    /// - Throws: The errors of a store, so that no client takes the place of another.
    public func client(forKey key: String) async throws -> OAuth1RegisteredClient? {
        var first: OAuth1RegisteredClient?
        for store in stores {
            guard let client = try await store.client(forKey: key) else { continue }
            let isDisabled = client.isDisabled || first?.isDisabled == true
            if first == nil { first = client }
            first?.isDisabled = isDisabled
        }
        return first
    }

    /// Asks all stores whether they can answer.
    ///
    /// - Throws: The first store's error.
    public func checkReadiness() async throws {
        for store in stores { try await store.checkReadiness() }
    }
}
