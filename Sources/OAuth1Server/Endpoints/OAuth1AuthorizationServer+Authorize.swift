//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

extension OAuth1AuthorizationServer {
    /// The consent page (RFC 5849 section 2.2): GET shows it, POST takes the user's decision.
    ///
    /// - Parameters:
    ///   - request: The browser's request.
    ///   - body: The whole body as it arrived.
    /// - Returns: A page, a redirect to the client's callback, or what the application answers to sign the user in.
    public func authorize(_ request: HTTPRequest, body: [UInt8] = []) async -> OAuth1ServerResponse {
        var clientKey: String?
        do {
            let fields = try readForm(request, body: body)
            let question = try await openQuestion(fields)
            clientKey = question.client.key
            switch try await authenticateUser(request) {
            case .response(let response):
                report(.authorize, nil, clientKey: clientKey)
                return response
            case .user(let user):
                let response =
                    request.method == .get
                    ? try await consentPage(consentRequest(question, user))
                    : try await decide(fields, question, user)
                report(.authorize, nil, clientKey: clientKey)
                return response
            }
        } catch {
            return refuse(OAuth1ServerError(error).with(clientKey: clientKey), at: .authorize)
        }
    }

    /// The query of a GET request, or the form of a POST request.
    private func readForm(_ request: HTTPRequest, body: [UInt8]) throws(OAuth1ServerError) -> OAuth1Parameters {
        try checkMethod(of: request)
        let publicRequest = configuration.externalURL?.apply(to: request) ?? request
        guard !configuration.requiresTLS || publicRequest.isConfidential else {
            throw OAuth1ServerError(.insecureTransport, "This page is available with https only.")
        }
        guard request.method == .post else {
            return OAuth1Parameters(formEncoded: request.targetReference.query ?? "")
        }
        guard body.count <= min(configuration.maximumBodySize, 65_536) else {
            throw OAuth1ServerError(.bodyTooLarge, "The form is too large.")
        }
        guard case .form(let form) = OAuth1Body(body, contentType: request.headerFields[.contentType]) else {
            throw OAuth1ServerError(.invalidRequest, "The request is not a form.")
        }
        return OAuth1Parameters(formEncoded: form)
    }

    /// The request token that a user can decide about, and its client.
    private func openQuestion(_ fields: OAuth1Parameters) async throws -> OpenQuestion {
        let tokens = fields.values(for: "oauth_token")
        guard tokens.count == 1, let token = tokens.first, !token.isEmpty,
            token.utf8.count <= RequiredParameters.maximumLength
        else {
            throw OAuth1ServerError(
                .parameterAbsent,
                "The link has no valid oauth_token. Please start again in the application that you came from.",
                parameter: "oauth_token"
            )
        }
        guard let requestToken = try await stores.tokens.requestToken(token),
            requestToken.expiresAt >= configuration.clock.now(), requestToken.authorization == nil,
            let client = try await stores.clients.client(forKey: requestToken.clientKey)
        else {
            throw OpenQuestion.isClosed
        }
        return OpenQuestion(requestToken: requestToken, client: client)
    }

    private func consentRequest(_ question: OpenQuestion, _ user: OAuth1User) -> OAuth1ConsentRequest {
        OAuth1ConsentRequest(
            client: question.client,
            user: user,
            serviceName: configuration.serviceName,
            callback: question.requestToken.callback,
            requestToken: question.requestToken.token,
            formToken: consentKey.formToken(requestToken: question.requestToken.token, userID: user.id)
        )
    }

    private func decide(
        _ fields: OAuth1Parameters,
        _ question: OpenQuestion,
        _ user: OAuth1User
    ) async throws -> OAuth1ServerResponse {
        let token = question.requestToken.token
        guard consentKey.isValid(fields["form_token"] ?? "", requestToken: token, userID: user.id) else {
            throw OAuth1ServerError(
                .forgeryRejected,
                "The decision did not come from our own page. Please start again in the application that you came from."
            )
        }
        switch fields.values(for: "decision") {
        case ["allow"]:
            return try await allow(question, user)
        case ["deny"]:
            try await stores.tokens.removeRequestToken(token)
            return question.denied
        default:
            throw OAuth1ServerError(.parameterRejected, "The form has no decision.", parameter: "decision")
        }
    }

    private func allow(_ question: OpenQuestion, _ user: OAuth1User) async throws -> OAuth1ServerResponse {
        let generator = configuration.tokenGenerator
        let verifier = question.isOutOfBand ? generator.makeTypedVerifier() : generator.makeVerifier()
        let isFirst = try await stores.tokens.authorizeRequestToken(
            question.requestToken.token,
            OAuth1IssuedRequestToken.Authorization(userID: user.id, verifier: verifier)
        )
        guard isFirst else { throw OpenQuestion.isClosed }
        return question.allowed(verifier: verifier)
    }
}
