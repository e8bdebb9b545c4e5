//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// A clock that a test moves.
package final class MovableClock: OAuth1Clock {
    private let time = Mutex<Int64>(1_700_000_000)

    package init() {}

    package func now() -> Int64 { time.withLock { $0 } }

    package func advance(by seconds: Int64) { time.withLock { $0 += seconds } }
}
