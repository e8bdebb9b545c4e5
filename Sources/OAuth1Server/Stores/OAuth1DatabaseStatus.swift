//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The state of a provider's database, for its operator: numbers, and no secrets.
public struct OAuth1DatabaseStatus: Sendable, Hashable, Codable {
    /// How many rows were encrypted with a key.
    public struct KeyUse: Sendable, Hashable, Codable {
        /// Names the key; nothing of the key can be learned from it.
        public var identifier: String
        /// The position in the list of keys, from 1 for the key that encrypts; `nil` if the list does not have it.
        public var position: Int?
        /// How many rows were encrypted with it.
        public var rows: Int
        /// How many of the rows are clients; the others are tokens.
        public var clients: Int

        /// Creates a use of a key.
        ///
        /// - Parameters:
        ///   - identifier: Names the key.
        ///   - position: The position in the list of keys, from 1.
        ///   - rows: How many rows were encrypted with it.
        ///   - clients: How many of the rows are clients.
        public init(identifier: String, position: Int?, rows: Int, clients: Int = 0) {
            self.identifier = identifier
            self.position = position
            self.rows = rows
            self.clients = clients
        }
    }

    /// Why old nonces were not removed, while requests were served.
    public struct RemovalFailure: Sendable, Hashable, Codable {
        /// What failed, and what to do.
        public var reason: String
        /// When it last failed, in seconds since 1970.
        public var time: Int64
        /// How often it has failed since it last succeeded.
        public var count: Int

        /// Creates a failure.
        ///
        /// - Parameters:
        ///   - reason: What failed, and what to do.
        ///   - time: When it last failed, in seconds since 1970.
        ///   - count: How often it has failed since it last succeeded.
        public init(reason: String, time: Int64, count: Int) {
            self.reason = reason
            self.time = time
            self.count = count
        }
    }

    /// The version of the tables.
    public var schemaVersion: Int
    /// How many clients there are.
    public var clients = 0
    /// How many request tokens there are, expired ones included.
    public var requestTokens = 0
    /// How many of them have expired.
    public var expiredRequestTokens = 0
    /// How many access tokens there are, expired ones included.
    public var accessTokens = 0
    /// How many of them have expired.
    public var expiredAccessTokens = 0
    /// How many nonces there are.
    public var nonces = 0
    /// The oldest timestamp of a nonce, in seconds since 1970; `nil` if there is none.
    public var oldestNonce: Int64?
    /// The oldest timestamp that is accepted: the replay floor, in seconds since 1970; 0 if nothing was forgotten.
    public var nonceFloor: Int64 = 0
    /// Why the servers could not remove old nonces; `nil` if they could.
    public var removalFailure: RemovalFailure?
    /// Whether a standby of PostgreSQL answered, which may not have the last changes of the primary yet.
    public var isStandby = false
    /// The size of the database with its other files, in bytes.
    public var byteCount: Int64 = 0
    /// The keys of the list, and all others that a row was encrypted with.
    public var keys: [KeyUse] = []

    /// Creates a state of an empty database.
    ///
    /// - Parameter schemaVersion: The version of the tables.
    public init(schemaVersion: Int) {
        self.schemaVersion = schemaVersion
    }

    /// How many rows need a key that is not the first of the list: 0 if the others can be removed from it.
    public var rowsWithOlderKeys: Int {
        keys.reduce(0) { $0 + ($1.position == 1 ? 0 : $1.rows) }
    }

    /// How many rows need a key that the list does not have, so that no server starts with it.
    public var rowsWithMissingKeys: Int {
        keys.reduce(0) { $0 + ($1.position == nil ? $1.rows : 0) }
    }

    /// Whether rows need a key, and none has one of the list: it may be that of another database.
    package var lacksAllKeys: Bool {
        rowsWithMissingKeys > 0 && !keys.contains { $0.position != nil && $0.rows > 0 }
    }

    /// The uses of the keys of a list, then of those that only rows have.
    package static func keyUses(_ list: [Int64], rows: [Int64: Int], clients: [Int64: Int]) -> [KeyUse] {
        let missing = rows.keys.filter { !list.contains($0) }.sorted()
        return (list + missing)
            .map { identifier in
                KeyUse(
                    identifier: text(ofKey: identifier),
                    position: list.firstIndex(of: identifier).map { $0 + 1 },
                    rows: rows[identifier] ?? 0,
                    clients: clients[identifier] ?? 0
                )
            }
    }

    /// The identifier of a key, as operators see it.
    package static func text(ofKey identifier: Int64) -> String {
        let digits = String(UInt64(bitPattern: identifier), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// The key with an identifier, or `nil` if no key can have it.
    package static func key(ofText text: String) -> Int64? {
        guard let key = UInt64(text, radix: 16).map({ Int64(bitPattern: $0) }), Self.text(ofKey: key) == text else {
            return nil
        }
        return key
    }

    /// A column that says with which key a value of its row was encrypted.
    package struct KeyColumn: Sendable {
        package let table: String
        package let name: String

        /// Whether its rows are clients, and not tokens.
        package var hasClients: Bool { table == ClientRow.encrypted.table }

        /// Selects its keys, as a column `key`.
        ///
        /// Another value than the first one is a part of its row, unless it was encrypted with another key.
        package var selection: String {
            name == "key" ? "SELECT key FROM \(table)" : "SELECT \(name) AS key FROM \(table) WHERE \(name) <> key"
        }
    }

    /// The columns with keys of all tables.
    package static let keyColumns = [
        KeyColumn(table: ClientRow.encrypted.table, name: "key"),
        KeyColumn(table: AccessTokenRow.encrypted.table, name: "key"),
        KeyColumn(table: RequestTokenRow.encrypted.table, name: "key"),
        KeyColumn(table: RequestTokenRow.encrypted.table, name: "decision_key"),
    ]
}
