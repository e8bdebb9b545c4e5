//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1
public import OAuth1Client

extension OAuth1Registry {
    /// What a request is about.
    public enum Route: Sendable {
        /// The beginning of a login.
        case login(OAuth1WebClient)
        /// The service's answer.
        case callback(OAuth1WebClient)
    }

    /// What a request is about, or `nil` if it is for none of the routes.
    ///
    /// - Parameter path: The request's path, with or without the base path of the public URL; the query is left out.
    /// - Returns: The route and its service.
    public func route(of path: String) -> Route? {
        let path = URLReference(path).base
        let relative = path.utf8.starts(with: basePath.utf8) ? String(path.dropFirst(basePath.count)) : path
        for path in [relative, path] {
            if let name = OAuth1LoginPaths.service(in: path, configuration.paths.login), let client = self[name] {
                return .login(client)
            }
            if let name = OAuth1LoginPaths.service(in: path, configuration.paths.callback), let client = self[name] {
                return .callback(client)
            }
        }
        return nil
    }

    /// How a request of one of the routes is answered.
    public enum Answer: Sendable {
        /// A response to send as it is: the redirect to the service.
        case response(HTTPResponse)
        /// A login that ended, for which the application makes the response.
        case outcome(OAuth1LoginOutcome)
    }

    /// Answers a request of one of the routes, as far as that can be done without the application.
    ///
    /// The login's route takes the return path from the parameter `next` of the query; one that leads elsewhere is
    /// taken for none.
    ///
    /// - Parameters:
    ///   - request: The browser's request.
    ///   - route: The route, from ``route(of:)`` or from a router.
    /// - Returns: The answer.
    /// - Throws: The store's errors, or `CancellationError`.
    public func answer(_ request: HTTPRequest, at route: Route) async throws -> Answer {
        // Not even HEAD: each of both has consequences.
        guard request.method == .get else {
            return .response(HTTPResponse(status: .methodNotAllowed, headerFields: [.allow: "GET"]))
        }
        switch route {
        case .callback(let client):
            return .outcome(try await client.authorizeAccessToken(from: request))
        case .login(let client):
            do {
                return .response(try await client.authorizeRedirect(for: request, returnTo: request.next))
            } catch let error as OAuth1ClientError {
                return .outcome(
                    OAuth1LoginOutcome(
                        result: .failure(client.failure(.service, cause: error)),
                        headerFields: .private
                    )
                )
            }
        }
    }

    /// Answers the requests of the two routes: all that an integration with a web framework has to do.
    ///
    /// - Parameters:
    ///   - request: The browser's request.
    ///   - onFailure: Makes the response to a login that failed; a plain text unless given.
    ///   - onLogin: Makes the response to a login that came to its end, for instance after the token was stored.
    /// - Returns: The response, or `nil` if the request is for none of the routes.
    /// - Throws: What the closures throw, the store's errors, or `CancellationError`.
    public func respond(
        to request: HTTPRequest,
        onFailure: (OAuth1LoginFailure) async throws -> OAuth1Response = { $0.response },
        onLogin: (OAuth1Login) async throws -> OAuth1Response
    ) async throws -> OAuth1Response? {
        guard let route = route(of: request.path ?? "/") else { return nil }
        switch try await answer(request, at: route) {
        case .response(let head):
            return OAuth1Response(head: head)
        case .outcome(let outcome):
            var response =
                switch outcome.result {
                case .success(let login): try await onLogin(login)
                case .failure(let failure): try await onFailure(failure)
                }
            response.head.headerFields.add(outcome)
            return response
        }
    }
}

extension HTTPFields {
    /// Adds what a login's outcome has to tell the browser, next to the cookies that are there.
    ///
    /// - Parameter outcome: The outcome.
    public mutating func add(_ outcome: OAuth1LoginOutcome) {
        for field in outcome.headerFields where field.name != .setCookie { self[fields: field.name] = [field] }
        append(contentsOf: outcome.headerFields.filter { $0.name == .setCookie })
    }
}

extension HTTPRequest {
    /// The return path that the query asks for.
    fileprivate var next: OAuth1ReturnPath {
        OAuth1Parameters(formEncoded: targetReference.query ?? "")["next"].flatMap { OAuth1ReturnPath($0) } ?? .root
    }
}

extension OAuth1LoginFailure {
    /// A plain text with the reason, for applications without a page of their own.
    public var response: OAuth1Response {
        var fields = HTTPFields.private
        fields[.contentType] = "text/plain; charset=utf-8"
        return OAuth1Response(
            head: HTTPResponse(status: code.status, headerFields: fields),
            body: Array((reason + "\n").utf8)
        )
    }
}
