//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1Flow {
    /// Builds the call that verifies a login.
    ///
    /// - Returns: The request.
    /// - Throws: ``OAuth1ClientError`` if the service has none.
    func probeRequest() throws(OAuth1ClientError) -> HTTPRequest {
        let service = try describedService()
        guard let probe = service.service.probe, let url = service.probeURL else {
            throw service.unsupported(
                "has no known call to verify a login",
                "Set probe of the OAuth1Service to a call that requires a valid token"
            )
        }
        return try request(probe.method.httpMethod, url)
    }

    /// Applications name themselves where the service requires it: nobody else can.
    func checkUserAgent(of request: HTTPRequest, _ step: OAuth1ClientError.Step) throws(OAuth1ClientError) {
        guard let resolved, resolved.service.headers.requiresUserAgent,
            (request.headerFields[.userAgent] ?? "").isEmpty
        else {
            return
        }
        throw
            resolved.unsupported(
                "rejects requests without a User-Agent",
                "Set User-Agent in headerFields of OAuth1FlowOptions to your application's name"
            )
            .located(step, request)
    }

    /// Whether a request goes to the host of the base URL.
    func isOfAPI(_ request: HTTPRequest) -> Bool {
        guard let base = options.baseURL, let api = try? HTTPRequest(.get, wireURL: base) else { return false }
        return request.hasSameOrigin(as: api)
    }

    /// Adds the token to a call in the way of the service, and returns whether that is instead of a signature.
    func addBearer(of signer: OAuth1Signer, to request: inout HTTPRequest) throws(OAuth1ClientError) -> Bool {
        guard let resolved else { return false }
        if resolved.service.tokenUse == .oauth2 {
            throw
                resolved.unsupported(
                    "has calls that carry an OAuth 2.0 token",
                    "Fetch one with exchangeToken, and pass it to using(_:) of the client or to the call as .bearer(_:)"
                )
                .located(.call, request)
        }
        guard signer.token == nil || resolved.service.flow != .consumerOnly else {
            throw resolved.unsupported("expects calls without a token", "Leave the token out").located(.call, request)
        }
        guard case .bearer(let bearer) = resolved.service.tokenUse else { return false }
        guard let token = signer.token, let name = HTTPField.Name(bearer.header) else { return true }
        // A signature reveals nothing to a wrong host, but this is the credential itself.
        guard isOfAPI(request) else {
            throw
                resolved.unsupported(
                    "expects the token itself in each call, and the library sends it only to the API's host",
                    "Call a URL under the base URL"
                )
                .located(.call, request)
        }
        let part =
            switch bearer.part {
            case .token: token
            case .secret: signer.tokenSecret.reveal()
            }
        do {
            var field = HTTPField(
                name: name,
                value: try Template.expand(bearer.value, field: "tokenUse.bearer.value") { _ in part }
            )
            field.indexingStrategy = .disallow
            request.headerFields[fields: name] = [field]
        } catch {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "the token contains characters that the header field \(bearer.header) can't carry",
                recoverySuggestion: "Correct tokenUse.bearer of the OAuth1Service",
                cause: error
            )
            .located(.call, request)
        }
        return true
    }
}

extension OAuth1Flow {
    /// The URL of the call that verifies a login, with the values of the service's variables, or `nil` if there is none.
    package var probeURL: String? { resolved?.probeURL }
}
