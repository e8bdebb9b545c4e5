//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import Foundation
import OAuth1
import OAuth1GRDB
import OAuth1Server

#if PostgreSQL
import OAuth1Postgres
#endif

/// The options of all commands for a provider's database.
struct ProviderDatabaseOptions: ParsableArguments {
    static let databaseVariable = "OAUTH1_DATABASE"
    static let keysVariable = "OAUTH1_DATABASE_KEYS"

    @Option(
        help: ArgumentHelp(
            "The path of the SQLite database, or the URL of the PostgreSQL database without a password. Default: "
                + "\(databaseVariable), which may have a password.",
            valueName: "file|url"
        ),
        completion: .file()
    )
    var database: ProviderDatabaseLocation?

    @Option(
        help: ArgumentHelp(
            "A file with the keys of the database, the newest first, one on each line. Use - for standard input. Default: "
                + "the keys in \(keysVariable).",
            valueName: "file"
        ),
        completion: .file()
    )
    var keysFile: String?

    /// A database that was opened.
    struct Opened {
        let database: any OAuth1ProviderDatabase
        /// Where it is, in texts.
        let place: String
        let now: Int64
        /// The keys, which standard input has only once.
        let keys: OAuth1DatabaseKeys
        let close: () -> Void
    }

    /// Opens the database and calls a function with it.
    ///
    /// - Parameters:
    ///   - purpose: What the database is opened for.
    ///   - migrates: Whether it is created, or its tables are updated.
    ///   - keys: The keys, if they were read before.
    ///   - use: The function.
    /// - Returns: The result of the function.
    /// - Throws: ``CommandFailure``, also for errors of the database.
    func withDatabase<Value>(
        for purpose: OAuth1DatabasePurpose = .serving,
        migrates: Bool = false,
        keys: OAuth1DatabaseKeys? = nil,
        _ use: (Opened) async throws -> Value
    ) async throws -> Value {
        do {
            let opened: Opened
            do {
                opened = try await open(for: purpose, migrates: migrates, keys)
            } catch let error as OAuth1DatabaseError where error.code == .damaged {
                // Another file than a database.
                throw CommandFailure(.unreadableInput, error.reason)
            }
            // Everything is committed; closing only tidies up.
            defer { opened.close() }
            return try await use(opened)
        } catch let error as OAuth1DatabaseError {
            throw CommandFailure(error)
        } catch let error as OAuth1ServerError {
            throw CommandFailure(error.code == .storeUnavailable ? .tryLater : .failed, error.reason)
        }
    }

    /// What names the database, for errors.
    var source: String { database == nil ? Self.databaseVariable : "--database" }

    /// The database that the options or the environment name.
    func location() throws -> ProviderDatabaseLocation {
        let variable = ProcessInfo.processInfo.environment[Self.databaseVariable]
        guard let location = database ?? variable.flatMap({ ProviderDatabaseLocation(argument: $0) }) else {
            throw ValidationError(
                "Missing the database: pass --database, or set \(Self.databaseVariable), to the path of a SQLite database or "
                    + "postgresql://USER@HOST/DATABASE."
            )
        }
        switch location {
        case .file, .postgreSQL: return location
        case .malformed:
            throw ValidationError(
                "\(source): expected the path of a SQLite database or postgresql://USER@HOST/DATABASE, got a text that is "
                    + "neither and may contain a password. A file with such a name needs ./ before it."
            )
        case .unsupportedServer(let scheme):
            throw ValidationError(
                "\(source): expected the path of a SQLite database or postgresql://USER@HOST/DATABASE, got a URL with "
                    + "\(scheme)://."
            )
        }
    }

    private func open(
        for purpose: OAuth1DatabasePurpose,
        migrates: Bool,
        _ keys: OAuth1DatabaseKeys?
    ) async throws -> Opened {
        let location = try self.location()
        if case .file(let path) = location { return try openFile(path, for: purpose, migrates: migrates, keys) }
        #if PostgreSQL
        if case .postgreSQL(let connection) = location {
            let isArgument = database != nil
            return try await openServer(connection, isArgument: isArgument, for: purpose, migrates: migrates, keys)
        }
        #endif
        throw ValidationError(
            "\(source): this build has no PostgreSQL. Build it with the traits Provider and PostgreSQL: swift run "
                + "--traits Provider,PostgreSQL oauth1 provider."
        )
    }

    private func openFile(
        _ path: String,
        for purpose: OAuth1DatabasePurpose,
        migrates: Bool,
        _ known: OAuth1DatabaseKeys?
    ) throws -> Opened {
        let keys = try known ?? OAuth1DatabaseKeys(secrets())
        try check(path, mayBeNew: migrates)
        let clock = OAuth1SystemClock()
        let database = try OAuth1GRDBDatabase(
            path: path,
            keys: keys,
            migrates: migrates,
            purpose: purpose,
            clock: clock
        )
        if database.wasRestored { Self.noteRaisedFloor("the database is an older copy of itself") }
        return Opened(database: database, place: path, now: clock.now(), keys: keys) { try? database.close() }
    }

    #if PostgreSQL
    private func openServer(
        _ connection: OAuth1Secret,
        isArgument: Bool,
        for purpose: OAuth1DatabasePurpose,
        migrates: Bool,
        _ known: OAuth1DatabaseKeys?
    ) async throws -> Opened {
        guard !isArgument || !OAuth1PostgresDatabase.hasPassword(in: connection) else {
            throw ValidationError(
                "--database can't have a password, which other users of the machine could see. Set "
                    + "\(Self.databaseVariable) to the URL, or PGPASSWORD or PGPASSFILE to the password or its file."
            )
        }
        if let problem = OAuth1PostgresDatabase.problem(of: connection) {
            throw ValidationError("\(isArgument ? "--database" : Self.databaseVariable): \(problem).")
        }
        let keys = try known ?? OAuth1DatabaseKeys(secrets())
        let clock = OAuth1SystemClock()
        let database = try await OAuth1PostgresDatabase(
            connection: connection,
            keys: keys,
            maximumConnections: 2,
            migrates: migrates,
            purpose: purpose,
            // Counting may take a while.
            statementTimeout: 600,
            clock: clock
        )
        if database.wasRestored {
            Self.noteRaisedFloor("the database was restored, or a standby took over")
        }
        return Opened(database: database, place: database.place, now: clock.now(), keys: keys) { database.close() }
    }
    #endif

    private static func noteRaisedFloor(_ reason: String) {
        Diagnostics.note("\(reason), so its replay floor was raised: requests stamped until now are rejected")
    }

    /// The keys, which are never an argument.
    private func secrets() throws -> [OAuth1Secret] {
        if let keysFile { return try ProviderKeyList.read(file: keysFile) }
        if let value = ProcessInfo.processInfo.environment[Self.keysVariable] {
            return try ProviderKeyList.read(variable: Self.keysVariable, value)
        }
        throw ValidationError(
            "Missing the keys of the database: pass --keys-file FILE, or set \(Self.keysVariable). Create a key with "
                + "openssl rand -hex 32."
        )
    }
}

extension CommandFailure {
    /// The failure of opening a database.
    init(_ error: OAuth1DatabaseError) {
        let status: ExitStatus =
            switch error.code {
            // Another attempt has the same result.
            case .invalidKeys, .denied: .unreadableInput
            case .unavailable: .tryLater
            default: .failed
            }
        self.init(status, error.reason)
    }
}
#endif
