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
    /// Ends a login: reads the callback, finds what was remembered, and exchanges both for the access token (RFC 5849
    /// sections 2.2 and 2.3).
    ///
    /// Nothing but the user's decision is taken from the callback, and it counts once, in the browser that began the
    /// login. Send the ``OAuth1LoginOutcome/headerFields`` with the response in any case.
    ///
    /// - Parameters:
    ///   - request: The browser's request at the callback.
    ///   - verifier: The code that the user typed in, after a login that began with `.outOfBand`.
    ///   - parameters: Parameters of the request for the access token, in addition to those of the registration.
    /// - Returns: The token with the user's profile, return path and state, or which failure it was.
    /// - Throws: The store's errors, or `CancellationError`.
    public func authorizeAccessToken(
        from request: HTTPRequest,
        verifier: String? = nil,
        parameters: OAuth1Parameters = []
    ) async throws -> OAuth1LoginOutcome {
        var fields = HTTPFields.private
        let result: Result<OAuth1Login, OAuth1LoginFailure>
        do {
            result = .success(try await finishLogin(request, verifier, parameters) { fields.append($0) })
        } catch let failure as OAuth1LoginFailure {
            result = .failure(failure)
        }
        let ending = if case .failure(let failure) = result { failure.code.description } else { "success" }
        configuration.logger.debug(
            "A login ended",
            metadata: ["oauth1.service": "\(name)", "oauth1.login.result": "\(ending)"]
        )
        return OAuth1LoginOutcome(result: result, headerFields: fields)
    }

    private func finishLogin(
        _ request: HTTPRequest,
        _ verifier: String?,
        _ parameters: OAuth1Parameters,
        tell: (HTTPField) -> Void
    ) async throws -> OAuth1Login {
        let target = request.path ?? "/"
        let now = configuration.clock.now()
        let token = verifier == nil ? client.flow.callbackToken(target) : nil
        let (login, cookie) = try await pendingLogin(of: token, request, at: now)
        let answer = try decision(target, verifier, login)
        // A refusal that names no token could be anybody's: it ends nothing, and the user may go on with the login.
        if case .denied(let denial) = answer, token == nil { throw denied(login, denial) }

        guard let fields = try await memory.finish(login, cookie: cookie, at: now) else {
            throw failure(.replayed, of: login)
        }
        fields.forEach(tell)
        switch answer {
        case .denied(let denial):
            throw denied(login, denial)
        case .authorized(let authorization):
            return try await exchange(authorization, login, parameters)
        }
    }

    private func pendingLogin(
        of token: String?,
        _ request: HTTPRequest,
        at now: Int64
    ) async throws -> (PendingLogin, cookie: String) {
        switch try await memory.recall(token: token, in: request, at: now) {
        case .pending(let login, let cookie): return (login, cookie)
        case .failure(let code): throw failure(code)
        }
    }

    /// What the user decided, as the callback or the typed code tells.
    private func decision(
        _ target: String,
        _ verifier: String?,
        _ login: PendingLogin
    ) throws -> OAuth1AuthorizationResponse {
        if let verifier {
            return .authorized(OAuth1Authorization(requestToken: login.requestToken, verifier: verifier))
        }
        do {
            return try client.parseAuthorizationResponse(target, for: login.requestToken)
        } catch {
            throw failure(.invalidCallback, of: login, cause: error)
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

    /// What the service says of a user: the token is good without it, so that no failure of this call is one.
    func profile(of token: OAuth1AccessToken) async throws -> OAuth1Profile {
        let service = client.flow.service
        var response: OAuth1Response?
        if configuration.fetchesProfile, service?.probe != nil {
            do {
                response = try await client.probe(token: .user(token)).checkingStatus()
            } catch let error as OAuth1ClientError {
                configuration.logger.debug(
                    "The profile was not to be had",
                    metadata: ["oauth1.service": "\(name)", "error.type": "\(error.code)"]
                )
            }
        }
        return OAuth1Profile(token, response, of: service)
    }
}
