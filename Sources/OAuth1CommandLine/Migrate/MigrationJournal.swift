//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1Client

/// The output and the audit file of a migration.
///
/// Before a token is sent, a line in the audit file says so. When the response arrives, the OAuth 2.0 token is written to
/// the output, and then the outcome to the audit file. Each line is on the disk before the next step. After a crash, a token
/// with a started exchange and without an outcome is the only one whose state is not known.
struct MigrationJournal: Sendable {
    private let output: DurableFile
    private let audit: DurableFile

    /// Opens both files, which no other process may have open, and reads what earlier runs did.
    ///
    /// - Parameters:
    ///   - paths: The paths of output and audit file.
    ///   - input: The input, which must be another file.
    ///   - service: The identifier of the service.
    /// - Returns: The journal and the history.
    /// - Throws: ``CommandFailure``.
    static func open(
        _ paths: MigrationPaths,
        input: MigrationInput,
        service: String
    ) throws -> (MigrationJournal, MigrationHistory) {
        var others = input.identity.map { [($0, "--input")] } ?? []
        let output = try DurableFile(paths.output, option: "--output", others: others)
        if let identity = output.identity { others.append((identity, "--output")) }
        let audit = try DurableFile(paths.audit, option: "--audit", others: others)
        var history = MigrationHistory()
        try audit.load { try history.readAudit($0) }
        try output.load { try history.readOutput($0) }
        try history.check(service: service, output: paths.output, audit: paths.audit)
        return (MigrationJournal(output: output, audit: audit), history)
    }

    /// Reads what earlier runs did, and changes nothing.
    static func history(_ paths: MigrationPaths, service: String) throws -> MigrationHistory {
        var history = MigrationHistory()
        try DurableFile.read(paths.audit, option: "--audit") { try history.readAudit($0) }
        try DurableFile.read(paths.output, option: "--output") { try history.readOutput($0) }
        try history.check(service: service, output: paths.output, audit: paths.audit)
        return history
    }

    /// Writes a line to the audit file.
    func note(_ record: AuditRecord) async throws {
        try await audit.append(record.bytes)
    }

    /// Writes an OAuth 2.0 token to the output.
    func store(_ token: OAuth2Token, of row: TokenRow) async throws {
        try await output.append(JSONLine.encode(MigratedToken(token, of: row)))
    }
}

/// Where a migration writes.
struct MigrationPaths: Sendable {
    let output: String
    let audit: String
}
#endif
