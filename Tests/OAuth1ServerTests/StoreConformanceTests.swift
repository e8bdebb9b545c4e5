//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server
import OAuth1Testing
import Synchronization
import Testing

@Suite("Conformance of the provider's stores")
struct StoreConformanceTests {
    private static let client = OAuth1RegisteredClient(
        credentials: OAuth1ClientCredentials(key: "Key", secret: "secret"),
        callbacks: ["https://app.example/done"]
    )

    @Test("The stores in memory do what the provider's stores must do")
    func conform() async throws {
        let stores = OAuth1ServerStores.inMemory(clients: [Self.client])
        let clock = TestClock()
        try await OAuth1ServerStoreConformance(stores, clock: clock).check(registered: Self.client)
        // A second time, with the entries of the first.
        try await OAuth1ServerStoreConformance(stores, clock: clock).check(registered: Self.client)
    }

    @Test("The nonce store in memory accepts nothing twice when its process starts again")
    func restart() async throws {
        let clock = TestClock()
        var stores = OAuth1ServerStores.inMemory(clients: [Self.client])
        stores.nonces = OAuth1InMemoryNonceStore(clock: clock)
        let checks = OAuth1ServerStoreConformance(stores, clock: clock)
        try await checks.checkNonces()
        // After the nonces that the checks above let expire.
        clock.advance(by: 3_600)
        for downtime in [0, 1, 30, 60, 400] as [Int64] {
            clock.advance(by: 400)
            try await OAuth1ServerStoreConformance(stores, clock: clock)
                .checkNonces {
                    clock.advance(by: downtime)
                    return OAuth1InMemoryNonceStore(clock: clock)
                }
        }
    }

