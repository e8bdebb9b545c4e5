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

@Suite("oauth1 provider")
struct ProviderCommandTests {
    @Test("migrate creates the database for its owner only, and says when there is nothing to do")
    func migrate() async throws {
        try await ProviderFolder.with { folder in
            let missing = try await folder.run(["status"])
            #expect(missing.status == 66 && missing.errors.contains("oauth1 provider migrate"), "\(missing)")
            #expect(!FileManager.default.fileExists(atPath: folder.path))
            let created = try await folder.run(["migrate"])
            #expect(created.status == 0 && created.errors.contains("Created the tables"), "\(created)")
            let attributes = try FileManager.default.attributesOfItem(atPath: folder.path)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            let again = try await folder.run(["migrate"])
            #expect(again.status == 0 && again.errors.contains("up to date, version 3"), "\(again)")
        }
    }

    @Test("A client is created with its settings, and its secret is printed once")
    func create() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            let created = try await folder.run([
                "clients", "create", "--name", "Photo printer", "--callback", "https://one.example/", "--callback",
                "https://two.example/", "--callback-matching", "path-prefix", "--no-oob", "--signature-method",
                "hmac-sha256", "--json",
            ])
            #expect(created.status == 0, "\(created)")
            let shown = try JSONDecoder().decode([String: String].self, from: Data(created.output.utf8))
            let key = try #require(shown["consumerKey"])
            let secret = try #require(shown["consumerSecret"])
            let database = try folder.open()
            let client = try #require(try await database.clients.client(forKey: key))
            #expect(client.credentials == OAuth1ClientCredentials(key: key, secret: OAuth1Secret(secret)))
            #expect(client.displayName == "Photo printer" && !client.allowsOutOfBand)
            #expect(client.callbacks == ["https://one.example/", "https://two.example/"])
            #expect(client.callbackMatching == .pathPrefix && client.signatureMethods == [.hmacSHA256])
            #expect(!client.isDisabled)

