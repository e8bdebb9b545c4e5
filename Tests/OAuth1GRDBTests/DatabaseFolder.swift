//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import OAuth1
import OAuth1Server
import StoreFixtures

@testable import OAuth1GRDB

/// A folder with a database, for one test.
final class DatabaseFolder: StoreFixtures {
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
        purpose: OAuth1DatabasePurpose = .serving,
        lockTimeout: Double = 120
    ) throws -> OAuth1GRDBDatabase {
        try OAuth1GRDBDatabase(
            path: path,
            keys: OAuth1DatabaseKeys(keys),
            maximumRequestTokensPerClient: 40,
            history: history,
            purpose: purpose,
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
}
#endif
