//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// A clock that is still until a test moves it.
final class TestClock: OAuth1Clock {
    private let time: Mutex<Int64>

    init(_ time: Int64 = 1_700_000_000) {
        self.time = Mutex(time)
    }

    func now() -> Int64 { time.withLock { $0 } }

    func advance(by seconds: Int64) {
        time.withLock { $0 += seconds }
    }
}
