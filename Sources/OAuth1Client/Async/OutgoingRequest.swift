//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A request as it goes out, with what the answer to it is judged by.
struct OutgoingRequest: Sendable {
    let request: HTTPRequest
    let body: [UInt8]?
    /// The timestamp that was signed, in seconds since 1970.
    let timestamp: Int64
    /// The host whose time that is.
    let host: String
}
