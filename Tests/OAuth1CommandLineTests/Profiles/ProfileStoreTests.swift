//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1
import Testing

@testable import OAuth1CommandLine

@Suite("Stored logins")
struct ProfileStoreTests {
    @Test("Several accounts of one service are stored, and one of them is in use")
    func accounts() async throws {
        try await UserFolder.with { user in
            try await user.store(account: "alice")
            try await user.store(account: "bob")
            #expect(try user.document().inUse?.name == "notes/bob")
            #expect(try await user.run(["auth", "use", "notes/alice"]).status == 0)
            let list = try await user.run(["auth", "list"])
            #expect(list.output.contains("* ") && list.output.contains("notes/bob"), "\(list)")
            #expect(try user.document().inUse?.name == "notes/alice")
            let other = try await user.run(["token", "--env"], environment: ["OAUTH1_PROFILE": "notes/bob"])
            #expect(other.output.contains("export OAUTH1_TOKEN_SECRET='token-secret-of-a-test'"))
            #expect(try await user.run(["auth", "remove", "notes/alice"]).status == 0)
            #expect(try await user.run(["auth", "use", "notes/alice"]).status == 4)
            #expect(try await user.run(["token", "--env"]).status == 4)
            #expect(try user.document().profiles.map(\.name) == ["notes/bob"])
        }
    }

    @Test("Processes that write at once lose nothing")
    func concurrentWriters() async throws {
        try await UserFolder.with { user in
            let names = (1...16).map { "user\($0)" }
            try await withThrowingTaskGroup(of: Int32.self) { group in
                for name in names {
                    group.addTask {
                        // On a slow machine the wait for the others can be too long, and the command says so.
                        for _ in 0..<20 {
                            let status = try await user.store(account: name).status
                            if status != 75 { return status }
                        }
                        return 75
                    }
                }
                for try await status in group { #expect(status == 0) }
            }
            #expect(Set(try user.document().profiles.map(\.name)) == Set(names.map { "notes/\($0)" }))
            let files = try FileManager.default.contentsOfDirectory(
                atPath: user.storeFile.deletingLastPathComponent().path
            )
            #expect(files.sorted() == ["profiles.json", "profiles.lock"])
        }
    }

    @Test("A file or folder that other users can read is rejected, with the command that mends it")
    func permissions() async throws {
        try await UserFolder.with { user in
            try await user.store()
            for (mode, url) in [(0o644, user.storeFile), (0o755, user.storeFile.deletingLastPathComponent())] {
                let before = try user.mode(url)
                try user.setMode(mode, url)
                for arguments in [["auth", "list"], ["token", "--env"], ["auth", "use", "notes"]] {
                    let result = try await user.run(arguments)
                    #expect(result.status == 66, "\(result)")
                    #expect(result.errors.contains("chmod") && result.errors.contains(url.path), "\(result)")
                }
                try user.setMode(before, url)
            }
            #expect(try await user.run(["auth", "list"]).status == 0)
        }
    }

    @Test("A symbolic link stays a link, and its target is replaced")
    func symbolicLink() async throws {
        try await UserFolder.with { user in
            try await user.store()
            let folder = user.folder.appendingPathComponent("elsewhere")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
            try user.setMode(0o755, folder)
            let target = folder.appendingPathComponent("profiles")
            try FileManager.default.moveItem(at: user.storeFile, to: target)
            try FileManager.default.createSymbolicLink(at: user.storeFile, withDestinationURL: target)
            #expect(try await user.store(account: "second").status == 0)
            #expect(try FileManager.default.destinationOfSymbolicLink(atPath: user.storeFile.path) == target.path)
            #expect(try user.mode(target) == 0o600)
            #expect(try user.document().profiles.count == 2)
            try user.setMode(0o777, folder)
            #expect(try await user.run(["auth", "list"]).status == 66)
        }
    }

    @Test("With a passphrase no secret is in the file, and a wrong passphrase opens nothing")
    func encryption() async throws {
        try await UserFolder.with { user in
            let passphrase = ["OAUTH1_PASSPHRASE": "correct horse"]
            try await user.store(account: "first")
            let second = try await user.store(account: "second", ["--encrypt"], environment: passphrase)
            #expect(second.status == 0, "\(second)")
            let text = try String(contentsOf: user.storeFile, encoding: .utf8)
            for secret in UserFolder.secrets + ["token-of-a-test", "correct horse"] { #expect(!text.contains(secret)) }
            #expect(try await user.run(["auth", "list"]).status == 0)
            let lines = try await user.run(["token", "--env", "--profile", "notes/first"], environment: passphrase)
            for secret in UserFolder.secrets { #expect(lines.output.contains(secret)) }
            let wrong = try await user.run(["token", "--env"], environment: ["OAUTH1_PASSPHRASE": "wrong"])
            #expect(wrong.status == 1 && wrong.output.isEmpty && wrong.errors.contains("passphrase is wrong"))
            let third = try await user.store(account: "third", environment: ["OAUTH1_PASSPHRASE": "wrong"])
            #expect(third.status == 1)
            let path = user.folder.appendingPathComponent("passphrase")
            try Data("correct horse\n".utf8).write(to: path)
            let file = try await user.run(["token", "--env"], environment: ["OAUTH1_PASSPHRASE_FILE": path.path])
            #expect(file.status == 0, "\(file)")
        }
    }

    @Test("Encrypted secrets can't be moved to another service")
    func movedSecrets() async throws {
        try await UserFolder.with { user in
            let passphrase = ["OAUTH1_PASSPHRASE": "p"]
            try await user.store(nil, ["--encrypt"], environment: passphrase)
            let text = try String(contentsOf: user.storeFile, encoding: .utf8)
            try Data(text.replacing("key-of-a-test", with: "another-key").utf8).write(to: user.storeFile)
            let result = try await user.run(["token", "--env"], environment: passphrase)
            #expect(result.status == 66 && result.errors.contains("moved to another profile"), "\(result)")
        }
    }

    @Test(
        "A file of another version, and one that is damaged, are rejected without quoting them",
        arguments: [
            #"{"version":2,"secret":"hidden-value"}"#, #"{"version":1,"profiles":"hidden-value"}"#, "hidden-value",
        ]
    )
    func damaged(text: String) async throws {
        try await UserFolder.with { user in
            try await user.store()
            try Data(text.utf8).write(to: user.storeFile)
            let result = try await user.run(["auth", "list"])
            #expect(result.status == 66 && !result.errors.contains("hidden-value"), "\(result)")
            #expect(try await user.store(account: "x").status == 66)
            #expect(try String(contentsOf: user.storeFile, encoding: .utf8) == text)
        }
    }
}
#endif
