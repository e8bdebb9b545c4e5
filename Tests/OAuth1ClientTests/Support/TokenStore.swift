//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Client
import Synchronization

/// The tokens that were stored, in order, after so many failures.
final class TokenStore: Sendable {
    private let tokens = Mutex<[OAuth1AccessToken]>([])
    private let failures: Mutex<Int>

    init(failures: Int = 0) {
        self.failures = Mutex(failures)
    }

    struct Full: Error {}

    var all: [String] { tokens.withLock { $0.map(\.token) } }

    func store(_ token: OAuth1AccessToken) throws {
        let isFull = failures.withLock { left in
            defer { left -= 1 }
            return left > 0
        }
        if isFull { throw Full() }
        tokens.withLock { $0.append(token) }
    }
}
