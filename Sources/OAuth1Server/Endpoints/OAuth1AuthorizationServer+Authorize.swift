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
        await RequestSpan.observing(.authorize) { await consent(request, body) }
    }

    private func consent(_ request: HTTPRequest, _ body: [UInt8]) async -> OAuth1ServerResponse {
        var clientKey: String?
        do {
            let fields = try readForm(request, body: body, at: .authorize)
            try checkIsWritable()
            let question = try await openQuestion(fields, request)
            clientKey = question.client.key
            switch try await authenticateUser(request) {
            case .response(let response):
                report(.authorize, nil, clientKey: clientKey)
                return response
            case .user(let user):
                let cookie = try decisionCookie(for: request)
                let response =
                    request.method == .get
                    ? try await ask(question, user, request, cookie)
                    : try await decide(fields, question, user, cookie)
                report(.authorize, nil, clientKey: clientKey)
                return response
            }
        } catch let decision as RecordedDecision {
            let error = OAuth1ServerError(.tokenUsed, "the user has decided, and the client has exchanged the token")
            report(.authorize, error, clientKey: decision.client.key)
            return decision.page(of: configuration.look)
        } catch {
            return refuse(OAuth1ServerError(error).with(clientKey: clientKey), at: .authorize)
        }
    }

    /// The query of a GET request, or the form of a POST request.
    func readForm(
        _ request: HTTPRequest,
        body: [UInt8],
        at endpoint: OAuth1ServerEvent.Endpoint
    ) throws(OAuth1ServerError) -> OAuth1Parameters {
        try checkMethod(of: request)
        _ = try configuration.publicRequest(request)
        guard request.method == .post else {
            let query = request.targetReference.query ?? ""
            guard query.utf8.count <= Self.maximumConsentQuerySize else {
                throw OAuth1ServerError(.invalidRequest, "The link is too long.")
            }
            return OAuth1Parameters(formEncoded: query)
        }
        guard body.count <= maximumBodySize(at: endpoint) else {
            throw OAuth1ServerError(.bodyTooLarge, "The form is too large.")
        }
        guard let mediaType = try? request.headerFields.mediaType(),
            case .form(let form) = OAuth1Body(body, contentType: mediaType)
        else {
            throw OAuth1ServerError(.invalidRequest, "The request is not a form.")
        }
        return OAuth1Parameters(formEncoded: form)
    }

    /// The request token that a user decides about, or has decided about, and its client.
    ///
    /// - Throws: ``RecordedDecision`` if the client has exchanged the token since, and the browser knows what its user decided.
    private func openQuestion(_ fields: OAuth1Parameters, _ request: HTTPRequest) async throws -> OpenQuestion {
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
        do { return try await openQuestion(forToken: token) } catch let error as OAuth1ServerError
            where error.code == .tokenRejected
        {
            if let decision = try await recordedDecision(aboutToken: token, request) { throw decision }
            throw error
        }
    }

    /// The decision of the user about a request token that is gone, if the browser that sent it has the cookie.
    private func recordedDecision(
        aboutToken token: String,
        _ request: HTTPRequest
    ) async throws -> RecordedDecision? {
        let cookie = try decisionCookie(for: request)
        // Nobody is asked to sign in for that.
        guard cookie.isSent(with: request), case .user(let user) = try await authenticateUser(request),
            let note = cookie.note(in: request, requestToken: token, userID: user.id),
            let client = try await stores.clients.client(forKey: note.clientKey), !client.isDisabled
        else {
            return nil
        }
        // The operator may have changed the callbacks since.
        let url = note.returnURL.flatMap { ReturnAddress(client).isRegistered($0) ? $0 : nil }
        var hasEnded = false
        if note.decision == .allowed { hasEnded = try await !hasGrant(ofUser: user.id, clientKey: client.key) }
        return RecordedDecision(note.decision, client, returnURL: url, hasEnded: hasEnded)
    }

    private func decisionCookie(for request: HTTPRequest) throws(OAuth1ServerError) -> DecisionCookie {
        DecisionCookie(
            consentKey,
            isSecure: try configuration.publicRequest(request).scheme == "https",
            maximumAge: configuration.requestTokenLifetime
        )
    }

    private func openQuestion(forToken token: String) async throws -> OpenQuestion {
        guard let requestToken = try await stores.tokens.requestToken(token),
            requestToken.expiresAt >= configuration.clock.now(),
            let client = try await stores.clients.client(forKey: requestToken.clientKey)
        else {
            throw OpenQuestion.isClosed
        }
        guard !client.isDisabled else { throw OpenQuestion.isOfDisabledClient }
        return OpenQuestion(requestToken: requestToken, client: client, look: configuration.look)
    }

    private func consentRequest(_ question: OpenQuestion, _ user: OAuth1User) -> OAuth1ConsentRequest {
        let rules = configuration.accessRules
        let asked = rules.access(question.requestToken.access, of: question.client)
        let (scopes, realms) = (rules.describedScopes(asked), rules.describedRealms(asked))
        return OAuth1ConsentRequest(
            client: question.client,
            user: user,
            serviceName: configuration.serviceName,
            pageStyle: configuration.pageStyle,
            callback: question.requestToken.callback,
            requestToken: question.requestToken.token,
            formToken: consentKey.formToken(requestToken: question.requestToken.token, userID: user.id),
            parameters: question.requestToken.parameters,
            access: (scopes + realms).map(\.description)
                + (configuration.describeAccess?(question.requestToken.parameters) ?? []),
            scopes: scopes,
            realms: realms
        )
    }

    /// The consent page, or the decision that the application knows of.
    private func ask(
        _ question: OpenQuestion,
        _ user: OAuth1User,
        _ request: HTTPRequest,
        _ cookie: DecisionCookie
    ) async throws -> OAuth1ServerResponse {
        let consent = consentRequest(question, user)
        if let priorConsent, SilentConsent(request, question).isPossible,
            case .allowed(let fields) = try await priorConsent(consent)
        {
            return try await allow(question, user, fields: fields, cookie)
        }
        guard question.isOpen else {
            throw question.rejection(of: user)
        }
        return try await consentPage(consent)
    }

    private func decide(
        _ fields: OAuth1Parameters,
        _ question: OpenQuestion,
        _ user: OAuth1User,
        _ cookie: DecisionCookie
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
            let kept = try KeptParameters(configuration.keptParameterLimits)
                .pick(from: fields, except: ["form_token", "decision"])
            return try await allow(question, user, fields: kept, cookie)
        case ["deny"]:
            return try await deny(question, user, cookie)
        default:
            throw OAuth1ServerError(.parameterRejected, "The form has no decision.", parameter: "decision")
        }
    }

    private func allow(
        _ question: OpenQuestion,
        _ user: OAuth1User,
        fields: OAuth1Parameters,
        _ cookie: DecisionCookie
    ) async throws -> OAuth1ServerResponse {
        let generator = configuration.tokenGenerator
        let verifier = question.isOutOfBand ? generator.makeTypedVerifier() : generator.makeVerifier()
        let authorization = OAuth1IssuedRequestToken.Authorization(
            userID: user.id,
            verifier: verifier,
            fields: fields
        )
        let token = question.requestToken.token
        if question.isOpen, try await stores.tokens.authorizeRequestToken(token, authorization) {
            configuration.audit(.authorized, token: token, clientKey: question.client.key, userID: user.id)
            return question.allowed(verifier: verifier).setting(cookie.field(.allowed, question, userID: user.id))
        }
        // Forms are sent twice: the answer is that of the first time.
        let question = try await openQuestion(forToken: token)
        guard let verifier = question.verifier(of: user) else {
            throw question.rejection(of: user)
        }
        return question.allowed(verifier: verifier).setting(cookie.field(.allowed, question, userID: user.id))
    }

    private func deny(
        _ question: OpenQuestion,
        _ user: OAuth1User,
        _ cookie: DecisionCookie
    ) async throws -> OAuth1ServerResponse {
        let token = question.requestToken.token
        if question.isOpen, try await stores.tokens.denyRequestToken(token, userID: user.id) {
            configuration.audit(.denied, token: token, clientKey: question.client.key, userID: user.id)
            return question.denied.setting(cookie.field(.denied, question, userID: user.id))
        }
        let question = try await openQuestion(forToken: token)
        guard question.isDenied(by: user) else {
            throw question.rejection(of: user)
        }
        return question.denied.setting(cookie.field(.denied, question, userID: user.id))
    }
}
