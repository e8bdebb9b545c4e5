//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if GRDB
import Foundation
import GRDB
import OAuth1Server

extension RequestTokenRow {
    private init(_ row: Row) {
        self.init(
            id: Array(row[0] as Data),
            key: row[1],
            client: Array(row[2] as Data),
            expiresAt: row[3],
            verifications: row[4],
            encrypted: Array(row[5] as Data),
            decisionKey: row[6],
            sealedDecision: (row[7] as Data?).map { Array($0) }
        )
    }

    static func first(of identifiers: [Data], _ db: Database) throws -> RequestTokenRow? {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, key, client, expires_at, verifications, encrypted, decision_key, encrypted_decision
                FROM oauth1_request_token WHERE id = ?
                """
        )
        for identifier in identifiers {
            if let row = try Row.fetchOne(statement, arguments: [identifier]) { return RequestTokenRow(row) }
        }
        return nil
    }

    func insert(_ db: Database) throws {
        try db.cachedStatement(
            sql: """
                INSERT INTO oauth1_request_token
                (id, key, client, expires_at, verifications, encrypted, decision_key, encrypted_decision)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                """
        )
        .execute(arguments: [
            Data(id), key, Data(client), expiresAt, verifications, Data(encrypted), decisionKey,
            sealedDecision.map { Data($0) },
        ])
    }

    /// Rows of a client about which a user decided, in the order in which they expire, after one.
    static func decided(
        ofClient client: Data,
        after row: RequestTokenRow?,
        atMost limit: Int,
        _ db: Database
    ) throws -> [RequestTokenRow] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT id, key, client, expires_at, verifications, encrypted, decision_key, encrypted_decision
                FROM oauth1_request_token
                WHERE client = ? AND (expires_at, id) > (?, ?) AND encrypted_decision IS NOT NULL
                ORDER BY expires_at, id LIMIT ?
                """
        )
        let arguments: StatementArguments = [
            client, row?.expiresAt ?? Int64.min, row.map { Data($0.id) } ?? Data(), limit,
        ]
        return try Row.fetchAll(statement, arguments: arguments).map { RequestTokenRow($0) }
    }

    /// Counts the valid request tokens of a client, up to a limit.
    static func count(ofClient client: Data, at now: Int64, atMost limit: Int, _ db: Database) throws -> Int {
        let statement = try db.cachedStatement(
            sql: """
                SELECT count(*) FROM
                (SELECT 1 FROM oauth1_request_token WHERE client = ? AND expires_at >= ? LIMIT ?)
                """
        )
        return try Int.fetchOne(statement, arguments: [client, now, limit]) ?? 0
    }

    static func decide(_ identifier: Data, _ key: Int64, _ encrypted: Data, _ db: Database) throws -> Bool {
        try db.cachedStatement(
            sql: """
                UPDATE oauth1_request_token SET decision_key = ?, encrypted_decision = ?
                WHERE id = ? AND encrypted_decision IS NULL
                """
        )
        .execute(arguments: [key, encrypted, identifier])
        return db.changesCount == 1
    }

    static func countVerification(_ identifier: Data, _ db: Database) throws -> Int? {
        try db.cachedStatement(
            sql: "UPDATE oauth1_request_token SET verifications = verifications + 1 WHERE id = ?"
        )
        .execute(arguments: [identifier])
        guard db.changesCount == 1 else { return nil }
        return try Int.fetchOne(
            try db.cachedStatement(sql: "SELECT verifications FROM oauth1_request_token WHERE id = ?"),
            arguments: [identifier]
        )
    }

    static func remove(_ identifier: Data, _ db: Database) throws -> Bool {
        try db.cachedStatement(sql: "DELETE FROM oauth1_request_token WHERE id = ?").execute(arguments: [identifier])
        return db.changesCount == 1
    }

    @discardableResult
    static func removeExpired(at now: Int64, atMost limit: Int, _ db: Database) throws -> Int {
        try SealedRow.removeExpired(from: encrypted.table, before: now - grace, atMost: limit, db)
    }

    /// Encrypts a row with the current key.
    static func reseal(_ id: Data, _ cipher: RowCipher, _ db: Database) throws {
        guard let row = try first(of: [id], db), let token = try row.token(cipher) else { return }
        var new = try RequestTokenRow(token, cipher)
        new.verifications = row.verifications
        _ = try remove(id, db)
        try new.insert(db)
    }
}
#endif
