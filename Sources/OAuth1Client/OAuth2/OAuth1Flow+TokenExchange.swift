//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

extension OAuth1Flow {
    /// Builds the request that exchanges credentials of OAuth 1.0a for an OAuth 2.0 token.
    ///
    /// - Parameters:
    ///   - token: The user's access token, for services that exchange one.
    ///   - oauth2Client: The credentials of the application's OAuth 2.0 client, for services that ask for them.
    ///   - parameters: Choices for the service's parameters, such as `scope`, and additional parameters.
    /// - Returns: The request to sign and send.
    /// - Throws: ``OAuth1ClientError`` if there is no service, it exchanges no tokens, or a credential is missing.
    public func tokenExchangeRequest(
        token: OAuth1AccessToken?,
        oauth2Client: OAuth2ClientCredentials? = nil,
        parameters: OAuth1Parameters = []
    ) throws -> OAuth1UnsignedRequest {
        let service = try describedService()
        guard let exchange = service.service.tokenExchange else {
            throw
                service.unsupported(
                    "has no known exchange of tokens for OAuth 2.0",
                    "Describe it in tokenExchange of the OAuth1Service if the service has one"
                )
                .located(.tokenExchange)
        }
        let subject = exchange.subject == .accessToken ? token : nil
        guard subject != nil || exchange.subject == .client else {
            throw OAuth1ClientError(
                .loginIncomplete,
                "\(service.service.name) exchanges a user's access token, and none was given",
                recoverySuggestion: "Pass the token to exchangeToken, or to using(_:) of the client",
                step: .tokenExchange
            )
        }
        var form: OAuth1Parameters = []
        if exchange.authentication == .oauth2Client {
            guard let oauth2Client else {
                throw OAuth1ClientError(
                    .invalidConfiguration,
                    "\(service.service.name) asks for the credentials of the application's OAuth 2.0 client",
                    recoverySuggestion:
                        "Pass them to exchangeToken as oauth2Client; the service's developer page shows them",
                    step: .tokenExchange
                )
            }
            if oauth2Client.secret == nil { form.append(OAuth1Parameter("client_id", oauth2Client.id)) }
        }
        let request = try tokenRequest(
            .tokenExchange,
            token: subject,
            parameters,
            OAuth1SigningOptions(isTokenRequest: true),
            form: form,
            values: [
                "token": subject?.token, "tokenSecret": subject?.secret.reveal(),
            ]
            .compactMapValues(\.self),
            others: exchange.endpoint.parameters.contains { $0.place == .body } ? .body : .query
        )
        return request.with { request in
            request.request.headerFields[.accept] = "application/json"
            guard exchange.authentication == .oauth2Client else { return }
            request.isBearer = true
            if let field = oauth2Client?.basicField { request.request.headerFields[fields: .authorization] = [field] }
        }
    }

    /// Reads the response with the OAuth 2.0 token (RFC 6749 section 5.1).
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - token: The access token that was exchanged, if one was.
    ///   - oauth2Client: The credentials of the OAuth 2.0 client that the request had.
    /// - Returns: The OAuth 2.0 token, to be stored.
    /// - Throws: ``OAuth1ClientError`` that says what the service answered instead (RFC 6749 section 5.2).
    public func readTokenExchange(
        _ response: OAuth1Response,
        exchanging token: OAuth1AccessToken?,
        oauth2Client: OAuth2ClientCredentials? = nil
    ) throws -> OAuth2Token {
        do {
            return try OAuth2Token(
                TokenFailure(
                    response: response,
                    step: .tokenExchange,
                    signer: signer(for: token),
                    secrets: [client.secret]
                        + [token?.secret, oauth2Client?.secret, oauth2Client?.basicCredentials].compactMap(\.self)
                )
            )
        } catch var error as OAuth1ClientError {
            error.oauth2Error = OAuth2Rejection(response)?.code
            throw error
        }
    }

    /// Builds a call that carries an OAuth 2.0 token in place of a signature (RFC 6750 section 2.1).
    ///
    /// - Parameters:
    ///   - request: The request, which gets the header fields of the options that it does not have.
    ///   - body: The body exactly as it is sent.
    ///   - token: The token.
    /// - Returns: The request to send.
    /// - Throws: ``OAuth1ClientError`` if the token is of another type, or the URL is not one of the service's API.
    public func resourceRequest(
        _ request: HTTPRequest,
        body: [UInt8]?,
        bearer token: OAuth2Token
    ) throws -> OAuth1UnsignedRequest {
        guard let field = token.authorizationField else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "the OAuth 2.0 token is not a bearer token",
                recoverySuggestion:
                    "Send the call with a library for tokens of the type \(FieldPath.quoted(token.tokenType))"
            )
            .located(.call, request)
        }
        var request = try finished(request, .call)
        guard isOfAPI(request) else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "an OAuth 2.0 token is sent to the host of the base URL only, as who reads it can use it",
                recoverySuggestion:
                    "Call a URL under the base URL, or set baseURL of OAuth1FlowOptions to the service's API"
            )
            .located(.call, request)
        }
        request.headerFields[fields: .authorization] = [field]
        return OAuth1UnsignedRequest(
            request: request,
            body: body,
            // Signs nothing: errors about the response know from it what to hide.
            signer: signer(for: OAuth1AccessToken(token: token.accessToken.reveal(), secret: "")),
            options: OAuth1SigningOptions(),
            isBearer: true
        )
    }
}
