//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import OAuth1Server

extension MissingKeys {
    /// A key that a row has and the list does not, or `nil`.
    func first(_ connection: PostgresConnection) throws -> Int64? {
        for query in queries {
            if let key = try connection.query(query).first { return key }
        }
        return nil
    }
}

extension MissingKeyWatch {
    /// Creates a watch that asks on a connection of the pool.
    convenience init(_ pool: PostgresPool, _ keys: OAuth1DatabaseKeys) {
        let missing = MissingKeys(keys)
        self.init { () async throws -> Int64? in
            try await pool.run { connection in try missing.first(connection) }
        }
    }
}
#endif
