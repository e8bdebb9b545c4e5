//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Counts the parameters of a request without decoding them, before its signature is verified.
struct ParameterCount {
    private let limits: OAuth1Limits

    init(_ limits: OAuth1Limits) {
        self.limits = limits
    }

    /// Rejects a request with more parameters in query and form than a signature can be about.
    func check(_ request: HTTPRequest, body: [UInt8]) throws(OAuth1ServerError) {
        // The signature is not signed itself, and may be one of them.
        let maximum = limits.parameterCount + 1
        // A parameter has a byte at least, so most requests are too short for too many.
        guard (request.path?.utf8.count ?? 0) + body.count > maximum else { return }
        var count = 0
        if let query = request.targetReference.query { Self.count(query.utf8, into: &count, upTo: maximum) }
        if !body.isEmpty, let mediaType = try? request.headerFields.mediaType(),
            case .form(let form) = OAuth1Body(body, contentType: mediaType)
        {
            Self.count(form, into: &count, upTo: maximum)
        }
        guard count <= maximum else {
            throw OAuth1ServerError(
                .invalidRequest,
                "the request has more than \(limits.parameterCount) parameters: send fewer"
            )
        }
    }

    /// Adds how many pairs there are, up to one more than a limit.
    private static func count(_ encoded: some Sequence<UInt8>, into count: inout Int, upTo maximum: Int) {
        var isInPair = false
        for byte in encoded {
            if byte == UInt8(ascii: "&") {
                isInPair = false
            } else if !isInPair {
                isInPair = true
                count += 1
                guard count <= maximum else { return }
            }
        }
    }
}
