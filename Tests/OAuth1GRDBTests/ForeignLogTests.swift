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

@Suite("Stores in SQLite: logs of other databases")
struct ForeignLogTests {
    private func backUp(_ folder: DatabaseFolder) throws -> String {
        let copy = folder.folder.appendingPathComponent("backup").path
        try DatabaseBackup.write(folder.path, to: copy)
        return copy
    }

    private func isRefused(_ folder: DatabaseFolder, _ purpose: OAuth1DatabasePurpose) -> Bool {
        isRefusal(folder) { try folder.open(purpose: purpose).close() }
    }

    private func isRefusal(_ folder: DatabaseFolder, of call: () throws -> Void) -> Bool {
        do {
            try call()
            return false
        } catch {
            guard let error = error as? OAuth1DatabaseError, error.code == .damaged,
                let path = FileState.resolvedPath(folder.path)
            else {
                return false
            }
            return error.reason.contains("move \(path)-wal and \(path)-shm")
        }
    }

    @Test("After it is closed, the file alone is the whole database, and the log is empty", arguments: [true, false])
    func closed(isShared: Bool) async throws {
        let folder = try DatabaseFolder()
        let other = try isShared ? folder.open() : nil
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        try database.close()
        #expect(FileState(path: folder.path + "-wal")?.size ?? 0 == 0)
        let copy = try DatabaseFolder()
        try FileManager.default.copyItem(atPath: folder.path, toPath: copy.path)
        #expect(try await copy.open().clients.allClients().map(\.key) == [DatabaseFolder.client.credentials.key])
        // A second call is harmless.
        try database.close()
        try other?.close()
    }

    @Test("A database whose log another process reads is closed nevertheless, and nothing is lost")
    func closedWhileRead() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let reader = try DatabaseQueue(path: folder.path, configuration: configuration)
        try await reader.writeWithoutTransaction { db in
            try db.execute(sql: "BEGIN; SELECT count(*) FROM oauth1_client")
        }
        try await database.clients.register(DatabaseFolder.client)
        try database.close()
        try await reader.writeWithoutTransaction { db in try db.execute(sql: "ROLLBACK") }
        try reader.close()
        #expect(try await folder.open().clients.allClients().count == 1)
    }

    @Test("A backup that is copied over a database whose log is left is rejected, until the log is removed")
    func copiedBackup() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        let backup = try Data(contentsOf: URL(fileURLWithPath: backUp(folder)))
        let nonce = folder.nonce("after the backup", ahead: 60)
        #expect(try await database.nonces.record(nonce, in: folder.window) == .new)
        // The log has content, as after a crash.
        let log = try Data(contentsOf: URL(fileURLWithPath: folder.path + "-wal"))
        #expect(!log.isEmpty)
        try database.close()
        try backup.write(to: URL(fileURLWithPath: folder.path))
        try log.write(to: URL(fileURLWithPath: folder.path + "-wal"))
        for purpose in [OAuth1DatabasePurpose.serving, .maintenance, .reading] {
            #expect(isRefused(folder, purpose))
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: folder.path)) == backup)
        for suffix in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: folder.path + suffix) }
        let restored = try folder.open()
        #expect(restored.wasRestored)
        #expect(try await restored.clients.allClients().count == 1)
        #expect(try await restored.nonces.record(nonce, in: folder.window) != .new)
    }

    @Test("A copy of a closed database that is moved beside a log is rejected", arguments: [true, false])
    func movedCopy(fromOlderVersion: Bool) async throws {
        let folder = try DatabaseFolder()
        try folder.open().close()
        let copy = folder.folder.appendingPathComponent("copy").path
        try FileManager.default.copyItem(atPath: folder.path, toPath: copy)
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        if fromOlderVersion {
            // The guard file as older versions wrote it names no database: nothing shows the difference.
            try #require(truncate(folder.path + "-guard", 40) == 0)
        }
        // Log and guard file were written before the copy came.
        try await Task.sleep(for: .milliseconds(1_200))
        try FileManager.default.removeItem(atPath: folder.path)
        try FileManager.default.moveItem(atPath: copy, toPath: folder.path)
        let isRefused = isRefusal(folder) { try ForeignLog.check(folder.path) }
        #expect(isRefused == !fromOlderVersion)
        // Until here, so that the log has content as after a crash.
        try database.close()
    }

    @Test("A copy of the whole folder with a log, as a killed process leaves it, is opened")
    func copiedFolder() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        #expect(try #require(FileState(path: folder.path + "-wal")).size > 32)
        try folder.copyFolder()
        try folder.renameCopy()
        let opened = try folder.open()
        #expect(opened.wasRestored)
        #expect(try await opened.clients.allClients().count == 1)
    }

    @Test("Database and log that are put back together beside the guard file are opened, as new files, too")
    func pair() async throws {
        let folder = try DatabaseFolder()
        let database = try folder.open()
        try await database.clients.register(DatabaseFolder.client)
        let saved = try folder.files().filter { !$0.key.hasSuffix("-guard") }
        try await database.tokens.save(folder.accessToken("after the copy"))
        try await Task.sleep(for: .milliseconds(50))
        for (name, data) in saved {
            let url = folder.folder.appendingPathComponent(name)
            try FileManager.default.removeItem(at: url)
            try data.write(to: url)
        }
        let opened = try folder.open()
        #expect(opened.wasRestored)
        #expect(try await opened.clients.allClients().count == 1)
        #expect(try await opened.tokens.accessToken("after the copy") == nil)
    }

    @Test("A guard file that an older version wrote is read, and names the database after the next start")
    func olderGuard() throws {
        let folder = try DatabaseFolder()
        try folder.open().close()
        let guardFile = folder.path + "-guard"
        let descriptor = open(guardFile, O_RDWR)
        defer { _ = close(descriptor) }
        #expect(ftruncate(descriptor, 40) == 0)
        // The time of writing, as the file was changed.
        var now = FileState.now().bigEndian
        #expect(pwrite(descriptor, &now, 8, 24) == 8)
        let path = try #require(FileState.resolvedPath(folder.path))
        #expect(CopyGuard.lastDatabase(of: path) == nil)
        let database = try folder.open()
        #expect(!database.wasRestored)
        let inode = try #require(FileState(path: path)).identity.inode
        #expect(CopyGuard.lastDatabase(of: path)?.inode == inode)
    }
}
#endif
