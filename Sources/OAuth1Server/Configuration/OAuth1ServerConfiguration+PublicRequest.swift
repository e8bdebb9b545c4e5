//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1ServerConfiguration {
    /// The request as the client sent it to the public URL, which its signature is about.
    ///
    /// - Throws: ``OAuth1ServerError`` if the request does not name exactly one host, if the host is not one of the
    ///   service's, or if TLS is missing.
    func publicRequest(_ request: HTTPRequest) throws(OAuth1ServerError) -> HTTPRequest {
        // First, as all other checks are about that host.
        try RequestHead.checkHost(of: request)
        let publicRequest = try publicOrigin(of: request)?.apply(to: request) ?? request
        guard !requiresTLS || publicRequest.isConfidential else {
            throw OAuth1ServerError(
                .insecureTransport,
                "https is required; if a proxy terminates TLS, the operator of the service must configure its "
                    + "external URL"
            )
        }
        // An attacker who makes a client sign for the attacker's host could send the same request here with that host.
        guard externalURL != nil || trustsHostField || !requiresTLS || request.isForThisMachine else {
            throw OAuth1ServerConfiguration.unknownHost
        }
        return publicRequest
    }

    /// The origin that counts instead of the request's own, or `nil` if the request is believed.
    private func publicOrigin(of request: HTTPRequest) throws(OAuth1ServerError) -> OAuth1Origin? {
        guard let externalURL, !additionalExternalURLs.isEmpty else { return externalURL }
        let authority = request.hostField ?? request.authority ?? ""
        guard let origin = ([externalURL] + additionalExternalURLs).first(where: { $0.isAt(authority) }) else {
            throw OAuth1ServerConfiguration.unknownHost
        }
        return origin
    }

    private static var unknownHost: OAuth1ServerError {
        OAuth1ServerError(
            .unknownHost,
            "the request is for a host that this service does not know: the operator of the service must configure "
                + "external URL"
        )
    }
}
