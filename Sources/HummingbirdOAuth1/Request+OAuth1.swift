//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import HTTPTypes
public import Hummingbird
import NIOCore
import OAuth1
public import OAuth1Client
import OAuth1Server

extension Request {
    /// The head, with one host.
    ///
    /// Hummingbird takes the first Host field of HTTP/1 for the authority, so one that is left is a second one. HTTP/2 may
    /// have one beside the authority, or instead of it, and it must name the same host (RFC 9113 section 8.3.1).
    func checkedHead() throws(OAuth1ServerError) -> HTTPRequest {
        let count = head.hostFieldCount
        // Hummingbird takes every request of HTTP/1 for one without TLS.
        let isHTTP2 = head.scheme == "https" || head.authority == nil
        guard count == 0 || (count == 1 && isHTTP2 && head.hasOneOrigin) else {
            throw OAuth1ServerError(
                .invalidRequest,
                "the request names two hosts: send exactly one Host field (RFC 9112 section 3.2)"
            )
        }
        return head
    }

    /// Reads the whole body, which stays readable.
    mutating func bytes(upTo limit: Int) async throws -> [UInt8] {
        // A body with a Content-Length that is too large is not read at all.
        if let length = headers[.contentLength].flatMap({ Int($0) }), length > limit {
            throw OAuth1ServerError(.bodyTooLarge, "the body has more than \(limit) bytes")
        }
        do {
            return Array(try await collectBody(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            throw OAuth1ServerError(.bodyTooLarge, "the body has more than \(limit) bytes")
        }
    }
}

extension RequestContext {
    /// The IP address from which a request came, if the context knows it.
    var peerAddress: String? { (self as? any RemoteAddressRequestContext)?.remoteAddress?.ipAddress }
}

extension Response {
    init(_ response: OAuth1ServerResponse) {
        self.init(
            status: response.response.status,
            headers: response.response.headerFields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
        )
    }

    /// A response for Hummingbird, as it is: for instance that of a login that failed.
    ///
    /// - Parameter response: The response.
    public init(_ response: OAuth1Response) {
        self.init(
            status: response.status,
            headers: response.head.headerFields,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: response.body))
        )
    }
}
#endif
