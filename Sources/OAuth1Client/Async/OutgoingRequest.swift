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
    /// The host that was signed, where a hook may have changed the request since.
    var signedHost: String?
    /// The signature base string, if it was made apart from the request; otherwise it can be made of the request.
    var baseString: [UInt8]?

    /// The host whose time the timestamp is.
    var host: String { signedHost ?? request.signedHostName ?? "" }
}
