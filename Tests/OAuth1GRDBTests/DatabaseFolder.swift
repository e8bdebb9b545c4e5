//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import OAuth1
import OAuth1Server
import Synchronization

@testable import OAuth1GRDB

/// A folder with a database, for one test.
final class DatabaseFolder: Sendable {
    static let oldKey = OAuth1Secret(String(repeating: "old-key-", count: 8))
    static let newKey = OAuth1Secret(String(repeating: "new-key-", count: 8))

    let clock = MovableClock()
    let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-grdb-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit {
        for folder in [folder, backup, replaced] { try? FileManager.default.removeItem(at: folder) }
    }

    private var backup: URL { folder.appendingPathExtension("backup") }
    private var replaced: URL { folder.appendingPathExtension("replaced") }

    /// Copies the folder, while it may be in use.
    func copyFolder() throws { try FileManager.default.copyItem(at: folder, to: backup) }

    /// Renames the copy, in the place of the folder.
    func renameCopy() throws {
        try FileManager.default.moveItem(at: folder, to: replaced)
        try FileManager.default.moveItem(at: backup, to: folder)
    }

    var path: String { folder.appendingPathComponent("provider.sqlite").path }

    /// Opens the database, by default as one that has accepted nothing.
    func open(
        _ keys: [OAuth1Secret] = [DatabaseFolder.oldKey],
        history: OAuth1NonceHistory = .empty,
        lockTimeout: Double = 5
    ) throws -> OAuth1GRDBDatabase {
        try OAuth1GRDBDatabase(
            path: path,
            keys: OAuth1DatabaseKeys(keys),
            maximumRequestTokensPerClient: 40,
            history: history,
            lockTimeout: lockTimeout,
            clock: clock
        )
    }

    /// The contents of all files.
    func files() throws -> [String: Data] {
        var files: [String: Data] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            files[name] = try Data(contentsOf: folder.appendingPathComponent(name))
        }
        return files
    }

    /// Puts files back in the place of all others.
    func putBack(_ files: [String: Data]) throws {
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) where files[name] == nil {
            try FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
        for (name, data) in files { try data.write(to: folder.appendingPathComponent(name)) }
    }

    /// The timestamps that are accepted now.
    var window: OAuth1TimestampWindow { OAuth1TimestampWindow(now: clock.now()) }

    /// A nonce that is stamped now, or later.
    func nonce(_ text: String, ahead: Int64 = 0) -> OAuth1UsedNonce {
        OAuth1UsedNonce(nonce: text, timestamp: clock.now() + ahead, clientKey: "key", token: nil)
    }

    func requestToken(_ token: String, client: String = "key") -> OAuth1IssuedRequestToken {
        OAuth1IssuedRequestToken(
            token: token,
            secret: "request-secret",
            clientKey: client,
            callback: "https://callback.example/",
            issuedAt: clock.now(),
            expiresAt: clock.now() + 600
        )
    }

    func accessToken(_ token: String, expiresAt: Int64? = nil) -> OAuth1IssuedAccessToken {
        OAuth1IssuedAccessToken(
            token: token,
            secret: "access-secret",
            clientKey: "key",
            userID: "user-name",
            issuedAt: clock.now(),
            expiresAt: expiresAt,
            parameters: ["scope": "scope-value"]
        )
    }

    static let client = OAuth1RegisteredClient(
        credentials: OAuth1ClientCredentials(key: "Key-of-client", secret: "client-secret"),
        displayName: "Client name",
        callbacks: ["https://one.example/", "https://two.example/"],
        callbackMatching: [.anyLoopbackPort, .pathPrefix],
        allowsOutOfBand: false,
        signatureMethods: [.hmacSHA1, .hmacSHA256]
    )
}

/// A clock that a test moves.
final class MovableClock: OAuth1Clock {
    private let time = Mutex<Int64>(1_700_000_000)

    func now() -> Int64 { time.withLock { $0 } }

    func advance(by seconds: Int64) { time.withLock { $0 += seconds } }
}
#endif
