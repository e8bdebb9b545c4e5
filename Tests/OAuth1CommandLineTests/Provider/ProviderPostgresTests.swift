//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider && PostgreSQL
import Foundation
import OAuth1
import OAuth1Postgres
import OAuth1Server
import StoreFixtures
import Testing

@testable import OAuth1CommandLine

@Suite(
    "oauth1 provider with PostgreSQL",
    .enabled(if: ProviderServerDatabase.isExpected, ProviderServerDatabase.isMissing)
)
struct ProviderPostgresTests {
    @Test("migrate creates the tables in the database of the environment, and says when there is nothing to do")
    func migrate() async throws {
        let database = try await ProviderServerDatabase.create()
        let missing = try await database.run(["status"])
        #expect(missing.status == 1 && missing.errors.contains("oauth1 provider migrate"), "\(missing)")
        let created = try await database.run(["migrate"])
        #expect(created.status == 0 && created.errors.contains("Created the tables of PostgreSQL"), "\(created)")
        let again = try await database.run(["migrate"])
        #expect(again.status == 0 && again.errors.contains("up to date, version"), "\(again)")
        // As an argument, without a password.
        let status = try await ToolProcess.run(
            ["provider", "status", "--database", database.url()],
            environment: ["OAUTH1_DATABASE_KEYS": ProviderFolder.oldKey, "PGPASSWORD": "hidden-value"]
        )
        #expect(status.status == 0 && status.output.contains("schema version"), "\(status)")
        #expect(!(status.output + status.errors).contains("hidden-value"))
    }

    @Test("Clients are created, listed, disabled and rotated, while a server uses the database")
    func clients() async throws {
        let database = try await ProviderServerDatabase.create()
        _ = try await database.run(["migrate"])
        let server = try await database.open()
        defer { server.close() }
        let created = try await database.run([
            "clients", "create", "--name", "Photo printer", "--key", "printer", "--json",
        ])
        let shown = try JSONDecoder().decode([String: String].self, from: Data(created.output.utf8))
        let secret = try #require(shown["consumerSecret"])
        #expect(try await server.clients.client(forKey: "printer")?.credentials.secret.reveal() == secret)
        let twice = try await database.run(["clients", "create", "--name", "Other", "--key", "printer"])
        #expect(twice.status == 1 && twice.errors.contains("clients rotate") && twice.output.isEmpty, "\(twice)")
        #expect(try await server.clients.client(forKey: "printer")?.displayName == "Photo printer")

        #expect(try await database.run(["clients", "disable", "printer"]).status == 0)
        #expect(try await server.clients.client(forKey: "printer")?.isDisabled == true)
        let list = try await database.run(["clients", "list"])
        #expect(list.output.contains("Photo printer") && list.output.contains("disabled"), "\(list)")
        #expect(!(list.output + list.errors).contains(secret))
        #expect(try await database.run(["clients", "rotate", "printer"]).status == 0)
        let rotated = try await server.clients.client(forKey: "printer")
        #expect(rotated?.previousSecret?.secret.reveal() == secret && rotated?.credentials.secret.reveal() != secret)
    }

