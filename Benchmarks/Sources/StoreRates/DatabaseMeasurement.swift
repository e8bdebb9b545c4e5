//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import GRDB
import HTTPTypes
import OAuth1
import OAuth1GRDB
import OAuth1Server

/// Requests a second with SQLite, and how many inserts the medium takes.
enum DatabaseMeasurement {
    private static let client = OAuth1ClientCredentials(key: "key", secret: "secret")

    static func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-rates-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let keys = try OAuth1DatabaseKeys([OAuth1Secret(String(repeating: "k", count: 64))])
        let database = try OAuth1GRDBDatabase(
            path: folder.appendingPathComponent("provider.sqlite").path,
            keys: keys,
            history: .empty
        )
        let registered = OAuth1RegisteredClient(credentials: client)
        try await database.clients.register(registered)
        let token = OAuth1IssuedAccessToken(token: "token", secret: "s", clientKey: "key", userID: "u", issuedAt: 0)
        try await database.tokens.save(token)
        let memory = OAuth1InMemoryTokenStore()
        memory.save(token)

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
            clients: OAuth1InMemoryClientStore([registered]),
            tokens: memory,
            nonces: OAuth1InMemoryNonceStore(maximumCountPerClient: .max, history: .empty)
        )
        print("verified requests, all stores in memory: \(try await requests(all, token))")
        var mixed = all
        mixed.nonces = database.nonces
        print("verified requests, nonces in SQLite: \(try await requests(mixed, token))")
        print("verified requests, all stores in SQLite: \(try await requests(database.stores, token))")
    }

    private static func count(_ folder: URL) throws -> Int64 {
        let queue = try DatabaseQueue(path: folder.appendingPathComponent("provider.sqlite").path)
        return try queue.read { db in try Int64.fetchOne(db, sql: "SELECT commits FROM oauth1_state") ?? 0 }
    }

    /// Signed requests, accepted by a protector: signing is part of the time.
    private static func requests(_ stores: OAuth1ServerStores, _ token: OAuth1IssuedAccessToken) async throws -> String
    {
        let protector = OAuth1ResourceProtector(
            stores: stores,
            configuration: OAuth1ServerConfiguration(serviceName: "S", trustsHostField: true)
        )
        let signer = OAuth1Signer(client: client, token: token)
        let request = try HTTPRequest(method: .get, absoluteURL: "https://api.example/photos?size=large")
        let result = try await Rate.measure { _ in
            _ = try await protector.authenticate(try signer.sign(request, body: nil).request)
        }
        return "\(result.rate) a second"
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
