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
    ///   - parameters: Additional fields of the form.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if the URL can't be used.
    public func xAuthRequest(
        _ url: String,
        username: String,
        password: OAuth1Secret,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1UnsignedRequest {
        var form = OAuth1Flow.xAuthForm(username: username, password: password)
        form.append(contentsOf: parameters)
        let body = OAuth1RequestBody.form(form)
        // A password in a form belongs to no method but POST.
        var request = try tokenRequest(.accessToken, .post, url, [])
        request.headerFields[.contentType] = body.contentType
        return OAuth1UnsignedRequest(
            request: request,
            body: body.bytes,
            signer: signer(for: nil),
            options: OAuth1SigningOptions(isTokenRequest: true),
            step: .accessToken
        )
    }

    /// The fields of xAuth.
    static func xAuthForm(username: String, password: OAuth1Secret) -> OAuth1Parameters {
        ["x_auth_username": username, "x_auth_password": password.reveal(), "x_auth_mode": "client_auth"]
    }
}
