//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
/// Finds out why a server accepts no connection until somebody changes a setting.
///
/// libpq has no SQLSTATE for a connection that was not opened, so its text is searched. A server with messages in another
/// language is not understood: its rejection counts as one that another attempt may change.
enum PostgresDenial {
    /// Statements that are rejected with these SQLSTATEs are rejected again: wrong credentials, a missing database or schema,
    /// and missing privileges.
    static let states: Set<String> = ["28000", "28P01", "3D000", "3F000", "42501"]

    /// What to do, or `nil` if another attempt may succeed.
    ///
    /// - Parameters:
    ///   - text: libpq's text, with a line for each attempt.
    ///   - needsPassword: Whether the server asked for a password and there is none.
    ///   - role: The role of the connection, if it may be named.
    /// - Returns: The cause and what to do, without a password.
    static func advice(_ text: String, needsPassword: Bool, role: String?) -> String? {
        let role = name(of: role)
        if needsPassword { return missingPassword(role) }
        return text.split(whereSeparator: \.isNewline).lazy.compactMap { advice(forLine: String($0), role) }.first
    }

    /// How a role is named in texts.
    static func name(of role: String?) -> String { role.map { "the role \($0)" } ?? "the role of the connection" }

    private static func missingPassword(_ role: String) -> String {
        "\(role) has no password here: set PGPASSWORD or PGPASSFILE"
    }

    private static func advice(forLine line: String, _ role: String) -> String? {
        func has(_ parts: String...) -> Bool { parts.allSatisfy { line.contains($0) } }
        if has("no password supplied") { return missingPassword(role) }
        if has("password authentication failed") {
            return "check the password of \(role), in PGPASSWORD, PGPASSFILE or the connection string"
        }
        if has("role \"", "\" does not exist") || has("role \"", "is not permitted to log in") {
            return "\(role) can't log in: connect with the role of the servers"
        }
        if has("authentication failed for user") {
            return "the server does not accept \(role) here: run it as the user of the servers, or check the role"
        }
        if has("database \"", "\" does not exist") {
            return "the database does not exist: check its name, or create it with createdb"
        }
        if has("permission denied for database") { return "\(role) lacks the privilege CONNECT on the database" }
        if has("pg_hba.conf") {
            return "the server does not accept \(role) from here: check pg_hba.conf, and sslmode if it accepts only TLS"
        }
        if has("server does not support SSL") {
            return "the server has no TLS, which sslmode requires: check the host, or enable TLS in the server"
        }
        if has("certificate verify failed") || has("root certificate file") || has("does not match host name") {
            return "the certificate of the server can't be verified: check sslrootcert, the host and the certificate"
        }
        return nil
    }
}
#endif
