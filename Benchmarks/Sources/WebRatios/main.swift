//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Foundation
import HTTPTypes
import Logging
import OAuth1
import OAuth1Client
import OAuth1Web
import Synchronization

/// A service that answers at once, so that only what is ours costs anything.
struct InstantService: OAuth1Transport {
    private static let requestToken: OAuth1Parameters = [
        "oauth_token": "Z6eEdO8MOmk394WozF5oKyuAv855l4Mlqo7hhlSLik",
        "oauth_token_secret": "Kd75W4OQfb2oJTV0vzGzeXftVAwgMnEK9MumzYcM", "oauth_callback_confirmed": "true",
    ]

    func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
        OAuth1Response(head: HTTPResponse(status: .ok), body: Self.requestToken.formEncoded)
    }
}

/// One thing to measure: so many runs of it, on the task that measures and without a change of executors between them.
struct Work: Sendable {
    let name: String
    let run: @Sendable (_ runs: Int) async throws -> Void

    init(_ name: String, _ run: @escaping @Sendable () async throws -> Void) {
        self.name = name
        self.run = { runs in for _ in 0..<runs { try await run() } }
    }

    /// Cryptography, which waits for nothing; each result is looked at, so that no work can be left out.
    init(_ name: String, adding work: @escaping @Sendable () throws -> Int) {
        self.name = name
        self.run = { runs in
            var sum = 0
            for _ in 0..<runs { sum &+= try work() }
            guard sum != 0 else { throw Nothing() }
        }
    }

    struct Nothing: Error {}
}

/// Seconds of processor time that this process has used.
func processorTime() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

/// Seconds of processor time for one of many runs.
func time(_ work: Work, _ runs: Int) async throws -> Double {
    let start = processorTime()
    try await work.run(runs)
    return (processorTime() - start) / Double(runs)
}

/// Requests that are each sent once.
final class Callbacks: Sendable {
    private let requests = Mutex<[HTTPRequest]>([])

    struct Exhausted: Error {}

    func add(_ request: HTTPRequest) { requests.withLock { $0.append(request) } }

    func next() throws -> HTTPRequest {
        guard let request = requests.withLock({ $0.popLast() }) else { throw Exhausted() }
        return request
    }
}

