//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1
public import OAuth1Client

extension OAuth1Registry {
    /// The route of a request.
    public enum Route: Sendable {
        /// The start of a login.
        case login(OAuth1WebClient)
        /// The service's answer.
        case callback(OAuth1WebClient)
    }

    /// The route of a request, or `nil` if it is for none of the routes.
    ///
    /// - Parameter path: The request's path, with or without the base path of the public URL; the query is left out.
    /// - Returns: The route and its service.
    public func route(of path: String) -> Route? {
        let path = URLReference(path).base
        for path in [path.dropping(basePath), path].compactMap(\.self) {
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
    /// - Parameters:
    ///   - request: The browser's request.
    ///   - route: The route, from ``route(of:)`` or from a router.
    ///   - start: The values for the login; the return path of ``returnPath(of:)`` by default.
    /// - Returns: The answer.
    /// - Throws: The errors of a store, or `CancellationError`.
    public func answer(
        _ request: HTTPRequest,
        at route: Route,
        start: OAuth1LoginStart? = nil
    ) async throws -> Answer {
        try await answer(request, at: route) { start }
    }

    /// Answers a request of one of the routes like ``answer(_:at:start:)``, and asks the application for what the login is
    /// passed only if a login starts: a prefetched page, for instance, starts none.
    ///
    /// - Parameters:
    ///   - request: The browser's request.
    ///   - route: The route, from ``route(of:)`` or from a router.
    ///   - makeStart: Returns the values for the login; the return path of ``returnPath(of:)`` if it returns `nil`.
    /// - Returns: The answer.
    /// - Throws: What `makeStart` throws, the errors of a store, or `CancellationError`.
    public func answer(
        _ request: HTTPRequest,
        at route: Route,
        makeStart: () async throws -> OAuth1LoginStart?
    ) async throws -> Answer {
        // Not even HEAD: each of both has consequences.
        guard request.method == .get else {
            return .response(HTTPResponse(status: .methodNotAllowed, headerFields: [.allow: "GET"]))
        }
        guard !request.isSpeculative else { return .response(.speculation) }
        switch route {
        case .callback(let client):
            return .outcome(try await client.authorizeAccessToken(from: request))
        case .login(let client):
            let start = try await makeStart() ?? OAuth1LoginStart(returnPath: returnPath(of: request))
            return try await begin(client, request, start)
        }
    }

    private func begin(
        _ client: OAuth1WebClient,
        _ request: HTTPRequest,
        _ start: OAuth1LoginStart
    ) async throws -> Answer {
        func failed(_ code: OAuth1LoginFailure.Code, _ cause: (any Error)? = nil) -> Answer {
            let failure = client.failure(code, returnPath: start.returnPath, cause: cause)
            client.log(failure)
            return .outcome(OAuth1LoginOutcome(result: .failure(failure), headerFields: .noStore))
        }
        guard configuration.allowsLoginsFromOtherSites || !request.isFromOtherSite else { return failed(.otherSite) }
        do {
            return .response(
                try await client.authorizeRedirect(
                    for: request,
                    returnTo: start.returnPath,
                    state: start.state,
                    parameters: start.parameters
                )
            )
        } catch let error as OAuth1ClientError {
            return failed(.service, error)
        } catch let error as OAuth1WebError {
            return failed(.unavailable, error)
        } catch {
            client.log(thrown: error)
            throw error
        }
    }

    /// The return path that a request at the login's route asks for, in the parameter `next` of its query.
    ///
    /// - Parameter request: The browser's request.
    /// - Returns: The path; the application's own root for one that leads out of it, and for none.
    public func returnPath(of request: HTTPRequest) -> OAuth1ReturnPath {
        let root = OAuth1ReturnPath(basePath + "/") ?? .root
        let query = request.targetReference.query ?? ""
        let next = OAuth1Parameters(formEncoded: query, keeping: ["next"], atMost: 1).first?.value
        guard let path = next.flatMap({ OAuth1ReturnPath($0) }) else { return root }
        let target = URLReference(path.description)
        guard basePath.isEmpty || (target.base.dropping(basePath) != nil && !target.hasDotSegments) else { return root }
        return path
    }

    /// Answers the requests of the two routes: all that an integration with a web framework has to do.
    ///
    /// - Parameters:
    ///   - request: The browser's request.
    ///   - onFailure: Makes the response to a login that failed; a small page by default.
    ///   - onLogin: Makes the response to a login that came to its end, for instance after the token was stored.
    /// - Returns: The response, or `nil` if the request is for none of the routes.
    /// - Throws: ``OAuth1LoginHandlerError`` if a closure throws, the errors of a store, or `CancellationError`.
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
            var response = try await outcome.answered(onLogin: onLogin, onFailure: onFailure)
            response.head.headerFields.add(outcome)
            return response
        }
    }
}

extension HTTPFields {
    /// Adds the header fields of a login's outcome, in addition to existing cookies.
    ///
    /// - Parameter outcome: The outcome.
    public mutating func add(_ outcome: OAuth1LoginOutcome) { addLogin(outcome.headerFields) }

    /// Adds the header fields of an outcome that the application's handler did not answer.
    ///
    /// - Parameter error: The handler's error.
    public mutating func add(_ error: OAuth1LoginHandlerError) { addLogin(error.headerFields) }

    private mutating func addLogin(_ fields: HTTPFields) {
        for field in fields where field.name != .setCookie { self[fields: field.name] = [field] }
        append(contentsOf: fields.filter { $0.name == .setCookie })
    }
}

extension HTTPRequest {
    /// Whether the browser says that a page of another site led here; older browsers say nothing.
    fileprivate var isFromOtherSite: Bool {
        HTTPField.Name("Sec-Fetch-Site").flatMap { headerFields[$0] } == "cross-site"
    }
}

extension String {
    /// The path below a base path, or `nil` if it is not below it; compared byte by byte.
    fileprivate func dropping(_ basePath: String) -> String? {
        guard utf8.starts(with: basePath.utf8) else { return nil }
        let rest = utf8.dropFirst(basePath.utf8.count)
        guard rest.isEmpty || rest.first == UInt8(ascii: "/") else { return nil }
        return String(decoding: rest, as: UTF8.self)
    }
}

extension OAuth1Response {
    /// A redirect to a path of the application, with status 303, for the end of a login.
    ///
    /// - Parameter returnPath: The path.
    /// - Returns: The response.
    public static func redirect(to returnPath: OAuth1ReturnPath) -> OAuth1Response {
        OAuth1Response(head: HTTPResponse(status: .seeOther, headerFields: [.location: returnPath.description]))
    }
}
