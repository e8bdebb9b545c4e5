//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import Logging
public import OAuth1
import OAuth1Client

extension OAuth1WebClient {
    /// The limit for a callback's target, in bytes; services send a few hundred.
    private static let maximumTargetBytes = 65_536

    /// Ends a login: reads the callback, finds what was remembered, and exchanges both for the access token (RFC 5849
    /// sections 2.2 and 2.3).
    ///
    /// Nothing but the user's decision is taken from the callback, and it counts once, in the browser that started the
    /// login. Send the ``OAuth1LoginOutcome/headerFields`` with the response in any case.
    ///
    /// - Parameters:
    ///   - request: The browser's request at the callback.
    ///   - login: ``OAuth1StartedLogin/id`` of a login that started with `.outOfBand`, from the form with the code; the newest
    ///     of this browser by default.
    ///   - verifier: The code that the user typed in there.
    ///   - parameters: Parameters of the request for the access token, in addition to those of the registration.
    /// - Returns: The token with the user's profile, return path and state, or which failure it was.
    /// - Throws: The store's errors, or `CancellationError`.
    public func authorizeAccessToken(
        from request: HTTPRequest,
        login: String? = nil,
        verifier: String? = nil,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1LoginOutcome {
        if verifier == nil, request.isSpeculative {
            return OAuth1LoginOutcome(result: .failure(failure(.speculative)), headerFields: .speculation)
        }
        var fields = HTTPFields.noStore
        let result: Result<OAuth1Login, OAuth1LoginFailure>
        do {
            result = .success(try await finishLogin(request, login, verifier, parameters) { fields.append($0) })
            configuration.logger.debug(
                "A login completed",
                metadata: ["oauth1.service": "\(name)", "oauth1.login.result": "success"]
            )
        } catch let failure as OAuth1LoginFailure {
            log(failure)
            result = .failure(failure)
        } catch {
            log(thrown: error)
            throw error
        }
        return OAuth1LoginOutcome(result: result, headerFields: fields)
    }

    private func finishLogin(
        _ request: HTTPRequest,
        _ id: String?,
        _ verifier: String?,
        _ parameters: OAuth1Parameters,
        tell: (HTTPField) -> Void
    ) async throws -> OAuth1Login {
        let target = request.path ?? "/"
        guard target.utf8.count <= Self.maximumTargetBytes else { throw failure(.invalidCallback) }
        let now = configuration.clock.now()
        let token = verifier == nil ? client.flow.callbackToken(target) : id
        // Nothing but the token is read of a callback that belongs to no login of this browser.
        let found = try await pendingLogin(of: token, request, at: now)
        let namesLogin = token != nil || verifier != nil
        let answer = try decision(target, verifier, found.login, namesLogin: namesLogin)
        // A denial without a token could come from anybody: it ends no login, and the user may continue with the pending one.
        guard namesLogin else {
            if case .denied(let denial) = answer { throw denied(denial, of: nil) }
            throw failure(.invalidCallback)
        }
        switch try await pendingLogins.attempts.begin(found.login.id) {
        case .first:
            return try await finishFirst(found, answer, parameters, at: now, tell: tell)
        case .during(let code?) where code != .replayed:
            throw failure(code, of: found.login)
        case .during, .later:
            // The answer to the first attempt may not have reached the browser.
            try pendingLogins.fields(of: found).forEach(tell)
            throw failure(.replayed, returnPath: found.login.returnPath)
        }
    }

    /// Ends a login, and reports the result to the attempts that arrived in the meantime.
    private func finishFirst(
        _ found: FoundLogin,
        _ answer: OAuth1AuthorizationResponse,
        _ parameters: OAuth1Parameters,
        at now: Int64,
        tell: (HTTPField) -> Void
    ) async throws -> OAuth1Login {
        let login = found.login
        var isUsed = false
        do {
            let fields = try await pendingLogins.finish(found, at: now)
            isUsed = true
            guard let fields else { throw failure(.replayed, returnPath: login.returnPath) }
            fields.forEach(tell)
            guard case .authorized(let authorization) = answer else {
                if case .denied(let denial) = answer { throw denied(denial, of: login) }
                throw failure(.invalidCallback, of: login)
            }
            let ended = try await exchange(authorization, login, parameters)
            pendingLogins.attempts.end(login.id, nil, isUsed: true)
            return ended
        } catch {
            pendingLogins.attempts.end(login.id, (error as? OAuth1LoginFailure)?.code ?? .service, isUsed: isUsed)
            throw error
        }
    }

    private func pendingLogin(
        of token: String?,
        _ request: HTTPRequest,
        at now: Int64
    ) async throws -> FoundLogin {
        switch try await pendingLogins.recall(token: token, in: request, at: now) {
        case .pending(let found): return found
        case .used(let id, let returnPath):
            // With a store the first attempt has noted the login while it still asks for the token.
            if let id, case .during(let code?) = try await pendingLogins.attempts.begin(id, mayBeFirst: false),
                code != .replayed
            {
                throw failure(code, returnPath: returnPath)
            }
            throw failure(.replayed, returnPath: returnPath)
        case .failure(let code, let returnPath): throw failure(code, returnPath: returnPath)
        }
    }

    /// The user's decision, from the callback or the typed code.
    private func decision(
        _ target: String,
        _ verifier: String?,
        _ login: PendingLogin,
        namesLogin: Bool
    ) throws -> OAuth1AuthorizationResponse {
        if let verifier {
            // A form that was sent too early is no reason to start again.
            guard !verifier.isEmpty else { throw failure(.invalidCallback, of: login) }
            return .authorized(OAuth1Authorization(requestToken: login.requestToken, verifier: verifier))
        }
        do {
            return try client.parseAuthorizationResponse(target, for: login.requestToken)
        } catch {
            throw failure(.invalidCallback, of: namesLogin ? login : nil, cause: error)
        }
    }

    private func exchange(
        _ authorization: OAuth1Authorization,
        _ login: PendingLogin,
        _ parameters: OAuth1Parameters
    ) async throws -> OAuth1Login {
        let own = OAuth1LoginParameters(accessToken: parameters)
        let token: OAuth1AccessToken
        do {
            token = try await client.fetchAccessToken(
                authorization: authorization,
                parameters: registration.parameters.adding(own).accessToken
            )
        } catch let error as OAuth1ClientError {
            throw failure(.service, of: login, cause: error)
        }
        return OAuth1Login(
            serviceName: name,
            token: token,
            profile: try await profile(of: token),
            returnPath: login.returnPath,
            state: login.state
        )
    }

    /// The user's profile: the token is valid without it, so a failure of this call does not fail the login.
    private func profile(of token: OAuth1AccessToken) async throws -> OAuth1Profile {
        let service = client.flow.service
        func value(_ meaning: OAuth1Service.TokenResponse.Meaning) -> String? { service?.value(meaning, of: token) }
        var response: OAuth1Response?
        var failure: OAuth1ClientError?
        let (userID, screenName) = (value(.userID), value(.screenName))
        let isMissing =
            (userID == nil && service?.probe?.userField != nil)
            || (screenName == nil && service?.probe?.nameField != nil)
        if configuration.fetchesProfile, isMissing {
            do {
                response = try await client.probe(token: .user(token)).checkingStatus()
            } catch let error as OAuth1ClientError {
                failure = error
                configuration.logger.debug(
                    "The user's profile could not be fetched",
                    metadata: ["oauth1.service": "\(name)", "error.type": "\(error.code)"]
                )
            }
        }
        return OAuth1Profile(
            userID: userID ?? response.flatMap { service?.probe?.user(in: $0) },
            screenName: screenName ?? response.flatMap { service?.probe?.name(in: $0) },
            fullName: value(.fullName),
            response: response,
            failure: failure
        )
    }
}
