//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
public import OAuth1Server

extension OAuth1ServerStoreConformance {
    /// Checks a client store in which operators change clients, with a separate client that is removed at the end.
    ///
    /// - Parameter registry: The store.
    /// - Throws: ``Failure`` with what was expected, or the store's errors.
    public func checkRegistry(_ registry: any OAuth1ClientRegistry) async throws {
        var client = Self.client(key: run + "-Key")
        try await checkAdding(client, to: registry)
        let plain = OAuth1RegisteredClient(credentials: client.credentials)
        try await registry.register(plain)
        try await checkFound(plain, in: registry)
        client.replaceSecret(with: "new-secret", oldIsValidUntil: now + 60)
        try await registry.register(client)
        try await checkFound(client, in: registry)
        try expect(
            try await registry.allClients().count { $0.key == client.key } == 1,
            "a client that was registered twice to be listed once"
        )

        let key = client.key
        let count = try await countAtOnce { index in
            try await registry.updateClient(forKey: key) { $0.callbacks.append("https://\(index).example/") } != nil
        }
        let changed = try await registry.client(forKey: key)
        try expect(
            count == 32 && changed?.callbacks.count == client.callbacks.count + 32,
            "all changes of a client at the same time to be kept"
        )
        for other in lookAlikes(of: key) {
            let result = try await registry.updateClient(forKey: other) { $0.isDisabled = false }
            try expect(result == nil, "no client to be changed for a key that only resembles its key")
        }
        client.callbacks = changed?.callbacks ?? []
        try await checkFound(client, in: registry)

        try await registry.remove(key: key)
        try expect(try await registry.client(forKey: key) == nil, "a removed client not to be found")
        try expect(
            try await registry.updateClient(forKey: key) { $0.isDisabled = false } == nil,
            "a removed client not to be changed"
        )
        try expect(
            try await !registry.allClients().contains { $0.key == key },
            "a removed client not to be listed"
        )
    }

    /// Of several clients with the same key that are added at the same time one is kept, and it stays.
    private func checkAdding(_ client: OAuth1RegisteredClient, to registry: any OAuth1ClientRegistry) async throws {
        let added = try await countAtOnce { index in
            var other = client
            other.displayName += "\(index)"
            return try await registry.add(other)
        }
        try expect(added == 1, "one of 32 clients with the same key to be added, got \(added)")
        try await registry.register(client)
        try await checkFound(client, in: registry)
        var other = client
        other.displayName += "!"
        try expect(try await !registry.add(other), "a client not to be added if there is one with its key")
        try await checkFound(client, in: registry)
        try await registry.remove(key: client.key)
        try expect(try await registry.add(client), "a client to be added after it was removed")
        try await checkFound(client, in: registry)
    }

    private func checkFound(_ client: OAuth1RegisteredClient, in registry: any OAuth1ClientRegistry) async throws {
        let listed = try await registry.allClients().first { $0.key == client.key }
        for found in [try await registry.client(forKey: client.key), listed] {
            try expectSame(found, client, "the client")
        }
    }
}
