//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension AsyncOAuth1Client {
    /// How many seconds a host's clock is ahead of the client's clock, if a rejected timestamp showed it.
    ///
    /// - Parameter url: A URL of the host.
    /// - Returns: The clock skew, or `nil` if the host accepted the client's own time.
    package func clockOffset(of url: String) -> Int64? {
        guard let host = (try? HTTPRequest(.get, wireURL: url))?.signedHostName else { return nil }
        return runner.clocks.offset(of: host)
    }
}
