//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import OAuth1Client

extension OAuth1WebClient {
    /// Builds the requests of a login with dummy tokens, to find missing settings before any user does.
    ///
    /// - Throws: ``OAuth1WebError`` or `OAuth1ClientError`.
    func rehearse() throws {
        let flow = client.flow
        guard let service = flow.service, service.flow == .threeLegged else { return }
        guard registration.allowsMissingVerifier || flow.options.requiresVerifier else {
            throw OAuth1WebError(
                .invalidConfiguration,
                "\(displayName) sends no verifier, so an attacker can trick another user into agreeing and complete "
                    + "the login with that user's token: use another service for logins, or set allowsMissingVerifier "
                    + "to only connect accounts"
            )
        }
        // Users type the code of such a service in: `startLogin` takes the callback.
        let callback = service.callback.oob == .required ? OAuth1Callback.outOfBand : registeredCallback
        let parameters = registration.parameters
        let token = OAuth1RequestToken(token: "token", secret: "secret")
        _ = try flow.requestTokenRequest(callback: callback, parameters: parameters.requestToken)
        _ = try flow.authorizationURL(
            for: token,
            callback: callback,
            variant: parameters.variant,
            parameters: parameters.authorize
        )
        _ = try flow.accessTokenRequest(
            authorization: OAuth1Authorization(requestToken: token, verifier: "verifier"),
            parameters: parameters.accessToken
        )
    }
}
