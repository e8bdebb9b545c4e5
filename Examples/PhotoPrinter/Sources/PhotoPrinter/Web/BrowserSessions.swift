//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import Hummingbird
import Synchronization

/// What a site remembers of each browser, in memory: a random identifier in a cookie finds it.
///
/// A real site has a store that survives a restart, such as a `PersistDriver` of Hummingbird.
final class BrowserSessions<Value: Sendable>: Sendable {
    private struct State {
        var values: [String: Value] = [:]
        /// The identifiers in the order in which they were made, so that the oldest make room.
        var order: [String] = []
    }

    private let cookieName: String
    private let maximumCount: Int
    private let state = Mutex(State())

    init(cookieName: String, maximumCount: Int = 10_000) {
        self.cookieName = cookieName
        self.maximumCount = maximumCount
    }

    /// What is remembered of the browser that sent these header fields.
    subscript(_ fields: HTTPFields) -> Value? {
        guard let identifier = identifier(fields) else { return nil }
        return state.withLock { $0.values[identifier] }
    }

    private func identifier(_ fields: HTTPFields) -> String? {
        Cookies(from: fields[values: .cookie])[cookieName]?.value
    }

    /// Keeps a value for a browser that has one, with the same identifier.
    func update(_ fields: HTTPFields, _ change: (inout Value) -> Void) {
        guard let identifier = identifier(fields) else { return }
        state.withLock { state in
            guard var value = state.values[identifier] else { return }
            change(&value)
            state.values[identifier] = value
        }
    }

    /// Keeps a value for a browser, and returns its cookie.
    ///
    /// The identifier is always a new one: nobody can have planted it before.
    func start(_ value: Value) -> Cookie {
        // 122 random bits.
        let identifier = UUID().uuidString
        state.withLock { state in
            state.values[identifier] = value
            state.order.append(identifier)
            if state.order.count > maximumCount { state.values[state.order.removeFirst()] = nil }
        }
        return cookie(identifier, maxAge: 8 * 3_600)
    }

    /// Forgets a browser, and returns the cookie that removes its cookie.
    func end(_ fields: HTTPFields) -> Cookie {
        if let identifier = identifier(fields) {
            state.withLock { $0.values[identifier] = nil }
        }
        return cookie("", maxAge: 0)
    }

    /// Over https it would also be `Secure`, with the prefix `__Host-`.
    private func cookie(_ value: String, maxAge: Int) -> Cookie {
        Cookie(name: cookieName, value: value, maxAge: maxAge, path: "/", httpOnly: true, sameSite: .lax)
    }
}
