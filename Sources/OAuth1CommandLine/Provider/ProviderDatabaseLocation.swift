//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser
import OAuth1

/// Where a provider's database is: a file of SQLite, or a server.
enum ProviderDatabaseLocation: ExpressibleByArgument, Equatable {
    case file(String)
    /// A connection string of PostgreSQL, which may contain a password.
    case postgreSQL(OAuth1Secret)
    /// A server that the libraries of this build don't support.
    case unsupportedServer(scheme: String)

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        // Before URLs, as the value of a setting may be one.
        if Self.startsWithSetting(argument) {
            self = .postgreSQL(OAuth1Secret(argument))
            return
        }
        guard let end = argument.firstRange(of: "://") else {
            self = .file(argument)
            return
        }
        let scheme = argument[..<end.lowerBound].lowercased()
        self =
            switch scheme {
            case "file": .file(String(argument[end.upperBound...]))
            case "postgresql", "postgres": .postgreSQL(OAuth1Secret(argument))
            default: .unsupportedServer(scheme: scheme)
            }
    }

    /// Whether a text starts like the settings of libpq, for instance `host=db user=oauth1`, which may contain a password.
    ///
    /// A file with such a name needs a path: `./a=b`.
    private static func startsWithSetting(_ text: String) -> Bool {
        let name = text.utf8.drop { $0 == 0x20 }.prefix { 0x61...0x7A ~= $0 || $0 == UInt8(ascii: "_") }
        return !name.isEmpty && text.utf8[name.endIndex...].first { $0 != 0x20 } == UInt8(ascii: "=")
    }
}
#endif
