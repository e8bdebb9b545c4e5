//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server
import OAuth1Testing
import Testing

@Suite("Conformance of client stores that operators change")
struct ClientRegistryTests {
    /// A client store that is wrong in one way.
    actor CarelessRegistry: OAuth1ClientRegistry {
        enum Fault: CaseIterable {
            case looksFirst, forgetsPreviousSecret, forgetsDisabled, addsUnknown, keepsRemoved, looksBeforeAdding,
                addsAlways, losesAccess, losesOwnAccess, losesRenewal, losesXAuth, losesPublicKey, keepsOldPublicKey
        }

        private let fault: Fault
        private let right = OAuth1InMemoryClientStore()

        init(_ fault: Fault) {
            self.fault = fault
        }

        func client(forKey key: String) async -> OAuth1RegisteredClient? { await right.client(forKey: key) }

        func register(_ client: OAuth1RegisteredClient) async {
            var client = client
            if fault == .keepsOldPublicKey, client.rsaPublicKey == nil {
                client.rsaPublicKey = await right.client(forKey: client.key)?.rsaPublicKey
            }
            if fault == .forgetsPreviousSecret { client.previousSecret = nil }
            if fault == .forgetsDisabled { client.isDisabled = false }
            right.register(client)
        }

        func add(_ client: OAuth1RegisteredClient) async -> Bool {
            guard fault == .looksBeforeAdding || fault == .addsAlways else { return right.add(client) }
            guard await right.client(forKey: client.key) == nil || fault == .addsAlways else { return false }
            await Task.yield()
            right.register(client)
            return true
        }

        func updateClient(
            forKey key: String,
            _ change: @escaping @Sendable (inout OAuth1RegisteredClient) -> Void
        ) async -> OAuth1RegisteredClient? {
            guard fault == .looksFirst || fault == .addsUnknown else {
                let fault = fault
                return right.updateClient(forKey: key) { client in
                    change(&client)
                    switch fault {
                    case .losesAccess: client.allowedAccess = nil
                    case .losesOwnAccess: client.accessWithoutToken = OAuth1Access()
                    case .losesRenewal: client.allowsRenewal = false
                    case .losesXAuth: client.allowsXAuth = false
                    case .losesPublicKey: client.rsaPublicKey = nil
                    default: break
                    }
                }
            }
            let found = await right.client(forKey: key)
            guard fault == .addsUnknown || found != nil else { return nil }
            await Task.yield()
            var client =
                found ?? OAuth1RegisteredClient(credentials: OAuth1ClientCredentials(key: key, secret: "secret"))
            change(&client)
            right.register(client)
            return client
        }

        func remove(key: String) {
            if fault != .keepsRemoved { right.remove(key: key) }
        }

        func allClients() -> [OAuth1RegisteredClient] { right.allClients() }
    }

    @Test("The store in memory keeps all changes")
    func inMemory() async throws {
        let store = OAuth1InMemoryClientStore()
        try await OAuth1ServerStoreConformance(.inMemory(clients: [])).checkRegistry(store)
        #expect(store.allClients().isEmpty)
    }

    @Test(
        "A client store that looks first and writes afterwards, or forgets something, is detected",
        arguments: CarelessRegistry.Fault.allCases
    )
    func careless(fault: CarelessRegistry.Fault) async throws {
        await #expect(throws: OAuth1ServerStoreConformance.Failure.self) {
            try await OAuth1ServerStoreConformance(.inMemory(clients: [])).checkRegistry(CarelessRegistry(fault))
        }
    }
}
