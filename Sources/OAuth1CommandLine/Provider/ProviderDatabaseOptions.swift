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

/// The options of all commands for a provider's database.
struct ProviderDatabaseOptions: ParsableArguments {
    static let databaseVariable = "OAUTH1_DATABASE"
    static let keysVariable = "OAUTH1_DATABASE_KEYS"

    @Option(
        help: ArgumentHelp("The SQLite database. Default: \(databaseVariable).", valueName: "file"),
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
        let path: String
        /// The version of its tables before.
        let previousVersion: Int
        let now: Int64
    }

    /// Opens the database and calls a function with it.
    ///
    /// - Throws: ``CommandFailure``, also for errors of the database.
    func withDatabase<Value>(migrates: Bool = false, _ use: (Opened) async throws -> Value) async throws -> Value {
        do {
            let path = try path()
            let keys = try OAuth1DatabaseKeys(secrets())
            guard migrates || FileManager.default.fileExists(atPath: path) else {
                throw CommandFailure(
                    .unreadableInput,
                    "--database: there is no file \(path)",
                    advice: "Check the path, or create the database with oauth1 provider migrate"
                )
            }
            let clock = OAuth1SystemClock()
            let database = try OAuth1GRDBDatabase(path: path, keys: keys, migrates: migrates, clock: clock)
            if database.wasRestored {
                Diagnostics.note(
                    "the database is an older copy of itself, so its replay floor was raised: requests stamped until now "
                        + "are rejected"
                )
            }
            let opened = Opened(
                database: database,
                path: path,
                previousVersion: database.previousSchemaVersion,
                now: clock.now()
            )
            let value = try await use(opened)
            // Everything is committed; closing only tidies up the files.
            try? database.close()
            return value
        } catch let error as OAuth1DatabaseError {
            throw CommandFailure(error)
        } catch let error as OAuth1ServerError {
            throw CommandFailure(error.code == .storeUnavailable ? .tryLater : .failed, error.reason)
        }
    }

    private func path() throws -> String {
        let variable = ProcessInfo.processInfo.environment[Self.databaseVariable]
        guard let location = database ?? variable.flatMap({ ProviderDatabaseLocation(argument: $0) }) else {
            throw ValidationError("Missing the database: pass --database FILE, or set \(Self.databaseVariable).")
        }
        switch location {
        case .file(let path): return path
        case .unsupportedServer(let scheme):
            throw ValidationError("--database: expected the path of a SQLite database, got a URL with \(scheme)://.")
        }
    }

    /// The keys, which are never an argument.
    private func secrets() throws -> [OAuth1Secret] {
        let text: String
        let source: String
        if let keysFile {
            text = String(
                decoding: try InputFile.read(keysFile, option: "--keys-file", limit: 65_536),
                as: UTF8.self
            )
            source = "--keys-file: \(keysFile)"
        } else if let variable = ProcessInfo.processInfo.environment[Self.keysVariable] {
            text = variable
            source = Self.keysVariable
        } else {
            throw ValidationError(
                "Missing the keys of the database: pass --keys-file FILE, or set \(Self.keysVariable). Create a key with "
                    + "openssl rand -hex 32."
            )
        }
        let keys = text.split { $0.isNewline || (keysFile == nil && $0 == ",") }
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty && !$0.hasPrefix("#") }
        guard !keys.isEmpty else { throw CommandFailure(.unreadableInput, "\(source) has no key") }
        return keys.map { OAuth1Secret($0) }
    }
}

extension CommandFailure {
    /// The failure of opening a database.
    init(_ error: OAuth1DatabaseError) {
        let status: ExitStatus =
            switch error.code {
            case .invalidKeys: .unreadableInput
            case .unavailable: .tryLater
            default: .failed
            }
        self.init(status, error.reason)
    }
}
#endif
