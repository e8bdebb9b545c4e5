//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
public import AsyncHTTPClient
import HTTPTypes
import NIOCore
public import NIOHTTP1
public import OAuth1
import OAuth1Client

extension OAuth1Auth {
    /// Signs a request of AsyncHTTPClient.
    ///
    /// Have the client follow no redirects, as `HTTPClient.Configuration.oauth1` does: their signature would be that of
    /// another URL.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body, which takes the place of the request's; `nil` leaves that, which is not signed, as it is.
    ///   - options: Signing options for this request.
    /// - Returns: The request to send.
    /// - Throws: `OAuth1Error` if the request can't be signed, or has a form or a body to hash that is not given here;
    ///   `OAuth1ClientError` if AsyncHTTPClient would send something other than what is signed.
    public func sign(
        _ request: HTTPClientRequest,
        body: [UInt8]? = nil,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> HTTPClientRequest {
        var unsigned = try HTTPRequest(method: HTTPRequest.Method(request.method), absoluteURL: request.url)
        unsigned.headerFields = HTTPFields(request.headers)
        if body == nil, request.body != nil {
            let isForm =
                if case .form = OAuth1Body([], contentType: unsigned.headerFields[.contentType]) { true } else { false }
            guard !isForm, signer.configuration.bodyHash == .off else {
                throw OAuth1Error(
                    .unsupportedPlacement,
                    "the body of the request can't be read: pass a form, or a body to hash, to sign(_:body:)"
                )
            }
        }
        let signed = try sign(unsigned, body: body, options)
        var result = request
        result.url = try AsyncHTTPClientTransport.url(of: signed.request)
        result.headers = HTTPHeaders(signed.request.headerFields)
        if let body = signed.body { result.body = .bytes(ByteBuffer(bytes: body)) }
        return result
    }

    /// Signs the head of a request of SwiftNIO.
    ///
    /// - Parameters:
    ///   - head: The head, with a Host field.
    ///   - scheme: The scheme that the connection has: `https`, or `http` without TLS.
    ///   - body: The body exactly as it will be sent, or `nil` if it is neither a form nor hashed. It is not changed, so
    ///     the parameters can't be placed in it.
    ///   - options: Signing options for this request.
    /// - Returns: The head to send.
    /// - Throws: `OAuth1Error` if the request can't be signed.
    public func sign(
        _ head: HTTPRequestHead,
        scheme: String = "https",
        body: [UInt8]? = nil,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> HTTPRequestHead {
        guard (options.placement ?? signer.configuration.placement) != .body else {
            throw OAuth1Error(
                .unsupportedPlacement,
                "a request head has no body for the parameters: place them in the header"
            )
        }
        var unsigned = HTTPRequest(
            method: try HTTPRequest.Method(head.method),
            scheme: scheme,
            authority: nil,
            path: head.uri
        )
        unsigned.headerFields = HTTPFields(head.headers)
        let signed = try sign(unsigned, body: body, options)
        var result = head
        result.uri = signed.request.path ?? head.uri
        result.headers = HTTPHeaders(signed.request.headerFields)
        return result
    }
}

extension HTTPRequest.Method {
    init(_ method: HTTPMethod) throws(OAuth1Error) {
        guard let method = HTTPRequest.Method(method.rawValue) else {
            throw OAuth1Error(.invalidURL, "the method is not a valid HTTP method")
        }
        self = method
    }
}

extension HTTPFields {
    /// The fields whose names are ones.
    init(_ headers: HTTPHeaders) {
        self.init()
        for (name, value) in headers {
            if let name = HTTPField.Name(name) { append(HTTPField(name: name, value: value)) }
        }
    }
}

extension HTTPHeaders {
    init(_ fields: HTTPFields) {
        self.init(fields.map { ($0.name.rawName, $0.value) })
    }
}
#endif
