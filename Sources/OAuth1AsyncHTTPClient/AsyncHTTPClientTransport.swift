//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
public import AsyncHTTPClient
public import HTTPTypes
import NIOCore
import NIOHTTP1
import OAuth1
public import OAuth1Client

/// Sends requests over AsyncHTTPClient, on a client that the application owns, shares and shuts down.
///
/// Configure the client with ``AsyncHTTPClient/HTTPClient/Configuration/oauth1`` or any other configuration that does
/// not follow redirects: a request that was redirected has a stale signature.
public struct AsyncHTTPClientTransport: OAuth1Transport {
    let httpClient: HTTPClient
    let timeout: TimeAmount

    /// Creates a transport.
    ///
    /// - Parameters:
    ///   - httpClient: The client, which stays the application's.
    ///   - timeout: The longest that a request may take in all, 30 seconds by default.
    public init(httpClient: HTTPClient, timeout: Duration = .seconds(30)) {
        self.httpClient = httpClient
        self.timeout = TimeAmount(timeout)
    }

    /// Sends a request and reads the whole response.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: The body, or `nil` if there is none.
    ///   - maximumResponseBytes: The most bytes that the response's body may have.
    /// - Returns: The response, whatever its status.
    /// - Throws: `OAuth1ClientError` if the URL can't be sent unchanged, or the response is too large or was redirected;
    ///   AsyncHTTPClient's errors otherwise.
    public func send(
        _ request: HTTPRequest,
        body: [UInt8]?,
        maximumResponseBytes: Int
    ) async throws -> OAuth1Response {
        var outgoing = try AsyncHTTPClientTransport.outgoing(request)
        if let body { outgoing.body = .bytes(ByteBuffer(bytes: body)) }

        let incoming = try await httpClient.execute(outgoing, timeout: timeout)
        let head = try AsyncHTTPClientTransport.head(of: incoming)
        let buffer: ByteBuffer
        do {
            buffer = try await incoming.body.collect(upTo: maximumResponseBytes)
        } catch is NIOTooManyBytesError {
            throw OAuth1ClientError.responseTooLarge(limit: maximumResponseBytes, status: head.status)
        }
        return OAuth1Response(head: head, body: Array(buffer.readableBytesView))
    }

    /// A request of the library, without a body.
    static func outgoing(_ request: HTTPRequest) throws(OAuth1ClientError) -> HTTPClientRequest {
        var outgoing = HTTPClientRequest(url: try url(of: request))
        outgoing.method = HTTPMethod(rawValue: request.method.rawValue)
        outgoing.headers = HTTPHeaders(request.headerFields)
        return outgoing
    }

    /// Status and fields of a response that was not redirected.
    static func head(of incoming: HTTPClientResponse) throws(OAuth1ClientError) -> HTTPResponse {
        guard incoming.history.count < 2 else {
            throw OAuth1ClientError(
                .unexpectedRedirect,
                "the HTTPClient followed a redirect with a signature made for another URL",
                recoverySuggestion: "Create the HTTPClient with redirectConfiguration .disallow, such as "
                    + "HTTPClient.Configuration.oauth1"
            )
        }
        var head = HTTPResponse(
            status: .init(code: Int(incoming.status.code), reasonPhrase: incoming.status.reasonPhrase)
        )
        head.headerFields = HTTPFields(incoming.headers)
        return head
    }

    /// The URL of a request, which AsyncHTTPClient sends as it is.
    static func url(of request: HTTPRequest) throws(OAuth1ClientError) -> String {
        try checkPath(request.path ?? "/")
        return try request.wireURL
    }

    /// Rejects the one kind of path that AsyncHTTPClient does not send as it is given.
    ///
    /// Its URLs are Foundation's, which have no path when its escapes don't represent UTF-8: `/caf%E9` would be sent as
    /// `/`. The query has no such trouble.
    private static func checkPath(_ target: String) throws(OAuth1ClientError) {
        // Most targets have no escapes, and are not read beyond this point.
        guard target.utf8.contains(UInt8(ascii: "%")) else { return }
        // A path is not a form, but its escapes are decoded alike, and where it is split plays no part here.
        let isText = OAuth1Parameters(formEncoded: URLReference(target).base.utf8)
            .allSatisfy { part in
                String(validating: part.nameBytes, as: UTF8.self) != nil
                    && String(validating: part.valueBytes, as: UTF8.self) != nil
            }
        guard isText else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "the path contains percent-escapes that are not UTF-8, which AsyncHTTPClient can't send",
                recoverySuggestion: "Encode the path as UTF-8, or use another transport"
            )
        }
    }
}

extension HTTPClient.Configuration {
    /// The default configuration, except for redirects, which are not followed, and for connections, tried once.
    ///
    /// Whether a connection that failed is retried is decided by `OAuth1RetryPolicy`, and each attempt is signed again:
    /// by default, AsyncHTTPClient continues until the time for connecting is up. A connection on which nothing comes or goes
    /// for a minute is given up: bodies that are sent piece by piece have no other limit.
    public static var oauth1: HTTPClient.Configuration {
        var configuration = HTTPClient.Configuration()
        configuration.redirectConfiguration = .disallow
        configuration.connectionPool.retryConnectionEstablishment = false
        configuration.timeout.read = .seconds(60)
        configuration.timeout.write = .seconds(60)
        return configuration
    }
}
#endif
