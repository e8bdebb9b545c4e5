//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Testing
import OAuth1Web
import Synchronization
import Testing

@Suite("Callbacks that nobody was sent to")
struct HostileCallbackTests {
    private static let flood = String(repeating: "oauth_&", count: 8_500)

    @Test("Of a long query the known names are kept, twice at most, and nothing else")
    func keepsKnownNames() {
        let text =
            Self.flood + "oauth_token=a+b&oauth%5Ftoken=%63&oauth_token=d&" + Self.flood + "denied&=x&oauth_tokens=e"
        let read = OAuth1Parameters(formEncoded: text, keeping: ["oauth_token", "denied"])
        #expect(
            Array(read) == [
                OAuth1Parameter("oauth_token", "a b"), OAuth1Parameter("oauth_token", "c"),
                OAuth1Parameter("denied", ""),
            ]
        )
        #expect(OAuth1Parameters(formEncoded: text, keeping: ["oauth_token"], atMost: 1).count == 1)
    }

    @Test(
        "A callback that names no login of this browser is answered without its problem",
        arguments: StorageKind.allCases
    )
    func problemIsNotRead(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        for query in [
            "oauth_problem=user_refused&" + Self.flood, "oauth_problem=user_refused&oauth_token=x&" + Self.flood,
            "oauth_problem=signature_invalid&denied=x", "error=access_denied", "oauth_verifier=denied&oauth_token=x",
        ] {
            let failure = try #require(
                try await site.open("/login/discogs/callback?\(query)", Browser())?.failure
            )
            #expect(failure.code == (query.contains("=x") ? .otherBrowser : .noLogin))
            #expect(failure.denial == nil && failure.cause == nil)
        }
        #expect(site.transport.requests.isEmpty)
    }

    @Test("A target of more than 64 KiB is rejected before anything is read of it", arguments: StorageKind.allCases)
    func targetLimit(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let browser = Browser()
        let callback = try await site.authorize(browser)
        func padded(to count: Int) -> String {
            callback + "&" + String(repeating: "a", count: count - callback.utf8.count - 1)
        }
        let refused = try #require(try await site.open(padded(to: 65_537), browser)?.failure)
        #expect(refused.code == .invalidCallback)
        #expect(refused.returnPath == nil)
        #expect(try await site.open(padded(to: 65_536), browser)?.login != nil)
    }

    @Test(
        "Token and verifier come once, in whatever spelling, or the callback ends no login",
        arguments: [
            "&oauth_token=other", "&oauth%5Ftoken=other", "&oauth_verifier=other", "&%6fauth_verifier=", "&oauth_token",
        ]
    )
    func duplicates(_ addition: String) async throws {
        for storage in StorageKind.allCases {
            let site = try Site(storage: storage.make())
            let browser = Browser()
            let callback = try await site.authorize(browser)
            let requests = site.transport.requests.count
            let again = callback + addition
            #expect(try await site.open(again, browser)?.failure?.code == .invalidCallback)
            #expect(try await site.open(again, Browser())?.failure != nil)
            #expect(site.transport.requests.count == requests)
            #expect(try await site.open(callback, browser)?.login != nil)
        }
    }

    @Test("A denial that names two tokens ends no login")
    func twoRefusals() async throws {
        let site = try Site(.x, .x)
        let browser = Browser()
        let callback = try await site.authorize(browser, allow: false)
        #expect(try await site.open(callback + "&denied=other", browser)?.failure?.returnPath == nil)
        #expect(try await site.open(callback, browser)?.failure?.code == .denied)
    }

    @Test(
        "A browser without the login's cookie learns neither its path nor whether it exists, ended or expired"
    )
    func nothingWithoutCookie() async throws {
        for storage in StorageKind.allCases {
            let store = storage == .store ? RecordingLoginStore() : nil
            let site = try Site(storage: store.map { .store($0) } ?? storage.make())
            let browser = Browser()
            let pending = try await site.authorize(browser, next: "/pending")
            let used = try await site.authorize(browser, next: "/used")
            _ = try await site.open(used, browser)
            let unknown = "/login/discogs/callback?oauth_token=unknown&oauth_verifier=v"
            let before = store?.lookups ?? 0
            for callback in [pending, used, unknown] {
                let failure = try #require(try await site.open(callback, Browser())?.failure)
                #expect(failure.code == .otherBrowser)
                #expect(failure.returnPath == nil && failure.state == nil && failure.cause == nil)
                #expect(failure.loginPath == "/login/discogs")
            }
            // Nobody's callbacks cost the store nothing.
            #expect(store?.lookups ?? 0 == before)
        }
    }

    @Test("With a store, a made-up cookie gets the same answer for pending, ended and unknown logins")
    func madeUpCookie() async throws {
        let site = try Site(storage: .store(OAuth1InMemoryLoginStore()))
        let browser = Browser()
        let pending = try await site.authorize(browser, next: "/pending")
        let name = try #require(browser.cookies.first?.name)
        let used = try await site.authorize(browser, next: "/used")
        let usedName = try #require(browser.cookies.last?.name)
        _ = try await site.open(used, browser)
        let gone = try await site.authorize(Browser(), next: "/gone")
        let other = Browser()
        _ = try await site.authorize(other, next: "/gone")
        for (callback, cookie) in [(pending, name), (used, usedName), (gone, name)] {
            for value in ["", "made-up", String(repeating: "0", count: 32)] {
                let failure = try #require(try await site.open(callback, Browser([(cookie, value)]))?.failure)
                #expect(failure.code == (callback == gone ? .otherBrowser : .expired))
                #expect(failure.returnPath == nil && failure.state == nil)
            }
        }
        // A login that nobody started, with a cookie of the right name.
        let fresh = try Site(storage: .store(OAuth1InMemoryLoginStore()))
        let failure = try #require(try await fresh.open(pending, Browser([(name, "made-up")]))?.failure)
        #expect(failure.code == .expired)
        #expect(try await site.open(pending, browser)?.login?.returnPath.description == "/pending")
    }

    @Test("An answer that names no login reveals nothing of the one in progress")
    func unnamedAnswers() async throws {
        for storage in StorageKind.allCases {
            let site = try Site(storage: storage.make())
            let browser = Browser()
            let callback = try await site.authorize(browser, next: "/mine")
            for query in [
                "", "?oauth_verifier=x", "?oauth_problem=user_refused", "?oauth_problem=x", "?error=access_denied",
            ] {
                let failure = try #require(try await site.open("/login/discogs/callback\(query)", browser)?.failure)
                #expect(failure.returnPath == nil && failure.state == nil)
            }
            #expect(try await site.open(callback, browser)?.login?.returnPath.description == "/mine")
        }
    }

    @Test("Of more cookies than any browser keeps, the first thousand are looked at")
    func manyCookies() async throws {
        let site = try Site()
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let own = try #require(browser.cookies.first)
        func open(_ others: Int) async throws -> OAuth1LoginFailure.Code? {
            let jar = Array(repeating: (name: "a", value: ""), count: others) + [own]
            return try await site.open(callback, Browser(jar))?.failure?.code
        }
        #expect(try await open(1_000) == .otherBrowser)
        #expect(try await open(999) == nil)
    }
}

/// Counts what is looked for.
final class RecordingLoginStore: OAuth1LoginStore {
    private let store = OAuth1InMemoryLoginStore()
    private let count = Mutex(0)

    var lookups: Int { count.withLock { $0 } }

    func use(_ id: String, at now: Int64, expiresAt: Int64) async throws -> Bool {
        try await store.use(id, at: now, expiresAt: expiresAt)
    }

    func save(_ login: [UInt8], for key: String, at now: Int64, expiresAt: Int64) async throws {
        try await store.save(login, for: key, at: now, expiresAt: expiresAt)
    }

    func login(for key: String, at now: Int64) async -> [UInt8]? {
        count.withLock { $0 += 1 }
        return await store.login(for: key, at: now)
    }
}
