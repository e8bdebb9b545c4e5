//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Foundation
import HTTPTypes
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1Testing
import OAuth1URLSession
import Testing

/// What `docs/from-the-page.md` shows, over sockets: blocking over URLSession, and async over AsyncHTTPClient.
@Suite("The session of the page, over sockets", .enabled(if: PeerPython.isExpected), .foreignProviders)
struct FromThePageTests {
    private static let callback = OAuth1Callback.url("https://app.example/auth?from=page")
    private let browser = OAuth1TestBrowser(transport: .urlSession)

    private func blocking(_ provider: PageProvider, token: OAuth1AccessToken? = nil) -> OAuth1Session {
        OAuth1Session(client: provider.client, token: token, options: provider.options, transport: .urlSession)
    }

    private func async(_ provider: PageProvider, token: OAuth1AccessToken? = nil) -> AsyncOAuth1Client {
        AsyncOAuth1Client(
            client: provider.client,
            token: token,
            options: provider.options,
            transport: .asyncHTTPClient
        )
    }

    private static func verifier(in callback: String) throws -> String {
        let query = try #require(callback.split(separator: "?").last)
        return try #require(OAuth1Parameters(formEncoded: String(query))["oauth_verifier"])
    }

    private static func expectAlice(
        _ response: OAuth1Response,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(response.status == .ok, sourceLocation: location)
        #expect(response.text.contains(#""alice""#), "\(response.text)", sourceLocation: location)
    }

    /// A path for a login in a temporary folder, which is removed after the call.
    private static func withFile(_ use: (String) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-page-" + UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await use(folder.appendingPathComponent("login.json").path)
    }

    @Test("The whole flow without passing a token on, blocking", arguments: PageProvider.allCases)
    func blockingFlow(provider: PageProvider) async throws {
        let session = blocking(provider).userSession()
        session.callback = Self.callback
        try await provider.withRunning { [browser] origin in
            let page = try await BlockingThread.run {
                try session.fetchRequestToken(origin + "/oauth/request_token")
                return try session.authorizationURL(origin + "/oauth/authorize")
            }
            let callback = try await browser.allow(page)
            let response = try await BlockingThread.run {
                try session.parseAuthorizationResponse(callback)
                try session.fetchAccessToken(origin + "/oauth/access_token")
                return try session.get(origin + "/api/me")
            }
            Self.expectAlice(response)
        }
    }

    @Test("The whole flow without passing a token on, async", arguments: PageProvider.allCases)
    func asyncFlow(provider: PageProvider) async throws {
        let session = async(provider).userSession()
        session.callback = Self.callback
        try await provider.withRunning { [browser] origin in
            try await session.fetchRequestToken(origin + "/oauth/request_token")
            let callback = try await browser.allow(session.authorizationURL(origin + "/oauth/authorize"))
            try session.parseAuthorizationResponse(callback)
            try await session.fetchAccessToken(origin + "/oauth/access_token")
            Self.expectAlice(try await session.get(origin + "/api/me"))
        }
    }

    @Test(
        "A restored request token and a verifier, then a restored access token, blocking",
        arguments: PageProvider.allCases
    )
    func blockingRestored(provider: PageProvider) async throws {
        let client = blocking(provider)
        try await provider.withRunning { [browser] origin in
            let (stored, page) = try await BlockingThread.run {
                let first = client.userSession(callback: Self.callback)
                let requestToken = try first.fetchRequestToken(origin + "/oauth/request_token")
                return (requestToken, try first.authorizationURL(origin + "/oauth/authorize"))
            }
            let verifier = try Self.verifier(in: await browser.allow(page))
            let token = try await BlockingThread.run {
                try client.userSession(requestToken: stored)
                    .fetchAccessToken(origin + "/oauth/access_token", verifier: verifier)
            }
            let third = blocking(provider, token: token).userSession()
            Self.expectAlice(try await BlockingThread.run { try third.get(origin + "/api/me") })
        }
    }

    @Test(
        "A restored request token and a verifier, then a restored access token, async",
        arguments: PageProvider.allCases
    )
    func asyncRestored(provider: PageProvider) async throws {
        let client = async(provider)
        try await provider.withRunning { [browser] origin in
            let first = client.userSession(callback: Self.callback)
            let stored = try await first.fetchRequestToken(origin + "/oauth/request_token")
            let callback = try await browser.allow(first.authorizationURL(origin + "/oauth/authorize"))
            let token = try await client.userSession(requestToken: stored)
                .fetchAccessToken(origin + "/oauth/access_token", verifier: Self.verifier(in: callback))
            Self.expectAlice(try await async(provider, token: token).userSession().get(origin + "/api/me"))
        }
    }

    @Test("Each step continues from the login in a file, blocking", arguments: PageProvider.allCases)
    func blockingStored(provider: PageProvider) async throws {
        let client = blocking(provider)
        try await Self.withFile { path in
            let store = OAuth1FileSessionStore(path: path)
            try await provider.withRunning { [browser] origin in
                let page = try await BlockingThread.run {
                    let first = try client.userSession(restoringFrom: store, callback: Self.callback)
                    try first.fetchRequestToken(origin + "/oauth/request_token")
                    return try first.authorizationURL(origin + "/oauth/authorize")
                }
                let callback = try await browser.allow(page)
                try await BlockingThread.run {
                    let second = try client.userSession(restoringFrom: store, callback: Self.callback)
                    try second.parseAuthorizationResponse(callback)
                    try second.fetchAccessToken(origin + "/oauth/access_token")
                }
                let response = try await BlockingThread.run {
                    try client.userSession(restoringFrom: store).get(origin + "/api/me")
                }
                Self.expectAlice(response)
            }
        }
    }

    @Test("Each step continues from the login in a file, async", arguments: PageProvider.allCases)
    func asyncStored(provider: PageProvider) async throws {
        let client = async(provider)
        try await Self.withFile { path in
            let store = OAuth1FileSessionStore(path: path)
            try await provider.withRunning { [browser] origin in
                let first = try await client.userSession(restoringFrom: store, callback: Self.callback)
                try await first.fetchRequestToken(origin + "/oauth/request_token")
                let callback = try await browser.allow(first.authorizationURL(origin + "/oauth/authorize"))
                let second = try await client.userSession(restoringFrom: store, callback: Self.callback)
                try second.parseAuthorizationResponse(callback)
                try await second.fetchAccessToken(origin + "/oauth/access_token")
                let third = try await client.userSession(restoringFrom: store)
                Self.expectAlice(try await third.get(origin + "/api/me"))
            }
        }
    }
}
#endif
