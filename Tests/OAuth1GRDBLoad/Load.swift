//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import OAuth1
import OAuth1GRDB
import OAuth1Server

/// Writes of many requests at the same time: each line of the output is what a client was answered.
struct Load: Sendable {
    private let database: OAuth1GRDBDatabase

    static func run() async throws {
        let key = ProcessInfo.processInfo.environment["OAUTH1_LOAD_KEY"] ?? ""
        let load = Load(
            database: try OAuth1GRDBDatabase(
                path: CommandLine.arguments[1],
                keys: OAuth1DatabaseKeys([OAuth1Secret(key)]),
                maximumRequestTokensPerClient: 1_000_000,
                history: .empty
            )
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask { while true { try await load.recordNonce() } }
                group.addTask { while true { try await load.exchangeToken() } }
            }
            try await group.waitForAll()
        }
    }

    private func answer(_ line: String) throws {
        try FileHandle.standardOutput.write(contentsOf: Data((line + "\n").utf8))
    }

    private func recordNonce() async throws {
        let now = OAuth1SystemClock().now()
        let nonce = OAuth1UsedNonce(
            nonce: UUID().uuidString,
            timestamp: now + Int64.random(in: -100...60),
            clientKey: "key",
            token: nil
        )
        let outcome = try await database.nonces.record(nonce, in: OAuth1TimestampWindow(now: now))
        if outcome == .new { try answer("nonce \(nonce.nonce) \(nonce.timestamp)") }
    }

    private func exchangeToken() async throws {
        let (now, token) = (OAuth1SystemClock().now(), UUID().uuidString)
        let request = OAuth1IssuedRequestToken(
            token: "request-" + token,
            secret: "s",
            clientKey: "key",
            callback: "oob",
            issuedAt: now,
            expiresAt: now + 600
        )
        let access = OAuth1IssuedAccessToken(token: token, secret: "s", clientKey: "key", userID: "u", issuedAt: now)
        try await database.tokens.save(request)
        _ = try await database.tokens.authorizeRequestToken(
            request.token,
            OAuth1IssuedRequestToken.Authorization(userID: "u", verifier: "v")
        )
        guard try await database.tokens.exchangeRequestToken(request.token, for: access) else { return }
        try answer("access \(token) \(now)")
    }
}
#endif
