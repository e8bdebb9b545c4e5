//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import GRDB
import OAuth1Server

extension MissingKeys {
    /// A key that a row has and the list does not, or `nil`.
    func first(_ db: Database) throws -> Int64? {
        for query in queries {
            if let key = try Int64.fetchOne(db, sql: query) { return key }
        }
        return nil
    }
}

extension MissingKeyWatch {
    /// Creates a watch that reads in a snapshot, beside the reads of requests: clients and request tokens have no index by key.
    convenience init(_ pool: DatabasePool, _ keys: OAuth1DatabaseKeys) {
        let missing = MissingKeys(keys)
        self.init { () async throws -> Int64? in
            do {
                return try await pool.read { db in try missing.first(db) }
            } catch {
                throw DatabaseFailure.rejection(error, path: pool.path)
            }
        }
    }
}
#endif
