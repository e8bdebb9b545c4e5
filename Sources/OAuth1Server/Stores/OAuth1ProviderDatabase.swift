//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// What the operator of a provider does with its database, while servers use it (`oauth1 provider`).
public protocol OAuth1ProviderDatabase: Sendable {
    /// The registered clients.
    var registry: any OAuth1ClientRegistry { get }

    /// The version of the tables.
    var schemaVersion: Int { get }

    /// The version of the tables when the database was opened, before they were updated; 0 if there were none.
    var previousSchemaVersion: Int { get }

    /// Encrypts all rows with the newest key that were written with others, in short transactions.
    ///
    /// - Parameter progress: Receives how many rows were encrypted again so far.
    /// - Returns: How many rows were encrypted again.
    /// - Throws: The error that kept the database from answering. What was done stays, and another call continues.
    func rotateKeys(progress: @escaping @Sendable (Int) -> Void) async throws -> Int

    /// Removes all rows that were encrypted with a key that is lost, in short transactions: nobody can read them.
    ///
    /// Stop all servers, as one that has the key would lose what it writes, and open the database with
    /// ``OAuth1DatabasePurpose/maintenance``: with another purpose, it throws.
    ///
    /// - Parameter identifier: Names the key, as in ``OAuth1DatabaseStatus/keys``.
    /// - Returns: How many rows were removed.
    /// - Throws: ``OAuth1DatabaseError`` with code ``OAuth1DatabaseError/Code/invalidKeys`` if the list has the key or a server
    ///   writes with it meanwhile, or the error that kept the database from answering. What was done stays, and another call
    ///   continues.
    func removeRows(ofLostKey identifier: String) async throws -> Int

    /// Removes tokens that have expired, in short transactions.
    ///
    /// - Returns: How many tokens were removed.
    /// - Throws: The error that kept the database from answering.
    func removeExpired() async throws -> Int

    /// Removes nonces, in short transactions, and rejects requests stamped before from now on.
    ///
    /// - Parameter timestamp: The oldest timestamp whose nonces stay, in seconds since 1970. Choose one that no provider
    ///   that uses the database accepts anymore.
    /// - Returns: How many nonces were removed.
    /// - Throws: The error that kept the database from answering.
    func removeNonces(stampedBefore timestamp: Int64) async throws -> Int

    /// Rejects all requests that are stamped up to now, or as many seconds later as timestamps may be ahead.
    ///
    /// - Returns: The oldest timestamp that is accepted now, in seconds since 1970.
    /// - Throws: The error that kept the database from answering.
    @discardableResult
    func raiseNonceFloor() async throws -> Int64

    /// Counts what is in the database.
    ///
    /// - Returns: The state, without secrets.
    /// - Throws: The error that kept the database from answering.
    func status() async throws -> OAuth1DatabaseStatus
}