    @Test("Keys rotate, what has expired is removed, the floor is raised, and status counts, while a server runs")
    func maintenance() async throws {
        let (old, new) = (ProviderFolder.oldKey, ProviderFolder.newKey)
        let database = try await ProviderServerDatabase.create()
        _ = try await database.run(["migrate"])
        _ = try await database.run(["clients", "create", "--name", "A", "--key", "a"])
        let server = try await database.open([new, old])
        defer { server.close() }
        let rotated = try await database.run(["keys", "rotate"], keys: [new, old])
        #expect(rotated.status == 0 && rotated.errors.contains("Encrypted 1 row with"), "\(rotated)")
        let wrong = try await database.run(["clients", "disable", "a"], keys: [old])
        #expect(wrong.status == 66 && wrong.errors.contains("key that is missing"), "\(wrong)")

        let now = OAuth1SystemClock().now()
        for (name, expiry) in [("old", now - 4_000), ("new", now + 4_000)] {
            try await server.tokens.save(
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
        let cleaned = try await database.run(["clean", "--json"], keys: [new])
        #expect(cleaned.output.contains(#""removedTokens" : 1"#), "\(cleaned)")
        let floor = try await database.run(["floor", "now"], keys: [new])
        #expect(floor.status == 0 && floor.errors.contains("are rejected"), "\(floor)")
        let nonce = OAuth1UsedNonce(nonce: "n", timestamp: now, clientKey: "a", token: nil)
        guard case .tooOld(let oldest) = try await server.nonces.record(nonce, in: OAuth1TimestampWindow(now: now))
        else {
            Issue.record("a request was accepted that is stamped before the floor")
            return
        }
        let result = try await database.run(["status", "--json"], keys: [new])
        let status = try JSONDecoder().decode(OAuth1DatabaseStatus.self, from: Data(result.output.utf8))
        #expect(status.clients == 1 && status.accessTokens == 1 && status.nonceFloor >= oldest)
        #expect(status.keys.first?.position == 1 && status.keys.first?.rows == 2)
        for secret in ["token-new", "secret-of-a-token", "user-of-a-token", new] {
            #expect(!(result.output + result.errors).contains(secret))
        }
    }

    @Test("keys forget-lost removes the rows of a lost key after a confirmation, so that servers start")
    func lostKey() async throws {
        let (old, new) = (ProviderFolder.oldKey, ProviderFolder.newKey)
        let database = try await ProviderServerDatabase.create()
        _ = try await database.run(["migrate"])
        _ = try await database.run(["clients", "create", "--name", "A", "--key", "a"])
        _ = try await database.run(["clients", "create", "--name", "B", "--key", "b"], keys: [new, old])
        let result = try await database.run(["status", "--json"], keys: [new])
        let status = try JSONDecoder().decode(OAuth1DatabaseStatus.self, from: Data(result.output.utf8))
        let lost = try #require(status.keys.last)
        #expect(lost.position == nil && lost.rows == 1 && lost.clients == 1)
        for command in [["clean"], ["floor", "now"]] {
            let result = try await database.run(command, keys: [new])
            #expect(result.status == 0, "\(result)")
        }
        let unconfirmed = try await database.run(["keys", "forget-lost"], keys: [new])
        #expect(unconfirmed.status == 1 && unconfirmed.errors.contains(lost.identifier), "\(unconfirmed)")
        let migrated = try await database.run(["migrate"], keys: [new])
        #expect(migrated.status == 0 && migrated.errors.contains("keys forget-lost"), "\(migrated)")
        let removed = try await database.run(["keys", "forget-lost", "--identifier", lost.identifier], keys: [new])
        #expect(removed.status == 0 && removed.errors.contains("Removed 1 row"), "\(removed)")
        let server = try await database.open([new])
        defer { server.close() }
        #expect(try await server.clients.allClients().map(\.key) == ["b"])
    }

    @Test("A database that does not accept the role exits with 66, and says what to do without a password")
    func denials() async throws {
        let database = try await ProviderServerDatabase.create()
        _ = try await database.run(["migrate"])
        let role = "role_\(UInt64.random(in: 0...UInt64.max))"
        try await database.execute("CREATE ROLE \(role) LOGIN PASSWORD 'hidden-value'")
        func status(_ url: String) async throws -> Tool.Result {
            let result = try await ToolProcess.run(
                ["provider", "status"],
                environment: ["OAUTH1_DATABASE": url, "OAUTH1_DATABASE_KEYS": ProviderFolder.oldKey]
            )
            #expect(!(result.output + result.errors).contains("hidden-value"))
            return result
        }
        for (url, text) in [
            (database.url(user: "nobody_\(role)"), "can't log in"),
            (database.url(of: "missing_\(role)"), "the database does not exist"),
            (database.url(user: role), "the role \(role) lacks privileges"),
        ] {
            let result = try await status(url)
            #expect(result.status == 66 && result.errors.contains(text), "\(result)")
        }
        try await database.requirePassword(of: role)
        var result = try await status(database.url(user: role))
        for _ in 0..<600 where !result.errors.contains("password") {
            try await Task.sleep(for: .milliseconds(100))
            result = try await status(database.url(user: role))
        }
        #expect(result.status == 66 && result.errors.contains("set PGPASSWORD or PGPASSFILE"), "\(result)")
        result = try await status(database.url(user: role, password: "another-hidden-value"))
        #expect(result.status == 66 && result.errors.contains("check the password of the role \(role)"), "\(result)")
    }

    @Test("A connection string that can't be read names where it is from, and says to percent-encode the password")
    func unreadablePassword() async throws {
        let url = "postgresql://u:hidden%value@127.0.0.1:1/d"
        let result = try await ToolProcess.run(
            ["provider", "status"],
            environment: ["OAUTH1_DATABASE": url, "OAUTH1_DATABASE_KEYS": ProviderFolder.oldKey]
        )
        #expect(result.status == 64 && result.errors.contains("OAUTH1_DATABASE: "), "\(result)")
        #expect(result.errors.contains("percent-encode the password"), "\(result)")
        #expect(!(result.output + result.errors).contains("hidden"))
    }

    @Test("A password is never accepted as an argument, and no error shows one")
    func passwords() async throws {
        let environment = ["OAUTH1_DATABASE_KEYS": ProviderFolder.oldKey]
        let databases = [
            "postgresql://u:hidden-value@127.0.0.1:1/d", "postgres://u@127.0.0.1:1/d?password=hidden-value",
            "postgresql://127.0.0.1:1/d?sslpassword=hidden-value",
            "host=127.0.0.1 port=1 user=u password=hidden-value dbname=d",
            " host = 127.0.0.1 port=1 password='hidden-value'",
        ]
        for database in databases {
            let refused = try await ToolProcess.run(
                ["provider", "status", "--database", database],
                environment: environment
            )
            #expect(refused.status == 64 && refused.errors.contains("PGPASSFILE"), "\(refused)")
            // The environment may have one; nobody listens at the port.
            let away = try await ToolProcess.run(
                ["provider", "status"],
                environment: environment.merging(["OAUTH1_DATABASE": database]) { $1 }
            )
            #expect(away.status == 75 && away.errors.contains("port 1"), "\(away)")
            for result in [refused, away] { #expect(!(result.output + result.errors).contains("hidden-value")) }
        }
    }
}

/// A database of a PostgreSQL server, for one test of the tool.
struct ProviderServerDatabase: Sendable {
    private static let script = ServerScript("postgresql")
    static let isExpected = script.isExpected
    static let isMissing: Comment = "PostgreSQL's server is not installed: scripts/test installs it"
    /// The server's folder and that of its programs.
    private static let server = Result { (folder: try script.create(), programs: try script.run("programs")) }

    private let folder: String
    private let name: String

    static func create() async throws -> ProviderServerDatabase {
        try await ToolProcess.blocking {
            let server = try server.get()
            let name = "test_\(UInt64.random(in: 0...UInt64.max))"
            try ServerScript.run("\(server.programs)/createdb", ["-h", server.folder, "-U", "postgres", name])
            return ProviderServerDatabase(folder: server.folder, name: name)
        }
    }

    /// The connection string.
    func url(user: String = "postgres", of name: String? = nil, password: String? = nil) -> String {
        let password = password.map { "&password=\($0)" } ?? ""
        return "postgresql:///\(name ?? self.name)?host=\(folder)&user=\(user)\(password)"
    }

    /// Executes statements as the administrator.
    func execute(_ sql: String) async throws {
        try await ToolProcess.blocking {
            let programs = try Self.server.get().programs
            try ServerScript.run("\(programs)/psql", ["-q", "-h", folder, "-U", "postgres", "-d", name, "-c", sql])
        }
    }

    /// Has the server ask a role for its password, a moment later.
    func requirePassword(of role: String) async throws {
        let file = URL(fileURLWithPath: folder).appendingPathComponent("data/pg_hba.conf")
        var rules = Data("local all \(role) scram-sha-256\n".utf8)
        rules.append(try Data(contentsOf: file))
        // In its place, as it belongs to the server's user.
        try rules.write(to: file)
        try await execute("SELECT pg_reload_conf()")
    }

    /// Runs a command with the database and its keys in the environment.
    func run(_ arguments: [String], keys: [String] = [ProviderFolder.oldKey]) async throws -> Tool.Result {
        try await ToolProcess.run(
            ["provider"] + arguments,
            environment: [
                "OAUTH1_DATABASE": url(password: "password-of-the-database"),
                "OAUTH1_DATABASE_KEYS": keys.joined(separator: ","),
            ]
        )
    }

    /// Opens the database as a server does.
    func open(_ keys: [String] = [ProviderFolder.oldKey]) async throws -> OAuth1PostgresDatabase {
        try await OAuth1PostgresDatabase(
            connection: OAuth1Secret(url()),
            keys: OAuth1DatabaseKeys(keys.map { OAuth1Secret($0) }),
            history: .empty,
            migrates: false,
            connectTimeout: 60,
            statementTimeout: 60
        )
    }
}
#endif
