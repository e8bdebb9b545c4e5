//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import OAuth1
import OAuth1GRDB
import OAuth1Server

/// The database of clients, tokens and nonces: a restart forgets none of them.
enum PhotosDatabase {
    /// Opens the database, or creates it with a new key.
    static func open(inFolder folder: String) throws -> OAuth1GRDBDatabase {
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: true,
            attributes: [.posixPermissions: 0o700]
        )
        return try OAuth1GRDBDatabase(
            path: folder + "/photos.sqlite",
            keys: OAuth1DatabaseKeys([try key(atPath: folder + "/key")]),
            // In the first minute of a new database no client is asked to wait: there was no service before it.
            history: .empty
        )
    }

    /// The key that encrypts the database.
    ///
    /// In production it is not beside it, but in a store of secrets.
    private static func key(atPath path: String) throws -> OAuth1Secret {
        if let key = try? String(contentsOfFile: path, encoding: .utf8) { return OAuth1Secret(key) }
        var generator = SystemRandomNumberGenerator()
        let bytes = (0..<32).map { _ in UInt8.random(in: 0...255, using: &generator) }
        let key = bytes.map { String(format: "%02x", $0) }.joined()
        guard
            FileManager.default.createFile(
                atPath: path,
                contents: Data(key.utf8),
                attributes: [.posixPermissions: 0o600]
            )
        else {
            throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
        }
        return OAuth1Secret(key)
    }
}
