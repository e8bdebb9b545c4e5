//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Checks that the head of a request is unambiguous before anything else is read.
///
/// Servers, routers and this package must not differ about where a request goes.
enum RequestHead {
    /// Checks that a request as it arrived names one host.
    static func checkHost(of request: HTTPRequest) throws(OAuth1ServerError) {
        let count = request.hostFieldCount
        guard count < 2 else { throw twoHosts }
        guard (count == 1 ? request.hostField : request.authority)?.isEmpty == false else {
            throw invalid("the request names no host: send a Host field (RFC 9112 section 3.2)")
        }
    }

    /// Checks the rest of a request as it arrived, before the public origin replaces its origin.
    static func checkRest(of request: HTTPRequest) throws(OAuth1ServerError) {
        guard request.hasOneOrigin else { throw twoHosts }
        // Methods have a case (RFC 9110 section 9.1), but the base string has them in upper case.
        guard !request.method.rawValue.utf8.contains(where: { 0x61...0x7A ~= $0 }) else {
            throw invalid("the request method contains lower-case letters: send it in upper case")
        }
        try checkTarget(request.path ?? "")
    }

    /// Letters that are not ASCII join with the delimiter in front of them where text is read as characters, and a
    /// backslash is a slash for some.
    private static func checkTarget(_ target: String) throws(OAuth1ServerError) {
        var target = target
        let isUnambiguous = target.withUTF8 { bytes in
            let path = bytes.prefix { $0 != UInt8(ascii: "?") }
            return !path.contains(UInt8(ascii: "\\")) && bytes.allSatisfy { $0 < 0x80 }
        }
        guard isUnambiguous else {
            throw invalid("the request target contains a backslash or non-ASCII characters: percent-encode them")
        }
    }

    private static var twoHosts: OAuth1ServerError {
        invalid("the request names two hosts: send exactly one Host field (RFC 9112 section 3.2)")
    }

    private static func invalid(_ reason: String) -> OAuth1ServerError {
        OAuth1ServerError(.invalidRequest, reason)
    }
}
