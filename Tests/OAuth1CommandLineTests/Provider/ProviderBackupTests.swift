//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import Foundation
import OAuth1
import OAuth1GRDB
import OAuth1Server
import Testing

@testable import OAuth1CommandLine

@Suite("oauth1 provider: backup and restore")
struct ProviderBackupTests {
    /// Runs a command without the keys of the database.
    private func run(_ arguments: [String], _ folder: ProviderFolder) async throws -> Tool.Result {
        try await ToolProcess.run(["provider"] + arguments, environment: ["OAUTH1_DATABASE": folder.path])
    }

    @Test("A backup is made while a server runs, and restored when it has stopped; the next start rejects replays")
    func backupAndRestore() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            _ = try await folder.run(["clients", "create", "--name", "A", "--key", "a"])
            let server = try folder.open()
            let backup = folder.folder.appendingPathComponent("backup.sqlite").path
            let copied = try await run(["backup", backup], folder)
            #expect(copied.status == 0 && copied.errors.contains("Copied"), "\(copied)")
            let attributes = try FileManager.default.attributesOfItem(atPath: backup)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            let twice = try await run(["backup", backup], folder)
            #expect(twice.status == 1 && twice.errors.contains("exists"), "\(twice)")

            let now = OAuth1SystemClock().now()
            let nonce = OAuth1UsedNonce(nonce: "after the backup", timestamp: now, clientKey: "a", token: nil)
            // The database may be too new to accept what is stamped now.
            _ = try await server.nonces.record(nonce, in: OAuth1TimestampWindow(now: now))
            _ = try await folder.run(["clients", "create", "--name", "B", "--key", "b"])
            let inUse = try await run(["restore", backup], folder)
            #expect(inUse.status == 75 && inUse.errors.contains("stop all servers"), "\(inUse)")
            #expect(try await server.clients.allClients().count == 2)
            try server.close()

            let restored = try await run(["restore", backup], folder)
            #expect(restored.status == 0 && restored.errors.contains(".before-restore"), "\(restored)")
            #expect(restored.errors.contains("valid again"), "\(restored)")
            let next = try folder.open()
            #expect(next.wasRestored)
            #expect(try await next.clients.allClients().map(\.key) == ["a"])
            #expect(try await next.nonces.record(nonce, in: OAuth1TimestampWindow(now: now)) != .new)
        }
    }

    @Test("After a command the file alone is the whole database")
    func fileAlone() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            _ = try await folder.run(["clients", "create", "--name", "A", "--key", "a"])
            let copy = folder.folder.appendingPathComponent("copy.sqlite").path
            try FileManager.default.copyItem(atPath: folder.path, toPath: copy)
            let list = try await folder.run(["clients", "list", "--database", copy])
            #expect(list.status == 0 && list.output.hasPrefix("a "), "\(list)")
        }
    }

    @Test("Files that are not backups, and databases of PostgreSQL, are errors that say what to do")
    func mistakes() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            let text = try folder.file("text", String(repeating: "not a database\n", count: 100))
            let missing = folder.folder.appendingPathComponent("missing").path
            for file in [text, missing, folder.path] {
                let result = try await run(["restore", file], folder)
                #expect(result.status == 66, "\(result)")
            }
            for arguments in [["backup", missing], ["restore", text]] {
                let result = try await ToolProcess.run(
                    ["provider"] + arguments + ["--database", "postgresql://db.example/photos"],
                    environment: [:]
                )
                #expect(result.status == 64 && result.errors.contains("pg_dump and pg_restore"), "\(result)")
            }
            #expect(!FileManager.default.fileExists(atPath: missing))
            #expect(try await folder.run(["status"]).status == 0)
        }
    }

    @Test("A database or backup that other users can read gives a warning")
    func exposed() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            let backup = folder.folder.appendingPathComponent("backup.sqlite").path
            for (mode, isExposed) in [(0o644, true), (0o660, true), (0o640, false), (0o600, false)] {
                try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: folder.path)
                let result = try await folder.run(["status"])
                #expect(result.status == 0, "\(result)")
                #expect(result.errors.contains("OAUTH1_DATABASE: \(folder.path) can be read or changed") == isExposed)
                #expect(result.errors.contains("chmod 600") == isExposed, "\(result)")
            }
            #expect(try await run(["backup", backup], folder).errors.contains("can be read") == false)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: backup)
            let restored = try await run(["restore", backup], folder)
            #expect(restored.status == 0 && restored.errors.contains("can be read or changed"), "\(restored)")
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        }
    }
}
#endif
