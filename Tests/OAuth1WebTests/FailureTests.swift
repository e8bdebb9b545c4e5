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
import Testing

@Suite("Logins that fail")
struct FailureTests {
    @Test("A user's denial is reported as a denial, with return path and state", arguments: StorageKind.allCases)
    func denied(_ storage: StorageKind) async throws {
        let site = try Site(.x, .x, storage: storage.make())
        let browser = Browser()
        let callback = try await site.authorize(browser, next: "/a", allow: false)
        #expect(callback.contains("denied=") && !callback.contains("oauth_token="))
        let failure = try #require(try await site.open(callback, browser)?.failure)
        #expect(failure.code == .denied)
        #expect(failure.returnPath?.description == "/a")
        #expect(failure.denial?.reason == "denied")
        #expect(try await site.open(callback, browser)?.failure?.code == .replayed)
    }

    @Test("A denial that names no login ends no login", arguments: StorageKind.allCases)
    func denialOfNothing(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let forged = "/login/discogs/callback?oauth_problem=user_refused"
        #expect(try await site.open(forged, browser)?.failure?.code == .denied)
        #expect(try await site.open(callback, browser)?.login != nil)
    }

    @Test("A login that took too long has expired", arguments: StorageKind.allCases)
    func expired(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let browser = Browser()
        let inTime = try await site.authorize(browser)
        let tooLate = try await site.authorize(browser)
        site.clock.advance(by: 900)
        #expect(try await site.open(inTime, browser)?.login != nil)
        site.clock.advance(by: 1)
        #expect(try await site.open(tooLate, browser)?.failure?.code == .expired)
    }

    @Test("A callback counts in the browser that started the login, and nowhere else", arguments: StorageKind.allCases)
    func otherBrowser(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let (attacker, victim) = (Browser(), Browser())
        let callback = try await site.authorize(attacker)
        // The victim may have a separate login in progress.
        _ = try await site.authorize(victim)
        #expect(try await site.open(callback, victim)?.failure?.code == .otherBrowser)
        #expect(try await site.open(callback, Browser())?.failure?.code == .otherBrowser)
        #expect(site.transport.requests.count == 2)
        #expect(try await site.open(callback, attacker)?.login != nil)
    }

    @Test("A cookie of another login does not do", arguments: StorageKind.allCases)
    func renamedCookie(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let (attacker, victim) = (Browser(), Browser())
        let callback = try await site.authorize(attacker)
        _ = try await site.authorize(victim)
        let name = try #require(attacker.cookies.first?.name)
        let value = try #require(victim.cookies.first?.value)
        let code = try await site.open(callback, Browser([(name, value)]))?.failure?.code
        // A store reveals no more than for an unknown login.
        #expect(code == (storage == .store ? .expired : .unreadable))
    }

    @Test("A callback counts once", arguments: StorageKind.allCases)
    func replayed(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let copy = browser.copy
        #expect(try await site.open(callback, browser)?.login != nil)
        let requests = site.transport.requests.count
        #expect(try await site.open(callback, browser)?.failure?.code == .replayed)
        #expect(try await site.open(callback, copy)?.failure?.code == .replayed)
        #expect(site.transport.requests.count == requests)
    }

    @Test("Another process with the same key and no store of used logins leaves the rejection to the service")
    func replayedElsewhere() async throws {
        let keys = OAuth1CookieKeys.random()
        let site = try Site(storage: .sealedCookie(keys))
        let other = try Site(.discogs, site.replica, storage: .sealedCookie(keys))
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let copy = browser.copy
        #expect(try await site.open(callback, browser)?.login != nil)
        #expect(try await other.open(callback, copy)?.failure?.code == .service)
        #expect(other.transport.requests.count == 1)
    }

