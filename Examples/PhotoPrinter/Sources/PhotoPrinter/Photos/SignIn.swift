//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import OAuth1
import OAuth1Server
import OAuth1Web

/// How the photo service's own users sign in.
///
/// Replace it by the sign-in that your site has already. It has one user; a real one keeps hashes of passwords and limits attempts.
struct SignIn: Sendable {
    private static let users = ["jane": (name: "Jane", password: OAuth1Secret("vacation"))]

    /// What the form shows.
    struct Form {
        let next: String
        let isWrong: Bool
    }

    let sessions: BrowserSessions<OAuth1User>
    let pages: Pages

    func addRoutes(to router: RouterGroup<PhotosContext>) {
        router.get("sign-in") { request, _ in
            try form(next: OAuth1Parameters(formEncoded: request.uri.query ?? "")["next"], isWrong: false)
        }
        router.post("sign-in", use: signIn)
        router.post("sign-out") { request, _ in
            var response = Response.redirect(to: "/")
            response.setCookie(sessions.end(request.headers))
            return response
        }
    }

    /// The form's path, which leads back to where the user wanted to go.
    static func path(returningTo path: String) -> String {
        "/sign-in?\(OAuth1Parameters([OAuth1Parameter("next", path)]).formEncodedString)"
    }

    static func redirect(returningTo path: String) -> Response { .redirect(to: self.path(returningTo: path)) }

    private func form(next: String?, isWrong: Bool) throws -> Response {
        try pages.response(
            "signIn",
            title: "Sign in",
            Form(next: next ?? "/", isWrong: isWrong),
            status: isWrong ? .forbidden : .ok
        )
    }

    private func signIn(_ request: Request, _ context: PhotosContext) async throws -> Response {
        let body = try await request.body.collect(upTo: 4_096)
        let fields = OAuth1Parameters(formEncoded: Array(body.readableBytesView))
        let name = fields["name"] ?? ""
        guard let user = Self.users[name], user.password == OAuth1Secret(fields["password"] ?? "") else {
            return try form(next: fields["next"], isWrong: true)
        }
        // Only a path of this site: the link to the form may be anybody's.
        let next = fields["next"].flatMap { OAuth1ReturnPath($0) } ?? .root
        var response = Response.redirect(to: next.description)
        response.setCookie(sessions.start(OAuth1User(id: name, displayName: user.name)))
        return response
    }
}
