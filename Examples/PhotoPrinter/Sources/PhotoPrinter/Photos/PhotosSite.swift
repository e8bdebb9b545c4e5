//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import OAuth1
import OAuth1Server

/// The photo service, photos.example.net in the RFC.
///
/// Its users sign in with a password, which no printer ever gets. What clients do is in `PhotosSite+OAuth` and `PhotosAPI`.
struct PhotosSite: Sendable {
    let provider: OAuth1AuthorizationServer
    let sessions: BrowserSessions<OAuth1User>
    let pages: Pages

    init(stores: OAuth1ServerStores, url: String, requestTokenLifetime: Int64) throws {
        let sessions = BrowserSessions<OAuth1User>(cookieName: "photos_session")
        self.sessions = sessions
        pages = try Pages(siteName: "Example Photos", siteClass: "photo-service")
        provider = try PhotosSite.provider(stores, sessions, url: url, requestTokenLifetime: requestTokenLifetime)
    }

    func router() -> Router<PhotosContext> {
        let router = Router(context: PhotosContext.self)
        router.add(middleware: SiteProtection())
        router.addOAuth1Provider(provider)
        PhotosAPI.addRoutes(to: router, provider.protector(requiring: [Self.readScope]))

        let site = router.group("").add(middleware: ErrorPages(pages: pages))
        site.get("style.css") { _, _ in Pages.style }
        site.get("/", use: albums)
        site.get("mine/{file}", use: photo)
        SignIn(sessions: sessions, pages: pages).addRoutes(to: site)
        return router
    }

    /// The user's albums.
    private func albums(_ request: Request, _ context: PhotosContext) throws -> Response {
        guard let user = sessions[request.headers] else { return SignIn.redirect(returningTo: "/") }
        let page = AlbumsPage(
            userName: user.displayName ?? user.id,
            applicationsPath: provider.configuration.paths.grants,
            albums: Album.all(of: user.id)
        )
        return try pages.response("albums", title: "Your albums", page)
    }

    /// A photo, for its owner's browser.
    private func photo(_ request: Request, _ context: PhotosContext) throws -> Response {
        guard let user = sessions[request.headers],
            let photo = Album.photo(try context.parameters.require("file"), of: user.id)
        else {
            throw HTTPError(.notFound)
        }
        return photo.response(.small)
    }
}

/// What the page of the albums shows.
struct AlbumsPage {
    let userName: String
    let applicationsPath: String
    let albums: [Album]
}

extension Photo {
    /// The photo as a response.
    func response(_ size: PhotoSize) -> Response {
        Response(
            status: .ok,
            headers: [.contentType: "image/svg+xml"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: svg(width: size.width)))
        )
    }
}
