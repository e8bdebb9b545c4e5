//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// The state of a session for its one user: the login's state, the callback, and the client that signs for the user.
final class SessionState: Sendable {
    private struct Contents {
        var state: OAuth1LoginState
        var callback: OAuth1Callback
        /// The client with the access token of `state`: made when that changes, not for each call.
        var client: AsyncOAuth1Client
    }

    private let contents: Mutex<Contents>
    private let saver: SessionSaver?

    init(
        _ client: AsyncOAuth1Client,
        state: OAuth1LoginState,
        callback: OAuth1Callback,
        store: (any OAuth1SessionStore)?
    ) {
        contents = Mutex(Contents(state: state, callback: callback, client: client.using(state.accessToken)))
        saver = store.map { SessionSaver($0) }
    }

    var state: OAuth1LoginState { contents.withLock(\.state) }

    var callback: OAuth1Callback {
        get { contents.withLock(\.callback) }
        set { contents.withLock { $0.callback = newValue } }
    }

    /// The client that signs with the user's token.
    ///
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/loginIncomplete`` if nobody is logged in.
    func signingClient() throws -> AsyncOAuth1Client {
        try contents.withLock { contents in
            guard contents.state.accessToken != nil else {
                throw OAuth1ClientError(
                    .loginIncomplete,
                    "this session has no access token",
                    recoverySuggestion: "Call fetchAccessToken after the user has agreed, or set a stored token"
                )
            }
            return contents.client
        }
    }

    /// Changes the state in one step.
    @discardableResult
    func change<Result: Sendable>(_ body: (inout OAuth1LoginState) throws -> Result) rethrows -> Result {
        try contents.withLock { contents in
            let before = contents.state.accessToken
            defer {
                if contents.state.accessToken != before {
                    contents.client = contents.client.using(contents.state.accessToken)
                }
            }
            return try body(&contents.state)
        }
    }

    /// Saves the state if the session has a store.
    func save() async throws {
        try await saver?.save { [self] in state }
    }
}

/// Saves one state after another, so that an older one never takes the place of a newer one.
private actor SessionSaver {
    private let store: any OAuth1SessionStore
    private var last: Task<Void, any Error>?

    init(_ store: any OAuth1SessionStore) {
        self.store = store
    }

    func save(_ state: @escaping @Sendable () -> OAuth1LoginState) async throws {
        let (store, previous) = (store, last)
        let task = Task {
            _ = await previous?.result
            try await store.save(state())
        }
        last = task
        try await task.value
    }
}
