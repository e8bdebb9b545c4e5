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
        var redactor: Redactor?
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

    /// What leaves the request's secrets out, made at the first call.
    func redactor(_ make: () -> Redactor) -> Redactor {
        found.withLock { found in
            let redactor = found.redactor ?? make()
            found.redactor = redactor
            return redactor
        }
    }
}
