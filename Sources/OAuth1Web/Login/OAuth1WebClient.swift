//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import Logging
import OAuth1
public import OAuth1Client

/// One service in a web application: sends users there to log in, reads what they come back with, and calls the service.
///
/// A registry makes it. It is a value that serves all users and all requests.
public struct OAuth1WebClient: Sendable {
    /// The name of the service in the registry.
    public let name: String
    /// The client without a user, for calls with a separate token.
    public let client: AsyncOAuth1Client
    /// The URL that the service sends users back to.
    public let callbackURL: String
    /// The path that starts a login, with the base path of the public URL, for links.
    public let loginPath: String
    /// The path of the application's start page: the base path of the public URL with a slash.
    let homePath: String
    let registration: OAuth1Registration
    let configuration: OAuth1WebConfiguration
    let pendingLogins: PendingLoginStore
    let hostNotices: HostNotices

    /// The service's name for people.
    public var displayName: String { client.flow.service?.name ?? name }

    /// The path that starts a login and leads on, for links.
    ///
    /// - Parameter returnPath: Where in the application the user goes afterwards.
    /// - Returns: The path with its query.
    public func loginPath(returnTo returnPath: OAuth1ReturnPath) -> String {
        let next: OAuth1Parameters = [OAuth1Parameter("next", returnPath.description)]
        return "\(loginPath)?\(next.formEncodedString)"
    }

    // MARK: The start

    /// Starts a login: fetches a request token, remembers it, and answers with a redirect to the service (RFC 5849
    /// sections 2.1 and 2.2).
    ///
    /// - Parameters:
    ///   - request: The browser's request, so that its oldest logins can make room; none are forgotten without it.
    ///   - returnPath: Where in the application the user goes afterwards.
    ///   - state: A text of the application's own, which ``OAuth1Login/state`` brings back. Nobody else can read it.
    ///   - parameters: Choices for this login, in addition to those of the registration.
    /// - Returns: A response with status 303; 503 if the browser only prefetches or prerenders the page, which starts no
    ///   login.
    /// - Throws: `OAuth1ClientError` if the service gives no request token, ``OAuth1WebError`` if the login can't be
    ///   remembered, or the store's errors.
    public func authorizeRedirect(
        for request: HTTPRequest? = nil,
        returnTo returnPath: OAuth1ReturnPath = .root,
        state: String? = nil,
        parameters: OAuth1LoginParameters = OAuth1LoginParameters()
    ) async throws -> HTTPResponse {
        if request?.isSpeculative == true { return .speculation }
        return try await startLogin(for: request, returnTo: returnPath, state: state, parameters: parameters).redirect
    }

    /// Starts a login like ``authorizeRedirect(for:returnTo:state:parameters:)``, and leaves the response to you.
    ///
    /// - Parameters:
    ///   - request: The browser's request, so that its oldest logins can make room; none are forgotten without it.
    ///   - callback: Where the service sends the user; by default the registry's route. With `.outOfBand` the service
    ///     shows a code, which ``authorizeAccessToken(from:login:verifier:parameters:)`` takes.
    ///   - returnPath: Where in the application the user goes afterwards.
    ///   - state: A text of the application's own, which ``OAuth1Login/state`` brings back.
    ///   - parameters: Choices for this login, in addition to those of the registration.
    /// - Returns: Where to send the user, and the header fields for the browser.
    /// - Throws: `OAuth1ClientError` if the service gives no request token, ``OAuth1WebError`` if the login can't be
    ///   remembered or the browser only prefetches the page, or the store's errors.
    public func startLogin(
        for request: HTTPRequest? = nil,
        callback: OAuth1Callback? = nil,
        returnTo returnPath: OAuth1ReturnPath = .root,
        state: String? = nil,
        parameters: OAuth1LoginParameters = OAuth1LoginParameters()
    ) async throws -> OAuth1StartedLogin {
        if let request {
            guard !request.isSpeculative else {
                throw OAuth1WebError(
                    .speculativeRequest,
                    "the browser prefetches or prerenders this page, so no login starts: answer with status 503, and "
                        + "the browser requests it again when the user opens the page"
                )
            }
            hostNotices.check(request, at: configuration.clock.now(), service: name, configuration.logger)
        }
        let callback = callback ?? registeredCallback
        let parameters = registration.parameters.adding(parameters)
        let requestToken = try await client.fetchRequestToken(callback: callback, parameters: parameters.requestToken)
        let authorizationURL = try client.authorizationURL(
            for: requestToken,
            callback: callback,
            variant: parameters.variant,
            parameters: parameters.authorize
        )
        let now = configuration.clock.now()
        let login = PendingLogin(
            id: configuration.nonceSource.makeNonce().description,
            requestToken: requestToken,
            returnPath: returnPath,
            state: state,
            expiresAt: now + configuration.lifetime
        )
        var fields = HTTPFields.noStore
        let binding = configuration.nonceSource.makeNonce().description
        for field in try await pendingLogins.remember(login, in: request, binding: binding, at: now) {
            fields.append(field)
        }
        configuration.logger.debug("A login started", metadata: ["oauth1.service": "\(name)"])
        return OAuth1StartedLogin(id: requestToken.token, authorizationURL: authorizationURL, headerFields: fields)
    }

    /// The callback that is sent to the service by default.
    var registeredCallback: OAuth1Callback {
        client.flow.service?.callback.sentAt == .never ? .omitted : .url(callbackURL)
    }
}
