//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import OAuth1
import OAuth1Client
import Testing

/// A provider for the flow of `docs/from-the-page.md`, over sockets.
enum PageProvider: String, CaseIterable, CustomTestStringConvertible {
    case ours = "this package's provider"
    case authlib = "Authlib's Flask server"

    var testDescription: String { rawValue }

    var client: OAuth1ClientCredentials { ForeignClients.plain }

    var options: OAuth1FlowOptions {
        switch self {
        case .ours: OAuth1FlowOptions()
        case .authlib: ForeignProvider.authlib.options
        }
    }

    /// Runs the provider for the time of a call, which gets its base URL; Authlib's runs for the whole suite.
    func withRunning(_ use: @Sendable @escaping (String) async throws -> Void) async throws {
        switch self {
        case .ours: try await HummingbirdProvider(client: client).withRunning(use)
        case .authlib: try await use(try ForeignProvider.authlib.origin)
        }
    }
}
#endif
