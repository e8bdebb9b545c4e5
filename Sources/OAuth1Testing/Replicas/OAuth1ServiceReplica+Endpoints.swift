//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server

/// The endpoints of a replica, after a request has met the service's requirements.
extension OAuth1ServiceReplica {
    /// Whether the provider takes requests as they are.
    private var isStandard: Bool { quirks.version == .v10a && !quirks.hasNoConsumerSecret }

    /// Verifies the raw request where the provider gets another one in its place.
    private func verify(_ request: ReplicaRequest, tokenSecret: OAuth1Secret = OAuth1Secret("")) throws {
        guard let incoming = request.incoming else { throw ReplicaRejection("expected OAuth parameters") }
        let key = OAuth1VerificationKey(client: client, tokenSecret: tokenSecret, rsaPublicKey: rsaPublicKey)
        let verifier = OAuth1Verifier(methods: quirks.methods)
        try verifier.checkParameters(of: incoming)
        try verifier.verify(incoming, with: key)
    }

    /// Sends the provider what the standard has in the place of what the service has.
    private func standard(
        _ url: String,
        token: (any OAuth1Token)? = nil,
        _ options: OAuth1SigningOptions
    ) throws -> HTTPRequest {
        let signer = OAuth1Signer(client: provider.client, token: token)
        return try signer.sign(HTTPRequest(.post, wireURL: url), options).request
    }

    func requestToken(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        if isStandard, request.incoming?.callback != nil {
            return await server.requestToken(request.request, body: request.body)
        }
        try verify(request)
        let options = OAuth1SigningOptions(callback: "oob", isTokenRequest: true)
        var response = await server.requestToken(try standard(provider.requestTokenURL, options))
        if quirks.version != .v10a {
            let parameters = OAuth1Parameters(formEncoded: response.body)
            response.body = OAuth1Parameters(parameters.filter { $0.name != "oauth_callback_confirmed" }).formEncoded
        }
        return response
    }

    func authorize(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        guard let token = request.query[quirks.tokenName] else {
            throw ReplicaRejection("expected \(quirks.tokenName) in the query")
        }
        var inner = try HTTPRequest(
            request.request.method,
            wireURL: provider.authorizeURL,
            parameters: [OAuth1Parameter("oauth_token", token)]
        )
        inner.headerFields = request.request.headerFields
        if quirks.version != .v10a { try await learnCallback(request.query[quirks.callbackName], of: token) }
        let response = await server.authorize(inner, body: request.body)
        return quirks.version == .v10 ? hidingVerifier(response, token) : quirks.refusalInItsWords(response)
    }

    /// Gives the provider the callback that its page receives in OAuth 1.0, so that the page names it and leads there.
    private func learnCallback(_ callback: String?, of token: String) async throws {
        guard let callback, var issued = try await server.stores.tokens.requestToken(token),
            issued.callback == "oob", issued.authorization == nil
        else {
            return
        }
        issued.callback = callback
        try await server.stores.tokens.save(issued)
    }

    /// Keeps the verifier here, as OAuth 1.0 has none.
    private func hidingVerifier(_ response: OAuth1ServerResponse, _ token: String) -> OAuth1ServerResponse {
        if let verifier = ConsentPageText.code(in: response.text) {
            memory.remember(verifier: verifier, of: token)
            return response
        }
        let location = URLReference(response.response.headerFields[.location] ?? "")
        guard let verifier = OAuth1Parameters(formEncoded: location.query ?? "")["oauth_verifier"] else {
            return response
        }
        memory.remember(verifier: verifier, of: token)
        return .redirect(to: CallbackText.withoutVerifier(response.response.headerFields[.location] ?? ""))
    }

    func accessToken(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        var response: OAuth1ServerResponse
        if quirks.isXAuth {
            try verify(request)
            response = try await exchangePassword(request)
        } else if isStandard {
            response = await server.accessToken(request.request, body: request.body)
        } else {
            let token = request.incoming?.token ?? ""
            guard let issued = try await server.stores.tokens.requestToken(token) else {
                throw ReplicaRejection("expected a request token")
            }
            try verify(request, tokenSecret: issued.secret)
            let verifier = quirks.version == .v10 ? memory.verifier(of: token) : request.incoming?.verifier
            let options = OAuth1SigningOptions(verifier: verifier, isTokenRequest: true)
            response = await server.accessToken(try standard(provider.accessTokenURL, token: issued, options))
        }
        guard response.response.status == .ok else { return response }
        var parameters = OAuth1Parameters(formEncoded: response.body)
        parameters.append(contentsOf: quirks.says)
        response.body = parameters.formEncoded
        memory.remember(OAuth1Secret(parameters["oauth_token_secret"] ?? ""))
        return response
    }

    private func exchangePassword(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        guard request.form["x_auth_mode"] == "client_auth", request.form["x_auth_username"] == userID,
            request.form["x_auth_password"] == "password"
        else {
            throw ReplicaRejection("expected x_auth_mode, x_auth_username and x_auth_password in the form")
        }
        let token = try await issueToken()
        let parameters: OAuth1Parameters = [
            "oauth_token": token.token, "oauth_token_secret": token.secret.reveal(),
        ]
        return OAuth1ServerResponse(HTTPResponse(status: .ok), body: parameters.formEncoded)
    }

    func call(_ request: ReplicaRequest) async throws -> OAuth1ServerResponse {
        switch quirks.call {
        case _ where quirks.tokenExchange != nil && hasOAuth2Token(request): break
        case .oauth2: throw ReplicaRejection("expected an OAuth 2.0 token in Authorization")
        case .bearer(let name):
            guard memory.knows(OAuth1Secret(request.request.headerFields[name] ?? "")) else {
                throw ReplicaRejection("expected the token secret in \(name)")
            }
        case .signed, .consumerOnly:
            if quirks.hasNoConsumerSecret {
                let token = try await server.stores.tokens.accessToken(request.incoming?.token ?? "")
                try verify(request, tokenSecret: token?.secret ?? OAuth1Secret(""))
            } else {
                let isAlone = if case .consumerOnly = quirks.call { true } else { false }
                let hasEmptyToken = quirks.takesEmptyToken && request.incoming?.token == ""
                let protector = server.protector(allowsRequestsWithoutToken: isAlone || hasEmptyToken)
                do {
                    _ = try await protector.authenticate(request.request, body: request.body)
                } catch {
                    return protector.response(for: error)
                }
            }
        }
        let response = HTTPResponse(status: .ok, headerFields: [.contentType: "application/json"])
        let profile = quirks.profile.flatMap { $0.url == request.url ? $0.response : nil }
        return OAuth1ServerResponse(response, body: Array((profile ?? "{\"user_id\":\"\(userID)\"}").utf8))
    }
}
