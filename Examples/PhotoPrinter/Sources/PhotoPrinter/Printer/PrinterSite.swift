//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Client
import OAuth1Web

/// The printer, printer.example.com in the RFC.
///
/// It never sees a password of its users: they allow it to fetch their photos, on the photo service's own page.
struct PrinterSite: Sendable {
    let registry: OAuth1Registry
    let sessions = BrowserSessions<PrinterSession>(cookieName: "printer_session")
    let pages: Pages

    init(
        url: String,
        photosURL: String,
        credentials: OAuth1ClientCredentials,
        transport: some OAuth1Transport
    ) throws {
        pages = try Pages(siteName: "Example Printer", siteClass: "printer")
        registry = try OAuth1Registry(
            [
                OAuth1Registration(
                    PhotosClient.service(at: photosURL),
                    client: credentials,
                    parameters: OAuth1LoginParameters(requestToken: Self.scope)
                )
            ],
            configuration: OAuth1WebConfiguration(
                publicURL: url,
                storage: .store(OAuth1InMemoryLoginStore()),
                // The RFC's callback is http://printer.example.com/ready
                paths: OAuth1LoginPaths(login: "/connect/{service}", callback: "/ready/{service}")
            ),
            transport: transport
        )
    }

    /// What the printer asks for: to look at photos, and nothing more.
    static let scope: OAuth1Parameters = ["scope": "photos.read"]

    func router() -> Router<PrinterContext> {
        let router = Router(context: PrinterContext.self)
        router.add(middleware: SiteProtection())
        router.add(middleware: ErrorPages(pages: pages))
        router.add(middleware: PrinterErrors(site: self))
        router.add(
            middleware: OAuth1ClientsMiddleware(registry) { _, request, _ in sessions[request.headers]?.token }
        )
        router.get("style.css") { _, _ in Pages.style }
        router.get("/", use: home)
        router.get("choice", use: choice)
        router.get("photo/{file}", use: photo)
        router.post("print", use: printPhotos)
        router.addOAuth1Login(registry, onFailure: notConnected, onLogin: connected)
        Kiosk(site: self).addRoutes(to: router)
        return router
    }

    // MARK: Connecting

    /// The user allowed it, and the printer has an access token.
    private func connected(_ login: OAuth1Login, _ request: Request, _ context: PrinterContext) -> Response {
        start(login.token, request)
    }

    /// Keeps the access for this browser, and leads to the photos.
    func start(_ token: OAuth1AccessToken, _ request: Request) -> Response {
        _ = sessions.end(request.headers)
        var response = Response.redirect(to: "/choice")
        response.setCookie(sessions.start(PrinterSession(token: token)))
        return response
    }

    /// The user denied it, took too long, or came back twice.
    private func notConnected(
        _ failure: OAuth1LoginFailure,
        _ request: Request,
        _ context: PrinterContext
    ) throws -> Response {
        let isDone = failure.code == .replayed && sessions[request.headers]?.token != nil
        let message = Message(
            kind: "\(failure.code)",
            title: failure.code == .denied ? "You did not allow access" : "The printer is not connected",
            text: failure.code == .denied
                ? "Without access the printer can't fetch your photos. Nothing was printed, and it knows nothing of you."
                : failure.reason,
            linkText: isDone ? "Go to your photos" : "Try again",
            linkPath: isDone ? "/choice" : "/"
        )
        return try pages.message(message, status: failure.code.status)
    }
}