    @Test("Of many callbacks at the same time one counts", arguments: [StorageKind.sealedCookieAndUses, .store])
    func races(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let request = browser.request(callback)
        let route = try #require(site.registry.route(of: callback))
        let registry = site.registry
        let results = try await withThrowingTaskGroup(of: OAuth1LoginFailure.Code?.self) { group in
            for _ in 0..<50 {
                group.addTask {
                    guard case .outcome(let outcome) = try await registry.answer(request, at: route) else {
                        return .noLogin
                    }
                    if case .failure(let failure) = outcome.result { return failure.code }
                    return nil
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(results.filter { $0 == nil }.count == 1)
        #expect(results.filter { $0 == .replayed }.count == 49)
        #expect(site.transport.requests.filter { $0.request.path == "/oauth/access_token" }.count == 1)
    }

    @Test("A callback without a login is reported as such", arguments: StorageKind.allCases)
    func noLogin(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        #expect(try await site.open("/login/discogs/callback", Browser())?.failure?.code == .noLogin)
        let unknown = try await site.open("/login/discogs/callback?oauth_token=a&oauth_verifier=b", Browser())
        #expect(unknown?.failure?.code == .otherBrowser)
        #expect(site.transport.requests.isEmpty)
    }

    @Test("A cookie that was changed is not read")
    func tampered() async throws {
        for change in [
            { (value: String) in String(value.dropLast(4)) + "AAA=" },
            { ($0.hasPrefix("A") ? "B" : "A") + $0.dropFirst() },
            { String($0.prefix(40)) },
            { _ in "" }, { _ in "%" }, { _ in "AAAA" },
        ] {
            let site = try Site()
            let browser = Browser()
            let callback = try await site.authorize(browser)
            browser.change(change)
            #expect(try await site.open(callback, browser)?.failure?.code == .unreadable)
            #expect(site.transport.requests.count == 1)
        }
    }

    @Test("No parameter of the callback replaces a stored value", arguments: StorageKind.allCases)
    func callbackOverwritesNothing(_ storage: StorageKind) async throws {
        let site = try Site(storage: storage.make())
        let browser = Browser()
        let callback = try await site.authorize(browser, next: "/mine")
        let attack = callback + "&oauth_token_secret=evil&oauth_callback_confirmed=false&next=/evil&r=/evil&state=evil"
        let login = try #require(try await site.open(attack, browser)?.login)
        #expect(login.returnPath.description == "/mine")
        #expect(login.state == nil)
    }

    @Test(
        "A callback that no service makes is reported as that, and the login continues",
        arguments: ["&oauth_verifier=other", "&oauth_token=other"]
    )
    func invalidCallback(_ addition: String) async throws {
        let site = try Site()
        let browser = Browser()
        let callback = try await site.authorize(browser)
        #expect(try await site.open(callback + addition, browser)?.failure?.code == .invalidCallback)
        #expect(try await site.open(callback, browser)?.login != nil)
    }

    @Test("A service that issues no token is reported as the cause, at the start and at the callback")
    func serviceFails() async throws {
        struct Down: Error {}
        let transport = OAuth1RecordingTransport { _, _ in throw Down() }
        let registry = try OAuth1Registry(
            [OAuth1Registration(.x, client: OAuth1ClientCredentials(key: "k", secret: "s"))],
            configuration: OAuth1WebConfiguration(publicURL: "https://app.example", storage: .sealedCookie(.random())),
            transport: transport
        )
        let failure = try #require(try await Browser().open("/login/x", at: registry)?.failure)
        #expect(failure.code == .service)
        #expect((failure.cause as? OAuth1ClientError)?.code == .transport)
        #expect(failure.response.status == .badGateway)

        let site = try Site()
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let wrong = callback.replacing(/oauth_verifier=[^&]*/, with: "oauth_verifier=wrong")
        let refused = try #require(try await site.open(wrong, browser)?.failure)
        #expect(refused.code == .service)
        #expect((refused.cause as? OAuth1ClientError)?.code == .tokenRequestRefused)
        #expect(!"\(refused)".contains("wrong"))
    }

    @Test("The cookie of a login that fails after it was used does not start it again")
    func failedExchangeIsUsed() async throws {
        let site = try Site()
        let browser = Browser()
        let callback = try await site.authorize(browser)
        let wrong = callback.replacing(/oauth_verifier=[^&]*/, with: "oauth_verifier=wrong")
        _ = try await site.open(wrong, browser)
        #expect(try await site.open(callback, browser)?.failure?.code == .replayed)
    }

    @Test("A key that encrypts no more still opens, and one that is gone does not")
    func rotation() async throws {
        let old: OAuth1Secret = "0000000000000000000000000000000000000000000000000000000000000000"
        let new: OAuth1Secret = "1111111111111111111111111111111111111111111111111111111111111111"
        func site(_ keys: OAuth1CookieKeys, like other: Site? = nil) throws -> Site {
            try Site(.discogs, other?.replica ?? .discogs, storage: .sealedCookie(keys))
        }
        let before = try site(OAuth1CookieKeys(current: old))
        let browser = Browser()
        let callback = try await before.authorize(browser)
        let gone = try site(OAuth1CookieKeys(current: new), like: before)
        #expect(try await gone.open(callback, browser)?.failure?.code == .unreadable)
        let rotated = try site(OAuth1CookieKeys(current: new, previous: [old]), like: before)
        #expect(try await rotated.open(callback, browser)?.login != nil)
        // The note that it was used is encrypted with the new key.
        #expect(try await before.open(callback, browser)?.failure?.code == .unreadable)
        #expect(try await rotated.open(callback, browser)?.failure?.code == .replayed)
    }

    @Test("Keys that are too short are rejected, and never shown")
    func keys() throws {
        let error = #expect(throws: OAuth1WebError.self) { try OAuth1CookieKeys(current: "short secret") }
        #expect(error?.description.contains("short secret") == false)
        let keys = try OAuth1CookieKeys(current: "0123456789abcdef0123456789abcdef")
        var dumped = ""
        dump(keys, to: &dumped)
        #expect(!"\(keys)\(dumped)".contains("0123456789abcdef"))
        #expect(Mirror(reflecting: keys).children.isEmpty)
    }
}
