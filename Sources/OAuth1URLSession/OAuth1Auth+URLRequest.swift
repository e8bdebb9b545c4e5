//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1
import OAuth1Client

#if canImport(FoundationNetworking)
import Foundation
public import FoundationNetworking
#else
public import Foundation
#endif

extension OAuth1Auth {
    /// Signs a request of URLSession.
    ///
    /// A form body is signed when it is in `httpBody`. Have the session follow no redirects: their signature would
    /// be that of another URL.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - options: Signing options for this request.
    /// - Returns: The request to send.
    /// - Throws: `OAuth1Error` if the request can't be signed, or has a form or a body to hash that is a stream;
    ///   `OAuth1ClientError` if URLSession would send something other than what is signed.
    public func sign(
        _ request: URLRequest,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> URLRequest {
        var request = request
        request.setContentTypeThatIsNoForm()
        guard let url = request.url, let method = HTTPRequest.Method(request.httpMethod ?? "GET") else {
            throw OAuth1Error(.invalidURL, "expected a request with a URL and a method")
        }
        var unsigned = try HTTPRequest(method: method, absoluteURL: url.absoluteString)
        for (name, value) in request.allHTTPHeaderFields ?? [:] {
            if let name = HTTPField.Name(name) { unsigned.headerFields[name] = value }
        }
        if request.httpBodyStream != nil, request.httpBody == nil {
            try checkStream(contentType: unsigned.headerFields[.contentType])
        }
        let signed = try sign(unsigned, body: request.httpBody.map { Array($0) }, options)
        switch options.placement ?? signer.configuration.placement {
        case .header:
            request.setValue(signed.request.headerFields[.authorization], forHTTPHeaderField: "Authorization")
            // Checks that the URL is sent unchanged.
            _ = try URLRequest(signed: signed.request, body: nil)
        case .query, .body:
            let stream = request.httpBodyStream
            let placed = try URLRequest(signed: signed.request, body: signed.body)
            // All that is not a part of the message stays: timeouts, cache policy, cookies.
            request.url = placed.url
            request.allHTTPHeaderFields = placed.allHTTPHeaderFields
            if stream == nil { request.httpBody = placed.httpBody }
        }
        return request
    }

    /// Rejects a stream whose bytes would have to be known.
    private func checkStream(contentType: String?) throws {
        let isForm = if case .form = OAuth1Body([], contentType: contentType) { true } else { false }
        guard !isForm, signer.configuration.bodyHash == .off else {
            throw OAuth1Error(
                .unsupportedPlacement,
                "a stream can't be read before it is sent: put a form, or a body to hash, into httpBody"
            )
        }
    }
}
