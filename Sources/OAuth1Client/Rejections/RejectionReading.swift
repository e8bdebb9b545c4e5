//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Synchronization

/// The parsed parts of one rejection, which clock, redirects, hints and errors share.
///
/// Copies of a response share it.
final class RejectionReading: Sendable {
    private struct Found {
        var report: OAuth1Parameters?
        var secrets: [OAuth1Secret]?
    }

    private let found = Mutex(Found())

    /// The problem report, read at the first call.
    func report(_ read: () -> OAuth1Parameters) -> OAuth1Parameters {
        found.withLock { found in
            let report = found.report ?? read()
            found.report = report
            return report
        }
    }

    /// The secrets of the request, collected at the first call.
    func secrets(_ collect: () -> [OAuth1Secret]) -> [OAuth1Secret] {
        found.withLock { found in
            let secrets = found.secrets ?? collect()
            found.secrets = secrets
            return secrets
        }
    }
}
