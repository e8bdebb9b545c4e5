//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A client store in which an operator registers and changes clients.
public protocol OAuth1ClientRegistry: OAuth1ClientStore {
    /// Registers a client, in the place of one that has the same key.
    ///
    /// - Parameter client: The client.
    /// - Throws: The error that kept the store from keeping it.
    func register(_ client: OAuth1RegisteredClient) async throws

    /// Registers a client, unless there is one with the same key: of several calls at the same time, one succeeds.
    ///
    /// - Parameter client: The client.
    /// - Returns: Whether it was registered.
    /// - Throws: The error that kept the store from keeping it.
    func add(_ client: OAuth1RegisteredClient) async throws -> Bool

    /// Changes a client, atomically: of two changes at the same time, none is lost.
    ///
    /// - Parameters:
    ///   - key: The consumer key, which the change must not replace.
    ///   - change: Changes the client; it may be called more than once.
    /// - Returns: The client as it is now, or `nil` if there is none with that key.
    /// - Throws: The error that kept the store from changing it.
    @discardableResult
    func updateClient(
        forKey key: String,
        _ change: @escaping @Sendable (inout OAuth1RegisteredClient) -> Void
    ) async throws -> OAuth1RegisteredClient?

    /// Removes a client, whose requests are rejected from then on.
    ///
    /// - Parameter key: The consumer key.
    /// - Throws: The error that kept the store from removing it.
    func remove(key: String) async throws

    /// All clients, in any order, with their secrets.
    ///
    /// - Returns: The clients.
    /// - Throws: The error that kept the store from answering.
    func allClients() async throws -> [OAuth1RegisteredClient]
}