extension HTTPResponse {
    /// The first cookie that it sets, as a browser sends it.
    var cookie: String { String((headerFields[values: .setCookie].first ?? "").prefix { $0 != ";" }) }
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func text(_ value: Double, _ digits: Int, _ width: Int) -> String {
    let text = String(format: "%.\(digits)f", value)
    return String(repeating: " ", count: max(0, width - text.count)) + text
}

func client(_ storage: OAuth1LoginStorage) throws -> OAuth1WebClient {
    let credentials = OAuth1ClientCredentials(
        key: "xvz1evFS4wEEPTGEFPHBog",
        secret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAo"
    )
    return try OAuth1Registry(
        [OAuth1Registration(.x, client: credentials)],
        configuration: OAuth1WebConfiguration(
            publicURL: "https://app.example.org",
            storage: storage,
            fetchesProfile: false,
            logger: Logger(label: "benchmark", factory: { _ in SwiftLogNoOpLogHandler() })
        ),
        transport: InstantService()
    )
    .client("x")
}

/// The cryptography that nothing can do without: the signature of the request for a request token, the hash that names
/// the cookie, and the encryption of its content.
func cryptography(cookieName: [UInt8]) -> (parts: [Work], whole: Work) {
    let sealKey = SymmetricKey(size: .bits256)
    let message = [UInt8](repeating: 7, count: 200)
    let baseString = [UInt8](repeating: 65, count: 330)
    let key = HMAC<Insecure.SHA1>(key: SymmetricKey(data: Array("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAo&".utf8)))
    @Sendable func seal() throws -> Int {
        try AES.GCM.seal(message, using: sealKey, authenticating: cookieName).ciphertext.count
    }
    @Sendable func sign() -> Int {
        var code = key
        code.update(data: baseString)
        return code.finalize().byteCount
    }
    @Sendable func hash() -> Int { SHA256.hash(data: cookieName).withUnsafeBytes { Int($0[0]) | 1 } }
    return (
        [
            Work("AES-GCM seal of 200 bytes", adding: seal), Work("HMAC-SHA1 of 330 bytes", adding: sign),
            Work("SHA-256 of the token", adding: hash),
        ],
        Work("the three together", adding: { try seal() &+ sign() &+ hash() })
    )
}

func measure() async throws {
    let cookie = try client(.sealedCookie(.random()))
    let store = try client(.store(OAuth1InMemoryLoginStore(maximumCount: 10_000_000)))
    let path = OAuth1ReturnPath("/collection?page=2") ?? .root
    let browser = HTTPRequest(method: .get, scheme: "https", authority: "app.example.org", path: "/login/x")

    // Callbacks that each fit a separate login, as a login is completed once.
    let callbacks = Callbacks()
    for _ in 0..<100_000 {
        let redirect = try await cookie.authorizeRedirect(for: browser, returnTo: path)
        var request = browser
        request.path =
            "/login/x/callback?oauth_token=Z6eEdO8MOmk394WozF5oKyuAv855l4Mlqo7hhlSLik&oauth_verifier=uw7NjWHT6OJ1MpJOXsHf"
        request.headerFields[.cookie] = redirect.cookie
        callbacks.add(request)
    }
    let pair = try await cookie.authorizeRedirect(for: browser, returnTo: path).cookie

    // What anybody can send: a query of 60 KB, with a pending login and without.
    let flood = "/login/x/callback?oauth_problem=x&" + String(repeating: "oauth_&", count: 8_500)
    let anonymous = HTTPRequest(method: .get, scheme: "https", authority: "app.example.org", path: flood)
    var named = anonymous
    named.path = flood + "oauth_token=Z6eEdO8MOmk394WozF5oKyuAv855l4Mlqo7hhlSLik"
    named.headerFields[.cookie] = pair
    let pending = named

    let (parts, whole) = cryptography(cookieName: Array(pair.prefix { $0 != "=" }.utf8))
    let works =
        parts + [
            whole,
            Work("a request token, signed and read") {
                _ = try await cookie.client.fetchRequestToken(callback: .url(cookie.callbackURL))
            },
            Work("a redirect, sealed cookie") {
                _ = try await cookie.authorizeRedirect(for: browser, returnTo: path)
            },
            Work("a redirect, store in memory") {
                _ = try await store.authorizeRedirect(for: browser, returnTo: path)
            },
            Work("a callback, sealed cookie") {
                _ = try await cookie.authorizeAccessToken(from: callbacks.next()).login()
            },
            Work("60 KB without a pending login") { _ = try await cookie.authorizeAccessToken(from: anonymous) },
            Work("60 KB with a pending login") { _ = try await cookie.authorizeAccessToken(from: pending) },
        ]

    print(
        "processor time; in turns with the cryptography, medians of 401 turns; a cookie has \(pair.utf8.count) bytes\n"
    )
    print("                                          µs   for each second   times the cryptography")
    for work in works {
        let runs = max(1, Int(1e-3 / (try await time(work, 200))))
        let baseRuns = max(1, Int(1e-3 / (try await time(whole, 200))))
        var own: [Double] = []
        var ratios: [Double] = []
        for round in 0..<401 {
            let first = try await round.isMultiple(of: 2) ? time(work, runs) : time(whole, baseRuns)
            let second = try await round.isMultiple(of: 2) ? time(whole, baseRuns) : time(work, runs)
            let (mine, base) = round.isMultiple(of: 2) ? (first, second) : (second, first)
            own.append(mine)
            ratios.append(mine / base)
        }
        let name = work.name + String(repeating: " ", count: max(0, 34 - work.name.count))
        print(name + text(median(own) * 1e6, 2, 10) + text(1 / median(own), 0, 18) + text(median(ratios), 2, 25))
    }
}

// Not on the main actor, which top-level code is on: each call would change executors twice.
try await Task.detached { try await measure() }.value
