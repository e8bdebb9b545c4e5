//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if FlyingFox
public import FlyingFox
import Foundation
public import HTTPTypes
public import OAuth1Client
package import OAuth1Server

extension HTTPTypes.HTTPRequest {
    /// The head of a request of FlyingFox, its target as it arrived, or `nil` if its method is none.
    ///
    /// The scheme is always http, because FlyingFox does not support TLS: a proxy terminates it.
    ///
    /// - Parameter request: The request.
    public init?(_ request: FlyingFox.HTTPRequest) {
        guard let method = HTTPTypes.HTTPRequest.Method(request.method.rawValue) else { return nil }
        self.init(
            method: method,
            scheme: "http",
            authority: request.headers[.host],
            path: request.target.rawValue
        )
        for name in request.headers.keys {
            guard let field = HTTPField.Name(name.rawValue) else { continue }
            for value in request.headers.values(for: name) {
                headerFields.append(HTTPField(name: field, value: value))
            }
        }
    }
}

extension FlyingFox.HTTPRequest {
    /// The IP address from which the connection came; not what a header field says of it.
    var peerAddress: String? {
        switch remoteAddress {
        case .ip4(let address, port: _), .ip6(let address, port: _): address
        case .unix, nil: nil
        }
    }
}

extension FlyingFox.HTTPResponse {
    /// A response for FlyingFox, every field as it is.
    ///
    /// - Parameter response: The response.
    public init(_ response: OAuth1Response) {
        self.init(response.head, body: response.body)
    }

    /// The provider's response to a request, without a body for HEAD, which FlyingFox would send.
    package init(_ response: OAuth1ServerResponse, to request: FlyingFox.HTTPRequest) {
        self.init(response.response, body: request.method == .HEAD ? [] : response.body)
    }

    private init(_ head: HTTPTypes.HTTPResponse, body: [UInt8]) {
        var headers = FlyingFox.HTTPHeaders()
        for field in head.headerFields {
            headers.addValue(field.value, for: FlyingFox.HTTPHeader(field.name.rawName))
        }
        let status = FlyingFox.HTTPStatusCode(head.status.code, phrase: head.status.reasonPhrase)
        self.init(statusCode: status, headers: headers, body: Data(body))
    }
}
#endif
