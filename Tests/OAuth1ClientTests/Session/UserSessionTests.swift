//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import Synchronization
import Testing

/// Both shells go the same way through the page that describes the session, without passing a token on.
@Suite("A session that remembers its user")
struct UserSessionTests {
    private let provider = OAuth1TestProvider()
    private let callback = OAuth1Callback.url("https://app.example/callback")
    private var browser: OAuth1TestBrowser { OAuth1TestBrowser(transport: provider.transport) }
    private var client: AsyncOAuth1Client {
        AsyncOAuth1Client(client: provider.client, transport: provider.transport)
    }

    /// Keeps what is saved in memory, in order.
    private final class MemoryStore: OAuth1SessionStore {
        let saved = Mutex<[OAuth1LoginState]>([])
        func load() async throws -> OAuth1LoginState? { saved.withLock(\.last) }
        func save(_ state: OAuth1LoginState) async throws { saved.withLock { $0.append(state) } }
    }

    private struct Full: Error {}
    private struct FullStore: OAuth1SessionStore {
        func load() async throws -> OAuth1LoginState? { nil }
        func save(_ state: OAuth1LoginState) async throws { throw Full() }
    }

    /// Runs blocking work on a separate thread: the pool of the tests has few.
    private func onThread<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            Thread.detachNewThread { continuation.resume(with: Result { try work() }) }
        }
    }

    @Test("The whole flow, asynchronously, without passing a token on")
    func asynchronous() async throws {
        let session = client.userSession()
        session.callback = callback
        let requestToken = try await session.fetchRequestToken(provider.requestTokenURL)
        #expect(session.requestToken == requestToken)
        let page = try session.authorizationURL(provider.authorizeURL)
        #expect(page.contains(requestToken.token))
        try session.parseAuthorizationResponse(await browser.allow(page))
        let token = try await session.fetchAccessToken(provider.accessTokenURL)
        #expect(session.token == token)
        #expect(session.requestToken == nil)
        #expect(try await session.get(provider.url("/api/me")).text == #"{"user_id":"alice"}"#)
        #expect(try await session.post(provider.url("/api/form"), .form(["a": "b"])).text == "a=b")
    }

    @Test("The whole flow, blocking, without passing a token on")
    func blocking() async throws {
        let session = OAuth1Session(client).userSession(callback: callback)
        let provider = provider
        let page = try await onThread {
            try session.fetchRequestToken(provider.requestTokenURL)
            return try session.authorizationURL(provider.authorizeURL)
        }
        let url = try await browser.allow(page)
        let texts = try await onThread {
            try session.parseAuthorizationResponse(url)
            try session.fetchAccessToken(provider.accessTokenURL)
            return [
                try session.get(provider.url("/api/me")).text,
                try session.put(provider.url("/api/x"), .json("{}")).text,
            ]
        }
        #expect(texts.first == #"{"user_id":"alice"}"#)
        #expect(session.state.step == .loggedIn)
    }

    @Test("Another session continues with a stored request token and a verifier that the user typed in")
    func restoredRequestToken() async throws {
        let first = client.userSession()
        let requestToken = try await first.fetchRequestToken(provider.requestTokenURL)
        let code = try await browser.allow(first.authorizationURL(provider.authorizeURL))

        let second = client.userSession(requestToken: requestToken)
        try await second.fetchAccessToken(provider.accessTokenURL, verifier: code)
        #expect(try await second.get(provider.url("/api/me")).status == .ok)
    }

    @Test("A session with a stored access token is logged in, and one whose token is set too")
    func restoredAccessToken() async throws {
        let token = try await loggedIn().token
        #expect(try await client.using(token).userSession().get(provider.url("/api/me")).status == .ok)
        let session = client.userSession()
        session.token = token
        #expect(try await session.get(provider.url("/api/me")).status == .ok)
        session.token = nil
        await #expect(throws: OAuth1ClientError(.loginIncomplete, "")) {
            try await session.get(provider.url("/api/me"))
        }
    }

    @Test("Steps out of order are errors that name the step before")
    func outOfOrder() async throws {
        let session = client.userSession(callback: callback)
        #expect(throws: OAuth1ClientError(.loginIncomplete, "")) { try session.authorizationURL(provider.authorizeURL) }
        #expect(throws: OAuth1ClientError(.loginIncomplete, "")) {
            try session.parseAuthorizationResponse("https://app.example/callback?oauth_token=x&oauth_verifier=y")
        }
        await #expect(throws: OAuth1ClientError(.loginIncomplete, "")) {
            try await session.fetchAccessToken(provider.accessTokenURL)
        }
        try await session.fetchRequestToken(provider.requestTokenURL)
        await #expect(throws: OAuth1ClientError.self) { try await session.get(provider.url("/api/me")) }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await session.fetchAccessToken(provider.accessTokenURL)
        }
        #expect(error?.code == .missingVerifier)
    }

    @Test("The checks are those of the flow: another login's callback is rejected, and a denial is a result")
    func checks() async throws {
        let session = client.userSession(callback: callback)
        try await session.fetchRequestToken(provider.requestTokenURL)
        #expect(throws: OAuth1ClientError.self) {
            try session.parseAuthorizationResponse("https://app.example/callback?oauth_token=x&oauth_verifier=y")
        }
        #expect(session.state.step == .waitingForUser)
        let denied = try await browser.deny(session.authorizationURL(provider.authorizeURL))
        guard case .denied = try session.parseAuthorizationResponse(denied) else {
            Issue.record("the user declined")
            return
        }
        let error = await #expect(throws: OAuth1ClientError.self) {
            try await session.fetchAccessToken(provider.accessTokenURL)
        }
        #expect(error?.code == .authorizationDenied)
    }

    @Test("A session with a store saves after each step, and a new one continues from there")
    func stored() async throws {
        let store = MemoryStore()
        let session = try await client.userSession(restoringFrom: store, callback: callback)
        try await session.fetchRequestToken(provider.requestTokenURL)
        let page = try session.authorizationURL(provider.authorizeURL)

        let afterwards = try await client.userSession(restoringFrom: store, callback: callback)
        try afterwards.parseAuthorizationResponse(await browser.allow(page))
        try await afterwards.fetchAccessToken(provider.accessTokenURL)
        #expect(store.saved.withLock { $0.map(\.step) } == [.waitingForUser, .loggedIn])

        let later = try await client.userSession(restoringFrom: store)
        #expect(try await later.get(provider.url("/api/me")).status == .ok)
        try await later.logOut()
        #expect(store.saved.withLock { $0.last?.step } == .loggedOut)
    }

    @Test("A token that can't be saved reaches the caller through the session")
    func storeThatFails() async throws {
        let session = client.userSession(callback: callback, savingTo: FullStore())
        await #expect(throws: Full.self) { try await session.fetchRequestToken(provider.requestTokenURL) }
        #expect(session.state.step == .waitingForUser)
    }

    private func loggedIn() async throws -> AsyncOAuth1UserSession {
        let session = client.userSession(callback: callback)
        try await session.fetchRequestToken(provider.requestTokenURL)
        try session.parseAuthorizationResponse(await browser.allow(session.authorizationURL(provider.authorizeURL)))
        try await session.fetchAccessToken(provider.accessTokenURL)
        return session
    }
}
