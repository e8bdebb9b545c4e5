//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import GRDB
import OAuth1
import OAuth1GRDB
import OAuth1Server

/// Requests a second with SQLite, and how many inserts the medium takes.
enum DatabaseMeasurement {
    static let keys = [OAuth1Secret(String(repeating: "k", count: 64))]

    /// A database in a temporary folder, with one client and tokens.
    static func open(_ folder: URL, _ tokens: [OAuth1IssuedAccessToken]) async throws -> OAuth1GRDBDatabase {
        let database = try OAuth1GRDBDatabase(
            path: path(folder),
            keys: OAuth1DatabaseKeys(keys),
            history: .empty
        )
        try await database.clients.register(OAuth1RegisteredClient(credentials: SignedLoad.client))
        for token in tokens { try await database.tokens.save(token) }
        return database
    }

    static func path(_ folder: URL) -> String { folder.appendingPathComponent("provider.sqlite").path }

    static func withFolder<Value>(_ body: (URL) async throws -> Value) async throws -> Value {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-rates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }

    static func load(seconds: Int) async throws {
        try await withFolder { folder in
            let tokens = SignedLoad.tokens(1_000)
            let load = try SignedLoad(try await open(folder, tokens).stores, tokens)
            print("\(try await load.rate(at: 256, for: .seconds(seconds))) a second")
        }
    }

    static func run() async throws {
        try await withFolder { folder in
            let tokens = SignedLoad.tokens(1_000)
            let database = try await open(folder, tokens)
            let memory = OAuth1InMemoryTokenStore()
            for token in tokens { memory.save(token) }

            let commits = try count(folder)
            let nonces = try await Rate.measure { number in
                let now = OAuth1SystemClock().now()
                let nonce = OAuth1UsedNonce(nonce: "n\(number)", timestamp: now, clientKey: "key", token: "token")
                guard try await database.nonces.record(nonce, in: OAuth1TimestampWindow(now: now)) == .new else {
                    throw OAuth1ServerError(.nonceUsed, "")
                }
            }
            let batch = max(1, nonces.count / max(1, Int(try count(folder) - commits)))
            print("nonces in SQLite: \(nonces.rate) a second, \(batch) in each commit")
            for size in Set([1, batch, 1_000]).sorted() {
                print("plain inserts of a nonce, \(size) in each commit: \(try plain(folder, size)) a second")
            }
            let all = OAuth1ServerStores(
                clients: OAuth1InMemoryClientStore([OAuth1RegisteredClient(credentials: SignedLoad.client)]),
                tokens: memory,
                nonces: OAuth1InMemoryNonceStore(maximumCountPerClient: .max, history: .empty)
            )
            var mixed = all
            mixed.nonces = database.nonces
            for (name, stores) in [
                ("all stores in memory", all), ("nonces in SQLite", mixed), ("all stores in SQLite", database.stores),
            ] {
                let load = try SignedLoad(stores, tokens)
                for once in [64, 256, 1_024] {
                    print("verified requests, \(name), \(once) at a time: \(try await load.rate(at: once)) a second")
                }
            }
        }
    }

    private static func count(_ folder: URL) throws -> Int64 {
        let queue = try DatabaseQueue(path: path(folder))
        return try queue.read { db in try Int64.fetchOne(db, sql: "SELECT commits FROM oauth1_state") ?? 0 }
    }

    /// What SQLite takes on this disk, without anything else.
    private static func plain(_ folder: URL, _ size: Int) throws -> Int {
        let pool = try DatabasePool(path: folder.appendingPathComponent("plain-\(size).sqlite").path)
        return try pool.writeWithoutTransaction { db in
            try db.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    CREATE TABLE n (t INTEGER NOT NULL, f BLOB NOT NULL, PRIMARY KEY (t, f)) WITHOUT ROWID
                    """
            )
            let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO n VALUES (?, ?)")
            var (generator, count) = (SystemRandomNumberGenerator(), 0)
            let start = ContinuousClock.now
            while ContinuousClock.now - start < Rate.time {
                try db.inTransaction(.immediate) {
                    for _ in 0..<size {
                        let bytes = (0..<2).flatMap { _ in withUnsafeBytes(of: generator.next()) { Array($0) } }
                        try insert.execute(arguments: [1_700_000_000, Data(bytes)])
                    }
                    return .commit
                }
                count += size
            }
            return Int(Double(count) / ((ContinuousClock.now - start) / .seconds(1)))
        }
    }
}
