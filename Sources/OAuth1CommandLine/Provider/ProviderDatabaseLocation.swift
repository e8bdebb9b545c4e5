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
}
#endif
