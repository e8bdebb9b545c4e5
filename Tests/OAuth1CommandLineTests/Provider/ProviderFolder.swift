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

/// A folder with the database of a provider and its keys, for one test of the tool.
struct ProviderFolder: Sendable {
    static let oldKey = String(repeating: "old-key-", count: 8)
    static let newKey = String(repeating: "new-key-", count: 8)

    let folder: URL

    static func with<Value>(_ use: (ProviderFolder) async throws -> Value) async throws -> Value {
        try await ToolProcess.withFolder { try await use(ProviderFolder(folder: $0)) }
    }

    var path: String { folder.appendingPathComponent("provider.sqlite").path }

    func file(_ name: String, _ text: String) throws -> String {
        let url = folder.appendingPathComponent(name)
        try Data(text.utf8).write(to: url)
        return url.path
    }

    /// Runs a command with the database and its keys in the environment.
    func run(_ arguments: [String], keys: [String] = [oldKey]) async throws -> Tool.Result {
        try await ToolProcess.run(
            ["provider"] + arguments,
            environment: ["OAUTH1_DATABASE": path, "OAUTH1_DATABASE_KEYS": keys.joined(separator: ",")]
        )
    }

    /// Opens the database as a server does.
    func open(_ keys: [String] = [oldKey]) throws -> OAuth1GRDBDatabase {
        try OAuth1GRDBDatabase(
            path: path,
            keys: OAuth1DatabaseKeys(keys.map { OAuth1Secret($0) }),
            history: .empty,
            migrates: false
        )
    }
}
#endif
