//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

extension OAuth1ServerConfiguration {
    /// The request with the scheme and the host of which a trusted proxy says that the client used them.
    ///
    /// Call it before you give a request to the server or a protector; the routes for Hummingbird and FlyingFox do. If the peer
    /// is not one of ``trustedProxies``, the request is returned unchanged. The host is then checked like any Host field: set
    /// ``externalURL`` with ``additionalExternalURLs``, or ``trustsHostField``. With a single ``externalURL`` that URL counts,
    /// and the request is returned unchanged, whatever a proxy says.
    ///
    /// - Parameters:
    ///   - request: The request as it arrived.
    ///   - peer: The IP address from which the connection came, or `nil` if it is not known; asked for only if it counts.
    /// - Returns: The request as the client sent it to the proxy.
    /// - Throws: ``OAuth1ServerError`` if the proxy's field can't be read: what the request says itself does not count then.
    public func forwardedRequest(
        _ request: HTTPRequest,
        from peer: @autoclosure () -> String?
    ) throws(OAuth1ServerError) -> HTTPRequest {
        guard !trustedProxies.isEmpty, externalURL == nil || !additionalExternalURLs.isEmpty, let peer = peer(),
            trustedProxies.contains(peer)
        else {
            return request
        }
        // One that names two hosts stays as it is, and is rejected for that.
        guard request.hostFieldCount < 2 else {
            return request
        }
        let values = try ForwardedValues(of: request, in: trustedProxies.field)
        var forwarded = request
        if let scheme = values.scheme { forwarded.scheme = scheme }
        if let host = values.host {
            // The server checks it; a Host field would count more than the authority.
            if let name = HTTPRequest.hostFieldName { forwarded.headerFields[name] = nil }
            forwarded.authority = host
        }
        return forwarded
    }
}
