//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Keeps one user's login between two runs of a program.
///
/// A session that has a store saves after each step that changes its credentials. The state holds secrets: keep it where
/// nobody else can read it. ``OAuth1FileSessionStore`` does, and on Apple's systems `OAuth1KeychainSessionStore`.
public protocol OAuth1SessionStore: Sendable {
    /// Loads the state that was saved last.
    ///
    /// - Returns: The state, or `nil` if there is none.
    /// - Throws: Any error; a session that can't load its credentials is not created.
    func load() async throws -> OAuth1LoginState?

    /// Saves a state in place of the one before.
    ///
    /// - Parameter state: The state. One whose step is ``OAuth1LoginState/Step/loggedOut`` removes what was saved.
    /// - Throws: Any error; it reaches the caller of the step, whose credentials the session remembers all the same.
    func save(_ state: OAuth1LoginState) async throws
}
