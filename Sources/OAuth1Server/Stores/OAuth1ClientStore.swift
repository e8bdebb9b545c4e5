//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Where the provider finds its clients.
///
/// Keys that are looked up have up to 1,024 bytes of any UTF-8 and are compared byte for byte: `Key` is not `key`.
public protocol OAuth1ClientStore: Sendable {
    /// Finds a client.
    ///
    /// - Parameter key: The consumer key, which anybody may have sent.
    /// - Returns: The client, or `nil` if there is none with that key.
    /// - Throws: The error that kept the store from answering; the request is then answered with status 500.
    func client(forKey key: String) async throws -> OAuth1RegisteredClient?

    /// Checks that the store can answer, for ``OAuth1ServerStores/checkReadiness()``.
    ///
    /// Unless a store has this method, a client that does not exist is looked up.
    ///
    /// - Throws: The error that keeps the store from answering.
    func checkReadiness() async throws
}

extension OAuth1ClientStore {
    /// Looks up a client that does not exist.
    ///
    /// - Throws: The store's errors.
    public func checkReadiness() async throws {
        _ = try await client(forKey: "readiness check")
    }
}

/// A client store that is a closure.
public struct OAuth1ClosureClientStore: OAuth1ClientStore {
    private let find: @Sendable (String) async throws -> OAuth1RegisteredClient?

    /// Creates a store.
    ///
    /// - Parameter find: Finds the client with a consumer key.
    public init(_ find: @escaping @Sendable (String) async throws -> OAuth1RegisteredClient?) {
        self.find = find
    }

    /// Finds a client by asking the closure.
    ///
    /// - Parameter key: The consumer key.
    /// - Returns: The closure's result.
    /// - Throws: Errors of the closure.
    public func client(forKey key: String) async throws -> OAuth1RegisteredClient? {
        try await find(key)
    }
}
