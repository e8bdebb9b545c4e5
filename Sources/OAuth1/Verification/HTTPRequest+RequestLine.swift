//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

extension HTTPRequest {
    /// The request line as the signature needs it.
    func requestLine() throws(OAuth1Error) -> OAuth1IncomingRequest.RequestLine {
        let hosts = hostFieldCount
        guard hosts < 2 else {
            throw OAuth1Error(.invalidAuthority, "the request has \(hosts) Host fields: send exactly one")
        }
        let (scheme, host) = try schemeAndHost()
        let target = path ?? ""
        guard target.utf8.first != UInt8(ascii: "?") else {
            throw OAuth1Error(.invalidURL, "expected a request target that starts with a slash")
        }
        return .parts(scheme, authority: host, target: target)
    }
}
