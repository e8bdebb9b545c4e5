//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if PostgreSQL
import CPostgreSQL
import OAuth1
import OAuth1Server

/// How connections are opened.
struct PostgresOptions: Sendable {
    /// The connection string, which may contain a password.
    let connection: OAuth1Secret
    let connectTimeout: Duration
    let statementTimeout: Duration
    /// The database in error texts: host, port and name, never the password.
    let place: String

    init(
        connection: OAuth1Secret,
        connectTimeout: Double,
        statementTimeout: Double
    ) throws(OAuth1DatabaseError) {
        self.connection = connection
        self.connectTimeout = .milliseconds(max(1, min(3_600_000, connectTimeout * 1_000)))
        self.statementTimeout = .milliseconds(max(1, min(3_600_000, statementTimeout * 1_000)))
        var message: UnsafeMutablePointer<CChar>?
        guard let parsed = PQconninfoParse(connection.reveal(), &message) else {
            // Its text may quote parts of a password.
            PQfreemem(message)
            throw OAuth1DatabaseError(
                .unavailable,
                "the connection string can't be read: percent-encode the password, for example % as %25, and write "
                    + "postgresql://USER@HOST/DATABASE, or host=HOST dbname=DATABASE"
            )
        }
        defer { PQconninfoFree(parsed) }
        var parts: [String] = []
        var option = parsed
        while let keyword = option.pointee.keyword {
            let name = String(cString: keyword)
            if let value = option.pointee.val, ["host", "hostaddr", "port", "dbname"].contains(name) {
                let text = String(cString: value)
                guard Self.isPlausible(text, name) else {
                    throw OAuth1DatabaseError(
                        .unavailable,
                        "the \(name) of the connection string can't be read: percent-encode the password, @ as %40 and / as %2F"
                    )
                }
                parts.append("\(name == "dbname" ? "database" : name) \(text)")
            }
            option += 1
        }
        place = parts.isEmpty ? "PostgreSQL" : "PostgreSQL (\(parts.joined(separator: ", ")))"
    }

    /// Whether a connection string contains a password, or that of a key.
    static func hasPassword(_ connection: OAuth1Secret) -> Bool {
        guard let parsed = PQconninfoParse(connection.reveal(), nil) else { return false }
        defer { PQconninfoFree(parsed) }
        var option = parsed
        while option.pointee.keyword != nil {
            // What libpq would not show as it is typed.
            if option.pointee.val != nil, option.pointee.dispchar.map({ String(cString: $0) }) == "*" { return true }
            option += 1
        }
        return false
    }

    /// Whether a host, port or name is not a part of a password that was not encoded.
    private static func isPlausible(_ text: String, _ name: String) -> Bool {
        switch name {
        // A list, with an empty place for the default.
        case "port": text.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == 0x2C }
        // The name of an abstract socket starts with an @.
        case "host": !text.dropFirst().contains("@")
        default: !text.contains("@")
        }
    }
}
#endif