    @Test("A nonce store that forgets its nonces at a restart and has no floor is detected")
    func forgetfulRestart() async throws {
        let checks = OAuth1ServerStoreConformance(.inMemory(clients: []))
        await #expect(throws: OAuth1ServerStoreConformance.Failure.self) {
            try await checks.checkNonces { OAuth1InMemoryNonceStore(history: .empty) }
        }
        // The floor must be after the timestamps that were ahead, not only after the start.
        await #expect(throws: OAuth1ServerStoreConformance.Failure.self) {
            try await checks.checkNonces {
                let store = OAuth1InMemoryNonceStore(history: .empty)
                store.raiseFloor(to: OAuth1SystemClock().now() + 1)
                return store
            }
        }
    }

    @Test("A token store that forgets its tokens at a restart, or brings a revoked one back, is detected")
    func forgetfulTokens() async throws {
        let stores = OAuth1ServerStores.inMemory(clients: [])
        let checks = OAuth1ServerStoreConformance(stores)
        await #expect(throws: OAuth1ServerStoreConformance.Failure.self) {
            try await checks.checkTokens { OAuth1InMemoryTokenStore() }
        }
        try await OAuth1ServerStoreConformance(stores).checkTokens { stores.tokens }
        let faults: [CarelessTokens.RestartFault?] = [nil] + CarelessTokens.RestartFault.allCases
        for fault in faults {
            var stores = stores
            let tokens = CarelessTokens(nil, atRestart: fault)
            stores.tokens = tokens
            let checks = OAuth1ServerStoreConformance(stores)
            func check() async throws {
                try await checks.checkTokens {
                    try await tokens.restart()
                    return tokens
                }
            }
            if let fault {
                await #expect(throws: OAuth1ServerStoreConformance.Failure.self, "\(fault)") { try await check() }
            } else {
                try await check()
            }
        }
    }

    @Test("Of the client for conformance checks no property has its default value, so that each is compared")
    func wholeClient() {
        let plain = OAuth1RegisteredClient(credentials: OAuth1ClientCredentials(key: "other", secret: "other"))
        let different = OAuth1ServerStoreConformance.differences(OAuth1ServerStoreConformance.client(), plain)
        #expect(different == Mirror(reflecting: plain).children.map { $0.label ?? "" })
        #expect(different.count >= 13)
        #expect(OAuth1ServerStoreConformance.differences(plain, plain).isEmpty)
    }

    @Test("A client store that loses any property of a client is detected, and the property is named")
    func losesProperties() async throws {
        typealias Change = @Sendable (inout OAuth1RegisteredClient) -> Void
        let changes: [(String, Change)] = [
            ("displayName", { $0.displayName = $0.key }), ("callbacks", { $0.callbacks = [] }),
            ("callbackMatching", { $0.callbackMatching = .exact }), ("allowsOutOfBand", { $0.allowsOutOfBand = true }),
            ("rsaPublicKey", { $0.rsaPublicKey = nil }), ("signatureMethods", { $0.signatureMethods = nil }),
            ("allowedAccess", { $0.allowedAccess = nil }),
            ("accessWithoutToken", { $0.accessWithoutToken = OAuth1Access() }),
            ("allowsRenewal", { $0.allowsRenewal = false }), ("allowsXAuth", { $0.allowsXAuth = false }),
            ("previousSecret", { $0.previousSecret = nil }), ("isDisabled", { $0.isDisabled = false }),
        ]
        let client = OAuth1ServerStoreConformance.client(key: "Key")
        for (name, change) in changes {
            var stores = OAuth1ServerStores.inMemory(clients: [])
            stores.clients = OAuth1ClosureClientStore { key in
                guard Array(key.utf8) == Array("Key".utf8) else { return nil }
                var found = client
                change(&found)
                return found
            }
            do {
                try await OAuth1ServerStoreConformance(stores).checkClients(registered: client)
                Issue.record("a store that loses \(name) passed")
            } catch let failure as OAuth1ServerStoreConformance.Failure {
                #expect(failure.description.hasSuffix("different: \(name)"))
            }
        }
        try await OAuth1ServerStoreConformance(.inMemory(clients: [client])).checkClients(registered: client)
    }

    @Test("A nonce store that looks first and writes afterwards, confuses nonces or forgets one is detected")
    func carelessNonces() async throws {
        for fault in CarelessNonces.Fault.allCases {
            var stores = OAuth1ServerStores.inMemory(clients: [])
            stores.nonces = CarelessNonces(fault)
            let checks = OAuth1ServerStoreConformance(stores)
            await #expect(throws: OAuth1ServerStoreConformance.Failure.self, "\(fault)") {
                try await checks.checkNonces()
            }
        }
        var stores = OAuth1ServerStores.inMemory(clients: [])
        stores.nonces = CarelessNonces(nil)
        try await OAuth1ServerStoreConformance(stores).checkNonces()
    }

    @Test("A token store that looks first and writes afterwards, or keeps what it must not, is detected")
    func carelessTokens() async throws {
        for fault in CarelessTokens.Fault.allCases {
            var stores = OAuth1ServerStores.inMemory(clients: [])
            stores.tokens = CarelessTokens(fault)
            let checks = OAuth1ServerStoreConformance(stores)
            await #expect(throws: OAuth1ServerStoreConformance.Failure.self, "\(fault)") {
                try await checks.checkTokens()
            }
        }
    }

    @Test("A client store that finds clients by another spelling of their key, or not at all, is detected")
    func carelessClients() async throws {
        var stores = OAuth1ServerStores.inMemory(clients: [])
        await #expect(throws: OAuth1ServerStoreConformance.Failure.self) {
            try await OAuth1ServerStoreConformance(stores).checkClients(registered: Self.client)
        }
        stores.clients = OAuth1ClosureClientStore { key in key.lowercased() == "key" ? Self.client : nil }
        let checks = OAuth1ServerStoreConformance(stores)
        await #expect(throws: OAuth1ServerStoreConformance.Failure.self) {
            try await checks.checkClients(registered: Self.client)
        }
    }
}
