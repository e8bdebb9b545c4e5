//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Provider
import ArgumentParser

/// Where a provider's database is: a file of SQLite, or a server.
enum ProviderDatabaseLocation: ExpressibleByArgument, Equatable {
    case file(String)
    /// A server that the libraries of this build don't support.
    case unsupportedServer(scheme: String)

    init?(argument: String) {
        guard !argument.isEmpty else { return nil }
        guard let end = argument.firstRange(of: "://") else {
            self = .file(argument)
            return
        }
        let scheme = argument[..<end.lowerBound].lowercased()
        self = scheme == "file" ? .file(String(argument[end.upperBound...])) : .unsupportedServer(scheme: scheme)
    }
}
#endif
