//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Web

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

/// One thing to measure.
struct Work {
    let name: String
    let run: () async throws -> Void
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
    for _ in 0..<runs { try await work.run() }
    return (processorTime() - start) / Double(runs)
}

func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

func text(_ value: Double, _ digits: Int, _ width: Int) -> String {
    let text = String(format: "%.\(digits)f", value)
    return String(repeating: " ", count: max(0, width - text.count)) + text
}

let credentials = OAuth1ClientCredentials(key: "xvz1evFS4wEEPTGEFPHBog", secret: "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAo")

func client(_ storage: OAuth1LoginStorage) throws -> OAuth1WebClient {
    try OAuth1Registry(
        [OAuth1Registration(.x, client: credentials)],
        configuration: OAuth1WebConfiguration(
            publicURL: "https://app.example.org",
            storage: storage,
            fetchesProfile: false
        ),
        transport: InstantService()
    ).client("x")
}

let cookie = try client(.sealedCookie(.random()))
let rotated = try client(
    .sealedCookie(
        OAuth1CookieKeys(
            current: OAuth1Secret(String(repeating: "n", count: 32)),
            previous: [OAuth1Secret(String(repeating: "o", count: 32))]
        )
    )
)
let store = try client(.store(OAuth1InMemoryLoginStore(maximumCount: 10_000_000)))
let path = OAuth1ReturnPath("/collection?page=2") ?? .root
let browser = HTTPRequest(method: .get, scheme: "https", authority: "app.example.org", path: "/login/x")

// A callback that fits a login.
let redirect = try await cookie.authorizeRedirect(for: browser, returnTo: path)
let setCookie = redirect.headerFields[values: .setCookie].first ?? ""
var callback = browser
callback.path =
    "/login/x/callback?oauth_token=Z6eEdO8MOmk394WozF5oKyuAv855l4Mlqo7hhlSLik&oauth_verifier=uw7NjWHT6OJ1MpJOXsHfNxoA"
callback.headerFields[.cookie] = String(setCookie.prefix { $0 != ";" })
guard case .success = try await cookie.authorizeAccessToken(from: callback).result else {
    fatalError("the callback was refused")
}

// The cryptography that nothing can do without: the signature of the request for a request token, the hash that names
// the cookie, and the seal of what is in it.
let sealKey = SymmetricKey(size: .bits256)
let message = [UInt8](repeating: 7, count: 260)
let name = Array(setCookie.prefix { $0 != "=" }.utf8)
let baseString = [UInt8](repeating: 65, count: 330)
let hmac = HMAC<Insecure.SHA1>(key: SymmetricKey(data: Array("kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAo&".utf8)))
var sink = 0
let seal = Work(name: "AES-GCM seal of 260 bytes") {
    sink &+= try AES.GCM.seal(message, using: sealKey, authenticating: name).ciphertext.count
}
let sign = Work(name: "HMAC-SHA1 of 330 bytes") {
    var code = hmac
    code.update(data: baseString)
    sink &+= code.finalize().byteCount
}
let hash = Work(name: "SHA-256 of the token") { sink &+= SHA256.hash(data: name).description.count & 1 }
let cryptography = Work(name: "the three together") {
    try await seal.run()
    try await sign.run()
    try await hash.run()
}
let token = Work(name: "a request token, signed and read") {
    _ = try await cookie.client.fetchRequestToken(callback: .url(cookie.callbackURL))
}
let works = [
    seal, sign, hash, token,
    Work(name: "a redirect, sealed cookie") { _ = try await cookie.authorizeRedirect(for: browser, returnTo: path) },
    Work(name: "a redirect, two keys") { _ = try await rotated.authorizeRedirect(for: browser, returnTo: path) },
    Work(name: "a redirect, store in memory") { _ = try await store.authorizeRedirect(for: browser, returnTo: path) },
    Work(name: "a callback, sealed cookie") { _ = try await cookie.authorizeAccessToken(from: callback) },
]

print("processor time of one thread; in turns with the cryptography, medians of 401 turns\n")
print("                                         µs   for each second   times the cryptography")
for work in works + [cryptography] {
    let runs = max(1, Int(2e-3 / (try await time(work, 200))))
    let baseRuns = max(1, Int(2e-3 / (try await time(cryptography, 200))))
    var own: [Double] = []
    var ratios: [Double] = []
    for round in 0..<401 {
        let first = try await round.isMultiple(of: 2) ? time(work, runs) : time(cryptography, baseRuns)
        let second = try await round.isMultiple(of: 2) ? time(cryptography, baseRuns) : time(work, runs)
        let (mine, base) = round.isMultiple(of: 2) ? (first, second) : (second, first)
        own.append(mine)
        ratios.append(mine / base)
    }
    let name = work.name + String(repeating: " ", count: max(0, 34 - work.name.count))
    print(name + text(median(own) * 1e6, 2, 10) + text(1 / median(own), 0, 18) + text(median(ratios), 2, 25))
}
print("\n(\(sink == 0 ? "nothing was measured" : "a cookie has \(setCookie.prefix { $0 != ";" }.count) bytes"))")
