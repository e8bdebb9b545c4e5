//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import Logging
import OAuth1
import OAuth1Web

/// The site: its pages, the logins, and what it keeps in the browser.
struct Site: Sendable {
    let registry: OAuth1Registry
    let services: OfferedServices
    let session: SessionCookies
    let pages: Pages

    func router() -> Router<SiteContext> {
        let router = Router(context: SiteContext.self)
        router.add(middleware: SecurityHeaders())
        router.add(middleware: ErrorPages(site: self))
        router.add(
            middleware: OAuth1ClientsMiddleware(registry) { service, request, _ in
                session.account(service, in: request)?.accessToken
            }
        )
        router.get("/", use: home)
        router.get("accounts/{service}", use: account)
        router.post("accounts/{service}/forget", use: forget)
        router.post("logout", use: logOut)
        router.get("style.css") { _, _ in Pages.style }
        router.get("health") { _, _ in HTTPResponse.Status.noContent }
        router.addOAuth1Login(registry, onFailure: failed, onLogin: loggedIn)
        return router
    }

    // MARK: Logins

    /// Keeps the account in the browser, and sends the user to where they wanted to go.
    private func loggedIn(_ login: OAuth1Login, _ request: Request, _ context: SiteContext) throws -> Response {
        var response = Response.redirect(to: login.returnPath.description)
        let account = Account(login, at: SessionCookies.now)
        response.setCookie(try session.keep(account, at: login.serviceName))
        return response
    }

    private func failed(_ failure: OAuth1LoginFailure, _ request: Request, _ context: SiteContext) throws -> Response {
        let client = try registry.client(failure.serviceName)
        return try page(
            "message",
            MessagePage(failure, client),
            title: MessagePage.title(failure),
            status: failure.code.status,
            for: request
        )
    }

    // MARK: Logging out

    private func forget(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await session.forms.check(request)
        let name = try registry.client(context.parameters.require("service")).name
        var response = Response.redirect(to: "/")
        response.setCookie(session.forget(name))
        return response
    }

    private func logOut(_ request: Request, _ context: SiteContext) async throws -> Response {
        try await session.forms.check(request)
        var response = Response.redirect(to: "/?bye")
        for name in registry.names { response.setCookie(session.forget(name)) }
        return response
    }

    // MARK: Pages

    /// A page with what all pages have: the form to log out with, and the cookie that it needs.
    func page(
        _ template: String,
        _ content: Any,
        title: String,
        status: HTTPResponse.Status = .ok,
        for request: Request
    ) throws -> Response {
        let field = try session.forms.field(for: request)
        let frame = PageFrame(
            title: title,
            isLoggedIn: registry.names.contains { session.account($0, in: request) != nil },
            formToken: field.value,
            content: content
        )
        var response = try pages.response(template, frame, status: status)
        if let identifier = field.newIdentifier {
            response.setCookie(session.cookie(session.forms.cookieName, identifier, lifetime: nil))
        }
        return response
    }
}
