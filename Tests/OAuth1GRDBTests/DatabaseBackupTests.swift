//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1
import OAuth1Server
import StoreFixtures
import Testing

@testable import OAuth1GRDB

@Suite("Stores in SQLite: backup and restore")
struct DatabaseBackupTests {
    private var files: FileManager { .default }

    private func mode(_ path: String) throws -> Int? {
        (try files.attributesOfItem(atPath: path)[.posixPermissions] as? NSNumber)?.intValue
    }

    private func names(_ folder: DatabaseFolder) throws -> Set<String> {
        Set(try files.contentsOfDirectory(atPath: folder.folder.path))
    }

    private func path(_ name: String, _ folder: DatabaseFolder) -> String {
        folder.folder.appendingPathComponent(name).path
    }

    @Test("A backup that is made while connections are open is complete and private, and overwrites nothing")
    func backup() async throws {
        let folder = try DatabaseFolder()
        let (database, other) = (try folder.open(), try folder.open())
        try await database.clients.register(DatabaseFolder.client)
        let copy = path("backup", folder)
        try DatabaseBackup.write(folder.path, to: copy)
        #expect(try mode(copy) == 0o600)
        let content = try Data(contentsOf: URL(fileURLWithPath: copy))
        #expect(throws: OAuth1DatabaseError(.unavailable, "")) { try DatabaseBackup.write(folder.path, to: copy) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: copy)) == content)
        // Both connections continue.
        try await database.tokens.save(folder.accessToken("one"))
        try await other.tokens.save(folder.accessToken("two"))
        let second = try DatabaseFolder()
        try files.copyItem(atPath: copy, toPath: second.path)
        let opened = try second.open()
        #expect(try await opened.clients.allClients().count == 1)
        #expect(try await opened.tokens.accessToken("one") == nil)
        let (none, unwritten) = (path("none", folder), path("unwritten", folder))
        #expect(throws: OAuth1DatabaseError(.unavailable, "")) { try DatabaseBackup.write(none, to: unwritten) }
        #expect(!files.fileExists(atPath: none) && !files.fileExists(atPath: unwritten))
    }

    @Test("A restored backup raises the floor at the next start, and the replaced database is complete")
    func restore() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        let copy = path("backup", folder)
        try DatabaseBackup.write(folder.path, to: copy)
        let nonce = folder.nonce("after the backup", ahead: 60)
        #expect(try await database.nonces.record(nonce, in: folder.window) == .new)
        try await database.tokens.save(folder.accessToken("after the backup"))
        try database.close()
        for suffix in ["", "-2"] {
            let restore = try DatabaseRestore(folder.path, from: copy)
            let resolved = try #require(FileState.resolvedPath(folder.path))
            #expect(restore.replacedPath == "\(resolved).before-restore\(suffix)")
            #expect(restore.schemaVersion == DatabaseSchema.current && !restore.needsMigration)
            // It may have lost its last numbers with the power.
            #expect(CopyGuard.lastDatabase(of: resolved) == nil)
        }
        #expect(try mode(folder.path) == 0o600)
        #expect(
            try names(folder) == [
                "backup", "provider.sqlite", "provider.sqlite-guard", "provider.sqlite.before-restore",
                "provider.sqlite.before-restore-2",
            ]
        )
        let restored = try folder.open()
        #expect(restored.wasRestored)
        #expect(try await restored.clients.allClients().count == 1)
        let floor = folder.clock.now() + 61
        #expect(try await restored.nonces.record(nonce, in: folder.window) == .tooOld(floor: floor))
        #expect(try await restored.tokens.accessToken("after the backup") == nil)

        let replaced = try DatabaseFolder()
        try files.copyItem(atPath: folder.path + ".before-restore", toPath: replaced.path)
        #expect(try await replaced.open().tokens.accessToken("after the backup") != nil)
    }

    @Test("What is not a sound backup changes nothing, and a backup replaces a damaged database with its log")
    func damaged() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        let copy = path("backup", folder)
        try DatabaseBackup.write(folder.path, to: copy)
        // A log with content, as after a crash.
        let log = try Data(contentsOf: URL(fileURLWithPath: folder.path + "-wal"))
        try database.close()

        let text = path("text", folder)
        try Data(String(repeating: "not a database\n", count: 1_000).utf8).write(to: URL(fileURLWithPath: text))
        let other = path("other", folder)
        let foreign = try DatabaseQueue(path: other)
        try await foreign.write { db in try db.execute(sql: "CREATE TABLE t (a)") }
        try foreign.close()
        let torn = path("torn", folder)
        var bytes = try Data(contentsOf: URL(fileURLWithPath: copy))
        // All pages after the first one.
        bytes.replaceSubrange(4_096..., with: Data(repeating: 0xFF, count: bytes.count - 4_096))
        try bytes.write(to: URL(fileURLWithPath: torn))
        let unclosed = path("unclosed", folder)
        try files.copyItem(atPath: copy, toPath: unclosed)
        try log.write(to: URL(fileURLWithPath: unclosed + "-wal"))
        // SQLite has the log beside the target.
        let link = path("link", folder)
        try files.createSymbolicLink(atPath: link, withDestinationPath: unclosed)
        let before = try folder.files()
        for source in [text, other, torn, unclosed, link, folder.path, folder.folder.path, path("none", folder)] {
            #expect(throws: OAuth1DatabaseError(.damaged, ""), "\(source)") {
                try DatabaseRestore(folder.path, from: source)
            }
            #expect(try folder.files() == before, "\(source)")
        }

        // As cp leaves it, and as a damaged disk does.
        let cases = [
            (try Data(contentsOf: URL(fileURLWithPath: copy)), log), (Data(repeating: 7, count: 9_000), Data()),
        ]
        for (content, log) in cases {
            try content.write(to: URL(fileURLWithPath: folder.path))
            try log.write(to: URL(fileURLWithPath: folder.path + "-wal"))
            let replaced = try #require(try DatabaseRestore(folder.path, from: copy).replacedPath)
            #expect(try Data(contentsOf: URL(fileURLWithPath: replaced)) == content)
            #expect(try !names(folder).contains("provider.sqlite-wal"))
            let opened = try folder.open()
            #expect(try await opened.clients.allClients().count == 1)
            try opened.close()
        }
        // Where its volume is missing.
        let dangling = path("dangling", folder)
        try files.createSymbolicLink(atPath: dangling, withDestinationPath: path("none", folder))
        #expect(throws: OAuth1DatabaseError(.damaged, "")) { try DatabaseRestore(dangling, from: copy) }
        // Where the database is lost.
        try files.removeItem(atPath: folder.path)
        #expect(try DatabaseRestore(folder.path, from: copy).replacedPath == nil)
        #expect(try await folder.open().clients.allClients().count == 1)
    }
}
#endif
