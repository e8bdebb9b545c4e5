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

    /// A nonce store that is wrong in one way, or in none.
    private actor CarelessNonces: OAuth1NonceStore {
        enum Fault: CaseIterable {
            case looksFirst, ignoresToken, ignoresTimestamp, foldsCase, forgets, hasNoFloor, cutsLongNonces
            case countsFromRecording, prolongsWhenAsked, ignoresWindow, foldsKeysAndTokens, cutsKeys, cutsTokens,
                normalizes

            /// Whether the store forgets what it takes for expired, and raises its floor only to the start of the window.
            var expiresWrongly: Bool {
                self == .countsFromRecording || self == .prolongsWhenAsked || self == .ignoresWindow
            }
        }

        /// The bytes of a nonce, as Swift compares texts by their normalization.
        private struct Key: Hashable {
            let texts: [[UInt8]?]
            let timestamp: Int64

            init(_ nonce: OAuth1UsedNonce) {
                texts = [Array(nonce.nonce.utf8), Array(nonce.clientKey.utf8), nonce.token.map { Array($0.utf8) }]
                timestamp = nonce.timestamp
            }
        }

        private let fault: Fault?
        private var expiries: [Key: Int64] = [:]
        private var lowest: Int64 = 0
        /// The nonces that are the same to a store that normalizes.
        private var normalized: Set<OAuth1UsedNonce> = []

        init(_ fault: Fault?) {
            self.fault = fault
        }

        func record(_ nonce: OAuth1UsedNonce, in window: OAuth1TimestampWindow) async -> OAuth1NonceOutcome {
            var nonce = nonce
            switch fault {
            case .ignoresToken: nonce.token = nil
            case .ignoresTimestamp: nonce.timestamp = 0
            case .foldsCase: nonce.nonce = nonce.nonce.lowercased()
            case .cutsLongNonces: nonce.nonce = String(nonce.nonce.prefix(255))
            case .forgets: expiries = expiries.filter { $0.value > window.now + 150 }
            case .hasNoFloor: expiries = expiries.filter { $0.value >= window.now }
            case .foldsKeysAndTokens:
                nonce.clientKey = nonce.clientKey.lowercased()
                nonce.token = nonce.token?.lowercased()
            case .cutsKeys: nonce.clientKey = String(nonce.clientKey.prefix(255))
            case .cutsTokens: nonce.token = nonce.token.map { String($0.prefix(255)) }
            case .normalizes: return normalized.insert(nonce).inserted ? .new : .used
            case .looksFirst, .countsFromRecording, .prolongsWhenAsked, .ignoresWindow, nil: break
            }
            if let fault, fault.expiresWrongly {
                lowest = max(lowest, window.earliest)
                guard nonce.timestamp >= lowest else { return .tooOld(floor: lowest) }
                expiries = expiries.filter { $0.value >= window.now }
            }
            let key = Key(nonce)
            let isNew = expiries[key] == nil
            if fault == .looksFirst { await Task.yield() }
            if isNew || fault == .prolongsWhenAsked { expiries[key] = lastSecond(of: nonce, in: window) }
            return isNew ? .new : .used
        }

        private func lastSecond(of nonce: OAuth1UsedNonce, in window: OAuth1TimestampWindow) -> Int64 {
            switch fault {
            case .countsFromRecording, .prolongsWhenAsked: window.now + (window.now - window.earliest)
            case .ignoresWindow: nonce.timestamp + 300
            default: window.lastSecond(of: nonce.timestamp)
            }
        }

        func floor(in window: OAuth1TimestampWindow) -> Int64 { lowest }
    }

    /// A token store that is wrong in one way.
    private actor CarelessTokens: OAuth1TokenStore {
        enum Fault: CaseIterable {
            case looksFirstToExchange, looksFirstToAuthorize, looksFirstToCount, keepsExchanged, keepsRefused,
                foldsCase, losesOrder, looksFirstToReplace, keepsReplaced, listsWithoutLimit, revokesForAllClients,
                forgetsReplacement, revokesTwice, keepsAuthorized, listsEnded
        }

        private let fault: Fault?
        /// What a restart undoes or loses.
        enum RestartFault: CaseIterable {
            case undoesBulkRevocation, undoesReplacement, undoesRemoval, losesSessions
        }

        private let restartFault: RestartFault?
        private let right = OAuth1InMemoryTokenStore()
        private var counts: [String: Int] = [:]
        private var requestTokens: [String] = []
        private var undone: [OAuth1IssuedAccessToken] = []
        private var undoneRequests: [OAuth1IssuedRequestToken] = []
        private var exchanged: [String] = []

        init(_ fault: Fault?, atRestart restartFault: RestartFault? = nil) {
            self.fault = fault
            self.restartFault = restartFault
        }

        func restart() async throws {
            for token in undone { right.save(token) }
            for token in undoneRequests { try await right.save(token) }
            guard restartFault == .losesSessions else { return }
            for token in exchanged {
                guard var found = await right.accessToken(token) else { continue }
                found.session = nil
                await right.revokeAccessToken(token)
                right.save(found)
            }
        }

        func save(_ requestToken: OAuth1IssuedRequestToken) async throws {
            requestTokens.append(requestToken.token)
            try await right.save(requestToken)
        }

        func requestToken(_ token: String) async -> OAuth1IssuedRequestToken? {
            let found = await right.requestToken(token)
            guard fault == .foldsCase, found == nil else { return found }
            return await right.requestToken(token.lowercased())
        }

        func authorizeRequestToken(
            _ token: String,
            _ authorization: OAuth1IssuedRequestToken.Authorization
        ) async throws -> Bool {
            guard fault == .looksFirstToAuthorize else {
                return await right.authorizeRequestToken(token, authorization)
            }
            guard var found = await right.requestToken(token), found.authorization == nil else { return false }
            await Task.yield()
            found.authorization = authorization
            try await right.save(found)
            return true
        }

        func countVerification(ofRequestToken token: String) async -> Int? {
            guard fault == .looksFirstToCount else { return await right.countVerification(ofRequestToken: token) }
            guard await right.requestToken(token) != nil else { return nil }
            let count = counts[token, default: 0] + 1
            await Task.yield()
            counts[token] = count
            return count
        }

        func exchangeRequestToken(_ token: String, for accessToken: OAuth1IssuedAccessToken) async throws -> Bool {
            exchanged.append(accessToken.token)
            switch fault {
            case .looksFirstToExchange:
                guard await right.requestToken(token) != nil else { return false }
                await Task.yield()
                await right.removeRequestToken(token)
                right.save(accessToken)
                return true
            case .keepsExchanged:
                let found = await right.requestToken(token)
                let isExchanged = try await right.exchangeRequestToken(token, for: accessToken)
                if let found { try await right.save(found) }
                return isExchanged
            case .keepsRefused:
                right.save(accessToken)
                return try await right.exchangeRequestToken(token, for: accessToken)
            case .losesOrder:
                var accessToken = accessToken
                accessToken.parameters = OAuth1Parameters(accessToken.parameters.reversed())
                return try await right.exchangeRequestToken(token, for: accessToken)
            default:
                return try await right.exchangeRequestToken(token, for: accessToken)
            }
        }

        func removeRequestToken(_ token: String) async { await right.removeRequestToken(token) }
        func accessToken(_ token: String) async -> OAuth1IssuedAccessToken? { await right.accessToken(token) }
        func revokeAccessToken(_ token: String) async -> Bool {
            let wasThere = await right.revokeAccessToken(token)
            return wasThere || fault == .revokesTwice
        }

        func removeRequestTokens(authorizedBy userID: String, clientKey: String) async -> Int {
            guard fault != .keepsAuthorized else { return 2 }
            for token in requestTokens where restartFault == .undoesRemoval {
                guard let found = await right.requestToken(token), found.authorization?.userID == userID else {
                    continue
                }
                undoneRequests.append(found)
            }
            return await right.removeRequestTokens(authorizedBy: userID, clientKey: clientKey)
        }

        func replaceAccessToken(_ token: String, with accessToken: OAuth1IssuedAccessToken) async -> Bool {
            if restartFault == .undoesReplacement, let found = await right.accessToken(token) { undone.append(found) }
            switch fault {
            case .looksFirstToReplace:
                guard await right.accessToken(token) != nil else { return false }
                await Task.yield()
                await right.revokeAccessToken(token)
                right.save(accessToken)
                return true
            case .keepsReplaced:
                let found = await right.accessToken(token)
                let isReplaced = await right.replaceAccessToken(token, with: accessToken)
                if let found { right.save(found) }
                return isReplaced
            case .forgetsReplacement:
                var other = accessToken
                other.session = nil
                return await right.replaceAccessToken(token, with: other)
            default:
                return await right.replaceAccessToken(token, with: accessToken)
            }
        }

        func accessTokens(
            ofUser userID: String,
            endingAfter second: Int64,
            atMostPerClient limit: Int
        ) async -> [OAuth1IssuedAccessToken] {
            await right.accessTokens(
                ofUser: userID,
                endingAfter: fault == .listsEnded ? .min : second,
                atMostPerClient: fault == .listsWithoutLimit ? 1_000 : limit
            )
        }

        func revokeAccessTokens(ofUser userID: String, clientKey: String) async -> Int {
            if restartFault == .undoesBulkRevocation {
                let found = await right.accessTokens(ofUser: userID, endingAfter: .min, atMostPerClient: 1_000)
                undone += found.filter { $0.clientKey == clientKey }
            }
            guard fault == .revokesForAllClients else {
                return await right.revokeAccessTokens(ofUser: userID, clientKey: clientKey)
            }
            let tokens = await right.accessTokens(ofUser: userID, endingAfter: .min, atMostPerClient: 1_000)
            for token in tokens { await right.revokeAccessToken(token.token) }
            return tokens.count
        }
    }

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

    @Test("A nonce store that forgets its nonces at a restart and has no floor is found out")
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

    @Test("A token store that forgets its tokens at a restart, or brings a revoked one back, is found out")
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

    @Test("A client store that loses any property of a client is found out, and the property is named")
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

    @Test("A nonce store that looks first and writes afterwards, confuses nonces or forgets one is found out")
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

    @Test("A token store that looks first and writes afterwards, or keeps what it must not, is found out")
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

    @Test("A client store that finds clients by another spelling of their key, or not at all, is found out")
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
