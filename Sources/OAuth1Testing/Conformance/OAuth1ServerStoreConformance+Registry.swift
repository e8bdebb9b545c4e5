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
        var client = OAuth1RegisteredClient(
            credentials: OAuth1ClientCredentials(key: run + "-Key", secret: "secret"),
            displayName: "Name & \u{E9}",
            callbacks: ["https://one.example/"],
            callbackMatching: .pathPrefix,
            allowsOutOfBand: false,
            signatureMethods: [.hmacSHA256]
        )
        try await checkAdding(client, to: registry)
        client.replaceSecret(with: "new-secret", oldIsValidUntil: now + 60)
        client.isDisabled = true
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
        try expect(count == 32 && changed?.callbacks.count == 33, "all changes of a client at the same time to be kept")
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
            try expect(found?.credentials == client.credentials, "the client to be found, with its secret")
            try expect(found?.displayName == client.displayName, "the client's name")
            try expect(found?.callbacks == client.callbacks, "the client's callbacks")
            try expect(found?.callbackMatching == client.callbackMatching, "the client's rules for callbacks")
            try expect(found?.allowsOutOfBand == client.allowsOutOfBand, "whether the client may use oob")
            try expect(found?.signatureMethods == client.signatureMethods, "the client's signature methods")
            try expect(found?.previousSecret == client.previousSecret, "the client's previous secret, with its end")
            try expect(found?.isDisabled == client.isDisabled, "whether the client is disabled")
        }
    }
}