            let list = try await folder.run(["clients", "list"])
            #expect(
                list.output.contains(key) && list.output.contains("Photo printer") && list.output.contains("enabled")
            )
            let json = try await folder.run(["clients", "list", "--json"])
            let status = try await folder.run(["status"])
            for result in [list, json, status] {
                #expect(result.status == 0 && !(result.output + result.errors).contains(secret), "\(result)")
            }
            let twice = try await folder.run(["clients", "create", "--name", "Other", "--key", key])
            #expect(twice.status == 1 && twice.errors.contains("clients rotate") && twice.output.isEmpty, "\(twice)")
        }
    }

    @Test("An env file has the secret for its owner only, and a file that exists is kept")
    func environmentFile() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            let file = folder.folder.appendingPathComponent("client.env").path
            let created = try await folder.run(["clients", "create", "--name", "A", "--key", "a", "--env-file", file])
            #expect(created.status == 0 && created.output.isEmpty, "\(created)")
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
            let secret = try Tool.shell(". '\(file)'; printf %s \"$OAUTH1_CONSUMER_SECRET\"")
            let database = try folder.open()
            #expect(try await database.clients.client(forKey: "a")?.credentials.secret.reveal() == secret)

            let before = try Data(contentsOf: URL(fileURLWithPath: file))
            let second = try await folder.run(["clients", "create", "--name", "B", "--key", "b", "--env-file", file])
            #expect(second.status == 1 && second.errors.contains("exists"), "\(second)")
            #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
            #expect(try await database.clients.client(forKey: "b") == nil)
            // A file is not left for a client that could not be registered.
            let other = folder.folder.appendingPathComponent("other.env").path
            let failed = try await folder.run(["clients", "create", "--name", "A", "--key", "a", "--env-file", other])
            #expect(failed.status == 1 && !FileManager.default.fileExists(atPath: other), "\(failed)")
        }
    }

    @Test("A client is disabled and enabled, and its secret rotates with and without a time for the old one")
    func changes() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            _ = try await folder.run(["clients", "create", "--name", "A", "--key", "a"])
            let database = try folder.open()
            func client() async throws -> OAuth1RegisteredClient {
                try #require(try await database.clients.client(forKey: "a"))
            }
            let first = try await client().credentials.secret
            #expect(try await folder.run(["clients", "disable", "a"]).status == 0)
            #expect(try await client().isDisabled)
            #expect(try await folder.run(["clients", "list"]).output.contains("disabled"))
            #expect(try await folder.run(["clients", "enable", "a"]).status == 0)
            #expect(try await !client().isDisabled)

            let rotated = try await folder.run(["clients", "rotate", "a", "--grace", "3600"])
            #expect(rotated.status == 0 && rotated.errors.contains("The old secret works until"), "\(rotated)")
            var changed = try await client()
            #expect(changed.previousSecret?.secret == first && changed.credentials.secret != first)
            #expect(rotated.output.contains(changed.credentials.secret.reveal()))
            let until = try #require(changed.previousSecret?.validUntil)
            let list = try await folder.run(["clients", "list"])
            #expect(list.output.contains("enabled, the old secret works until \(UTCTime.text(until))"), "\(list)")
            let json = try await folder.run(["clients", "list", "--json"])
            #expect(json.output.contains("\"previousSecretValidUntil\" : \(until)"), "\(json)")
            _ = try await folder.run(["clients", "disable", "a"])
            #expect(try await folder.run(["clients", "list"]).output.contains("disabled, the old secret works until"))
            _ = try await folder.run(["clients", "enable", "a"])
            let end = OAuth1SystemClock().now() + 3_600
            #expect(end - 600...end ~= changed.previousSecret?.validUntil ?? 0)

            // A second rotation would reject the secret that the client may still use.
            let again = try await folder.run(["clients", "rotate", "a"])
            #expect(again.status == 1 && again.errors.contains("--force") && again.output.isEmpty, "\(again)")
            #expect(try await client().credentials == changed.credentials)
            let forced = try await folder.run(["clients", "rotate", "a", "--force"])
            #expect(forced.status == 0, "\(forced)")
            #expect(try await client().previousSecret?.secret == changed.credentials.secret)

            let replaced = try await folder.run(["clients", "rotate", "a", "--grace", "0"])
            #expect(replaced.status == 0 && replaced.errors.contains("rejected from now on"), "\(replaced)")
            changed = try await client()
            #expect(changed.previousSecret == nil)

            for command in ["disable", "enable", "rotate"] {
                let result = try await folder.run(["clients", command, "nobody"])
                #expect(result.status == 1 && result.errors.contains("clients list"), "\(result)")
            }
        }
    }

    @Test("keys rotate encrypts all rows while a server runs, and says when the old key can be removed")
    func rotateKeys() async throws {
        try await ProviderFolder.with { folder in
            let (old, new) = (ProviderFolder.oldKey, ProviderFolder.newKey)
            _ = try await folder.run(["migrate"])
            _ = try await folder.run(["clients", "create", "--name", "A", "--key", "a"])
            let server = try folder.open([new, old])
            let before = try await folder.run(["status"], keys: [new, old])
            #expect(before.errors.contains("keys rotate"), "\(before)")
            let rotated = try await folder.run(["keys", "rotate"], keys: [new, old])
            #expect(rotated.status == 0 && rotated.errors.contains("Encrypted 1 row with"), "\(rotated)")
            let key = try #require(try await server.status().keys.first?.identifier)
            let advice =
                "All rows use key \(key), the first in your list. Remove the other keys as soon as each server has \(key) first."
            #expect(rotated.errors.contains(advice), "\(rotated)")
            let again = try await folder.run(["keys", "rotate"], keys: [new, old])
            #expect(again.status == 0 && again.errors.contains(advice), "\(again)")
            #expect(!again.errors.contains("Encrypted"), "\(again)")
            let help = try await folder.run(["keys", "rotate", "--help"])
            // Its lines have the width of the terminal.
            let words = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            #expect(words.contains("a server without it rejects all clients with status 503"), "\(help)")
            #expect(try await server.clients.client(forKey: "a") != nil)
            #expect(try await folder.run(["clients", "list"], keys: [new]).output.hasPrefix("a "))
            let wrong = try await folder.run(["clients", "disable", "a"], keys: [old])
            #expect(wrong.status == 66 && wrong.errors.contains("key that is missing"), "\(wrong)")
        }
    }

    @Test("With an incomplete list of keys no client is created twice or changed, and status shows the key")
    func incompleteKeys() async throws {
        try await ProviderFolder.with { folder in
            let (old, new) = (ProviderFolder.oldKey, ProviderFolder.newKey)
            _ = try await folder.run(["migrate"])
            _ = try await folder.run(["clients", "create", "--name", "A", "--key", "a"])
            let second = try await folder.run(["clients", "create", "--name", "B", "--key", "b"], keys: [new, old])
            #expect(second.status == 0, "\(second)")
            for command in [
                ["clients", "create", "--name", "A", "--key", "a"], ["clients", "disable", "a"], ["clients", "list"],
                ["keys", "rotate"],
            ] {
                let result = try await folder.run(command, keys: [new])
                #expect(result.status == 66 && result.errors.contains("key that is missing"), "\(result)")
                #expect(!result.errors.contains(new) && !result.errors.contains(old))
            }
            // It decrypts nothing.
            let migrated = try await folder.run(["migrate"], keys: [new])
            #expect(migrated.status == 0 && migrated.errors.contains("no server can start"), "\(migrated)")
            let status = try await folder.run(["status"], keys: [new])
            #expect(status.status == 0 && status.output.contains("not in the list"), "\(status)")
            #expect(!status.errors.contains("another database"), "\(status)")
            let other = try await folder.run(["status"], keys: [String(repeating: "other-key", count: 8)])
            #expect(other.status == 0 && other.errors.contains("another database"), "\(other)")
            let database = try folder.open([new, old])
            #expect(try await database.clients.allClients().count == 2)
        }
    }

    @Test("With a lost key status, clean and floor now work, and keys forget-lost removes its rows if confirmed")
    func lostKey() async throws {
        try await ProviderFolder.with { folder in
            let (old, new) = (ProviderFolder.oldKey, ProviderFolder.newKey)
            _ = try await folder.run(["migrate"])
            _ = try await folder.run(["clients", "create", "--name", "A", "--key", "a"])
            _ = try await folder.run(["clients", "create", "--name", "B", "--key", "b"], keys: [new, old])
            let third = String(repeating: "third-key", count: 8)
            _ = try await folder.run(["clients", "create", "--name", "C", "--key", "c"], keys: [third, new, old])
            let database = try folder.open([old, new, third])
            let identifiers = try await database.status().keys.map(\.identifier)
            try database.close()
            let (lost, other, alsoLost) = (identifiers[0], identifiers[1], identifiers[2])

            let shown = try await folder.run(["status"], keys: [new])
            #expect(shown.status == 0 && shown.errors.contains("keys forget-lost"), "\(shown)")
            #expect(shown.output.contains("key \(lost)"), "\(shown)")
            #expect(shown.output.contains("the newest, 1 row\n"), "\(shown)")
            #expect(shown.output.contains("not in the list, 1 row: 1 client, 0 tokens"), "\(shown)")
            for command in [["clean"], ["floor", "now"]] {
                let result = try await folder.run(command, keys: [new])
                #expect(result.status == 0, "\(result)")
            }
            let unconfirmed = try await folder.run(["keys", "forget-lost"], keys: [new])
            #expect(unconfirmed.status == 1 && unconfirmed.errors.contains("stop all servers"), "\(unconfirmed)")
            for key in [lost, alsoLost] {
                #expect(unconfirmed.errors.contains("--identifier \(key)"), "\(unconfirmed)")
            }
            for (identifier, text) in [(other, "is in the list"), ("0000000000000000", "no row needs")] {
                let arguments = ["keys", "forget-lost", "--identifier", lost, "--identifier", identifier]
                let wrong = try await folder.run(arguments, keys: [new])
                #expect(wrong.status == 1 && wrong.errors.contains(text), "\(wrong)")
                #expect(!wrong.errors.contains("Removed"), "\(wrong)")
            }

            // Standard input has the keys only once.
            let removed = try await ToolProcess.run(
                [
                    "provider", "keys", "forget-lost", "--identifier", lost, "--identifier", alsoLost, "--database",
                    folder.path, "--keys-file", "-",
                ],
                environment: [:],
                input: Data(new.utf8)
            )
            #expect(removed.status == 0, "\(removed)")
            for key in [lost, alsoLost] {
                #expect(removed.errors.contains("Removed 1 row of the key \(key)"), "\(removed)")
            }
            let server = try folder.open([new])
            #expect(try await server.clients.allClients().map(\.key) == ["b"])
            let nothing = try await folder.run(["keys", "forget-lost"], keys: [new])
            #expect(nothing.status == 0 && nothing.errors.contains("No row needs"), "\(nothing)")
        }
    }

    @Test("status and clients list leave a copy that was put back as it is, so that the next server raises the floor")
    func readingCopy() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            _ = try await folder.run(["clients", "create", "--name", "A", "--key", "a"])
            let suffixes = ["", "-wal", "-shm"]
            let copy = suffixes.map { FileManager.default.contents(atPath: folder.path + $0) }
            try folder.open().close()
            for (suffix, data) in zip(suffixes, copy) {
                try? FileManager.default.removeItem(atPath: folder.path + suffix)
                try data?.write(to: URL(fileURLWithPath: folder.path + suffix))
            }
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: folder.path)
            let guardFile = URL(fileURLWithPath: folder.path + "-guard")
            let mark = try Data(contentsOf: guardFile)
            for command in [["status"], ["clients", "list"]] {
                let result = try await folder.run(command)
                #expect(result.status == 0 && result.errors.isEmpty, "\(result)")
                #expect(try Data(contentsOf: guardFile) == mark)
            }
            // Maintenance raises its floor, and it is still a copy.
            for command in [["clean"], ["floor", "now"], ["migrate"]] {
                let result = try await folder.run(command)
                #expect(result.status == 0 && result.errors.contains("older copy"), "\(result)")
                #expect(try Data(contentsOf: guardFile) == mark)
            }
            #expect(try folder.open().wasRestored)
        }
    }

    @Test("clean removes what has expired, floor now rejects what was stamped before, and status counts")
    func maintenance() async throws {
        try await ProviderFolder.with { folder in
            _ = try await folder.run(["migrate"])
            let database = try folder.open()
            let now = OAuth1SystemClock().now()
            for (name, expiry) in [("old", now - 4_000), ("new", now + 4_000)] {
                try await database.tokens.save(
                    OAuth1IssuedAccessToken(
                        token: "token-\(name)",
                        secret: "secret-of-a-token",
                        clientKey: "a",
                        userID: "user-of-a-token",
                        issuedAt: 0,
                        expiresAt: expiry
                    )
                )
            }
            let cleaned = try await folder.run(["clean", "--json"])
            #expect(cleaned.output.contains(#""removedTokens" : 1"#), "\(cleaned)")
            let floor = try await folder.run(["floor", "now"])
            #expect(floor.status == 0 && floor.errors.contains("are rejected"), "\(floor)")
            // The floor is in the middle of a minute.
            #expect(floor.errors.firstMatch(of: #/\d\d:\d\d:\d\d UTC/#) != nil, "\(floor)")
            let nonce = OAuth1UsedNonce(nonce: "n", timestamp: now, clientKey: "a", token: nil)
            let outcome = try await database.nonces.record(nonce, in: OAuth1TimestampWindow(now: now))
            guard case .tooOld(let oldest) = outcome else {
                Issue.record("\(outcome)")
                return
            }
            #expect(oldest > now)
            let result = try await folder.run(["status", "--json"])
            let status = try JSONDecoder().decode(OAuth1DatabaseStatus.self, from: Data(result.output.utf8))
            #expect(status.accessTokens == 1 && status.schemaVersion == 3 && status.nonceFloor >= oldest)
            #expect(status.keys.first?.position == 1 && status.keys.first?.rows == 1)
            let text = try await folder.run(["status"])
            for secret in ["token-new", "secret-of-a-token", "user-of-a-token", ProviderFolder.oldKey] {
                #expect(!(text.output + text.errors + result.output).contains(secret))
            }
        }
    }

    @Test("The help has the exit statuses of provider commands, not those of calls")
    func help() async throws {
        let help = try await ToolProcess.run(["provider", "--help"], environment: [:])
        let text = help.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for status in [
            "0 if everything", "1 if the client is unknown", "66 if a file is missing", "75 if the database is locked",
        ] {
            #expect(text.contains(status), "\(help)")
        }
        #expect(!text.contains("4 if nobody is logged in"))
    }

    @Test("Keys are read from a file or from standard input, without blank lines and comments")
    func keysFile() async throws {
        try await ProviderFolder.with { folder in
            let text = "# keys\n\n\(ProviderFolder.newKey)\r\n\(ProviderFolder.oldKey)\n"
            let file = try folder.file("keys", text)
            let options = ["--database", folder.path]
            let created = try await ToolProcess.run(
                ["provider", "migrate", "--keys-file", file] + options,
                environment: [:]
            )
            #expect(created.status == 0, "\(created)")
            let status = try await ToolProcess.run(
                ["provider", "status", "--json", "--keys-file", "-"] + options,
                environment: ["OAUTH1_DATABASE_KEYS": "not used"],
                input: Data(text.utf8)
            )
            let read = try JSONDecoder().decode(OAuth1DatabaseStatus.self, from: Data(status.output.utf8))
            #expect(read.keys.map(\.position) == [1, 2])
        }
    }

    @Test(
        "Bad usage exits with 64 or 66 and says what is wrong, without a key",
        arguments: [
            (["status"], 64, "--database"),
            (["status", "--database", "mysql://u:hidden-value@h/d"], 64, "mysql://"),
            (["status", "--database", "postgres://u:hidden-value@h/d"], 64, "--database"),
            (["status", "--database", "x.sqlite"], 64, "--keys-file"),
            (["status", "--database", "x.sqlite", "--keys-file", "/dev/null"], 66, "has no key"),
            (["status", "--database", "x.sqlite", "--keys-file", "/does/not/exist"], 66, "can't read"),
            (["clients", "create", "--name", ""], 64, "--name"),
            (["clients", "create", "--name", "A", "--callback", "javascript:alert(1)"], 64, "--callback"),
            (["clients", "create", "--name", "A", "--signature-method", "RSA-SHA1"], 64, "--rsa-public-key"),
            (["clients", "create", "--name", "A", "--callback-matching", "any-query"], 64, "--callback"),
            (["clients", "create", "--name", "A", "--json", "--env-file", "x"], 64, "--env-file"),
            (["clients", "rotate", "a", "--grace", "-1"], 64, "--grace"),
            (["clean", "--nonce-age", "10"], 64, "--nonce-age"),
        ]
    )
    func badUsage(arguments: [String], status: Int32, expected: String) async throws {
        let result = try await ToolProcess.run(["provider"] + arguments, environment: [:])
        #expect(result.status == status, "\(result)")
        #expect(result.errors.contains(expected), "\(result)")
        #expect(result.output.isEmpty && !result.errors.contains("hidden-value"))
    }

    @Test(
        "A misspelt connection string is an error that does not show it",
        arguments: [
            "Host=h Password=hidden-value", "PASSWORD = hidden-value", "\thost=h pAssword=hidden-value",
            "postgresql:u:hidden-value@h", "postgres:/u:hidden-value@h/d", "PostgreSQL:u:hidden-value",
            "u:hidden-value@h/d", "h password:hidden-value", "u:hidden-value@h://d", "//u:hidden-value@h/d",
            "file://u:hidden-value@h/d",
        ]
    )
    func misspeltConnection(database: String) async throws {
        let result = try await ToolProcess.run(
            ["provider", "status", "--database", database],
            environment: ["OAUTH1_DATABASE_KEYS": ProviderFolder.oldKey]
        )
        #expect(result.status == 64 && !(result.output + result.errors).contains("hidden-value"), "\(result)")
    }

    @Test("What will never be a database exits with 66, and not with the status for trying later")
    func notADatabase() async throws {
        try await ProviderFolder.with { folder in
            let text = try folder.file("text", String(repeating: "not a database\n", count: 100))
            for path in [text, folder.folder.path, folder.folder.path + "/missing/file", text + "/file"] {
                let result = try await ToolProcess.run(
                    ["provider", "migrate", "--database", path],
                    environment: ["OAUTH1_DATABASE_KEYS": ProviderFolder.oldKey]
                )
                #expect(result.status == 66, "\(result)")
            }
        }
    }

    @Test("A database whose files can't be opened exits with 66, and says which user has to run the command")
    func otherUser() async throws {
        // Folders in the place of files, as root may open all files.
        for (suffix, command) in [("-wal", ["status"]), ("-guard", ["floor", "now"])] {
            try await ProviderFolder.with { folder in
                #expect(try await folder.run(["migrate"]).status == 0)
                let file = URL(fileURLWithPath: folder.path + suffix)
                try? FileManager.default.removeItem(at: file)
                try FileManager.default.createDirectory(at: file, withIntermediateDirectories: false)
                let result = try await folder.run(command)
                #expect(result.status == 66, "\(result)")
                #expect(result.errors.contains("run it as the user of the servers"), "\(result)")
            }
        }
    }

    @Test("A key in the place of a path is not shown")
    func keyAsPath() async throws {
        let key = String(repeating: "0123456789abcdef", count: 4)
        for arguments in [["--database", "x.sqlite", "--keys-file", key], ["--database", key]] {
            let result = try await ToolProcess.run(
                ["provider", "status"] + arguments,
                environment: ["OAUTH1_DATABASE_KEYS": ProviderFolder.oldKey]
            )
            #expect([64, 66].contains(result.status), "\(result)")
            #expect(!(result.output + result.errors).contains(key))
        }
    }

    @Test("A bad key is an error with its file and line, or its variable")
    func badKey() async throws {
        try await ProviderFolder.with { folder in
            let file = try folder.file("keys", "# keys\n\n\(ProviderFolder.oldKey)\nhidden-value\n")
            let read = try await ToolProcess.run(
                ["provider", "migrate", "--database", folder.path, "--keys-file", file],
                environment: [:]
            )
            #expect(read.status == 66 && read.errors.contains("\(file), line 4: "), "\(read)")
            let listed = try await folder.run(["migrate"], keys: [ProviderFolder.oldKey, "hidden-value"])
            #expect(listed.status == 66 && listed.errors.contains("OAUTH1_DATABASE_KEYS, part 2: "), "\(listed)")
            for result in [read, listed] { #expect(!result.errors.contains("hidden-value")) }
        }
    }

    @Test("A key that is too short is an error that does not show it")
    func shortKey() async throws {
        try await ProviderFolder.with { folder in
            let result = try await folder.run(["migrate"], keys: ["hidden-value"])
            #expect(result.status == 66 && result.errors.contains("openssl rand -hex 32"), "\(result)")
            #expect(!result.errors.contains("hidden-value"))
        }
    }
}
#endif
