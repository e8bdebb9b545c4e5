//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import OAuth1
import OAuth1Postgres
import OAuth1Server

/// Nonces a second with PostgreSQL, beside pgbench with one insert of a nonce in each transaction, on the same server.
enum PostgresMeasurement {
    static func run() async throws {
        guard let server = try? PostgresServer() else {
            print("PostgreSQL: skipped, the server is not installed")
            return
        }
        defer { server.remove() }
        let tokens = SignedLoad.tokens(1_000)
        let database = try await server.open(tokens)
        defer { database.close() }
        try server.execute("CREATE TABLE n (t int8 NOT NULL, f uuid NOT NULL, PRIMARY KEY (t, f))")
        for once in [64, 256] {
            var (ours, single) = ([Double](), [Double]())
            for round in 0..<5 {
                ours.append(try await nonces(database, at: once, round))
                single.append(try server.pgbench(clients: 64, transactions: 200))
            }
            let ratios = zip(ours, single).map { $0 / $1 }
            print("nonces in PostgreSQL, \(once) at a time: \(Int(Rate.median(ours))) a second")
            print("pgbench, one insert of a nonce in each transaction, 64 clients: \(Int(Rate.median(single)))")
            print("ratio to pgbench: \(text(Rate.median(ratios))), turns \(ratios.map(text).joined(separator: ", "))")
        }
        let load = try SignedLoad(database.stores, tokens)
        for once in [64, 256, 1_024] {
            let rate = try await load.rate(at: once)
            print("verified requests, all stores in PostgreSQL, \(once) at a time: \(rate) a second")
        }
    }

    private static func text(_ ratio: Double) -> String { String(format: "%.2f", ratio) }

    private static func nonces(_ database: OAuth1PostgresDatabase, at once: Int, _ round: Int) async throws -> Double {
        let result = try await Rate.measure(at: once) { number in
            let now = OAuth1SystemClock().now()
            let name = "n\(once)-\(round)-\(number)"
            let nonce = OAuth1UsedNonce(nonce: name, timestamp: now, clientKey: "key", token: "token")
            guard try await database.nonces.record(nonce, in: OAuth1TimestampWindow(now: now)) == .new else {
                throw OAuth1ServerError(.nonceUsed, "")
            }
        }
        return Double(result.rate)
    }
}
