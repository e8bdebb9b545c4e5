//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Server

/// A token store that is wrong in one way.
actor CarelessTokens: OAuth1TokenStore {
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
