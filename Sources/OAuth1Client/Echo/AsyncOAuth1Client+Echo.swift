//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension AsyncOAuth1Client {
    /// Makes a proof of who the user is, for another application (OAuth Echo).
    ///
    /// - Parameters:
    ///   - url: The service's URL that says who the user is, as the other application allows it.
    ///   - token: Which token to sign with; by default the client's.
    /// - Returns: The proof, which can be used once.
    /// - Throws: ``OAuth1ClientError``, or `CancellationError`.
    public func echo(for url: String, token: OAuth1CallToken = .client) async throws -> OAuth1Echo {
        let request = try flow.echoRequest(for: url, token: try await accessToken(for: token))
        let signed = try await runner.signed(request)
        guard !request.isBearer, let authorization = signed.request.headerFields[.authorization] else {
            throw OAuth1ClientError(
                .unsupportedByService,
                "OAuth Echo requires a service with signed API calls",
                recoverySuggestion:
                    "This service's API calls carry the token itself, which must not be sent to a third party"
            )
            .located(.echo, request.request)
        }
        return OAuth1Echo(url: url, authorization: authorization)
    }
}

extension OAuth1Flow {
    /// Builds the request of a proof: always with its parameters in the header, as that is what is handed on.
    func echoRequest(for url: String, token: OAuth1AccessToken?) throws -> OAuth1UnsignedRequest {
        var configuration = configuration
        configuration.placement = .header
        let request: HTTPRequest
        do {
            request = try HTTPRequest(.get, wireURL: url)
        } catch {
            throw OAuth1ClientError.invalidURL(error, .echo, url)
        }
        let signer = OAuth1Signer(client: client, token: token, method: method, configuration: configuration)
        return try resourceRequest(request, body: nil, signer: signer)
    }
}
