//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.store
import Crypto
import Foundation
import OAuth1Client

/// What the store needs of your database or secret manager.
protocol LoginTable: Sendable {
    func row(_ user: String) async throws -> Data?
    func setRow(_ user: String, to row: Data?) async throws
}

/// Keeps one user's login in a database, encrypted.
struct DatabaseSessionStore: OAuth1SessionStore {
    var table: any LoginTable
    var user: String
    var key: SymmetricKey

    func load() async throws -> OAuth1LoginState? {
        guard let row = try await table.row(user) else { return nil }
        let json = try AES.GCM.open(
            AES.GCM.SealedBox(combined: row),
            using: key,
            // A row that was copied to another user can't be decrypted.
            authenticating: Data(user.utf8)
        )
        return try JSONDecoder()
            .decode(OAuth1ExposedLogin.self, from: json).state
    }

    func save(_ state: OAuth1LoginState) async throws {
        guard state.step != .loggedOut else {
            try await table.setRow(user, to: nil)
            return
        }
        let box = try AES.GCM.seal(
            JSONEncoder().encode(OAuth1ExposedLogin(state)),
            using: key,
            authenticating: Data(user.utf8)
        )
        try await table.setRow(user, to: box.combined)
    }
}
// snippet.end
