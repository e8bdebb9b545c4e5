//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1

extension OAuth1Flow {
    /// Builds the request for an access token with the user's name and password (xAuth).
    ///
    /// There is no request token and no page: only services that know the application very well allow it.
    ///
    /// - Parameters:
    ///   - url: The service's access-token URL.
    ///   - username: The user's name.
    ///   - password: The user's password, not to be kept.
    ///   - parameters: Further fields of the form.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if the URL can't be used.
    public func xAuthRequest(
        _ url: String,
        username: String,
        password: OAuth1Secret,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1UnsignedRequest {
        var form: OAuth1Parameters = [
            OAuth1Parameter("x_auth_mode", "client_auth"), OAuth1Parameter("x_auth_username", username),
            OAuth1Parameter("x_auth_password", password.reveal()),
        ]
        form.append(contentsOf: parameters)
        let body = OAuth1RequestBody.form(form)
        // A password in a form belongs to no method but POST.
        var request = try tokenRequest(url, [], method: .post)
        request.headerFields[.contentType] = body.contentType
        return OAuth1UnsignedRequest(
            request: request,
            body: body.bytes,
            signer: signer(for: nil),
            options: OAuth1SigningOptions(isTokenRequest: true)
        )
    }

    /// Reads the response with the access token of xAuth.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - password: The user's password, which no error shows.
    /// - Returns: The access token.
    /// - Throws: ``OAuth1ClientError`` that says what the service answered instead.
    public func readXAuthToken(_ response: OAuth1Response, password: OAuth1Secret) throws -> OAuth1AccessToken {
        let token = try TokenResponse(options.hooks.mended(response), hiding: [client.secret, password])
        return OAuth1AccessToken(token: token.token, secret: token.secret, parameters: token.others)
    }
}
