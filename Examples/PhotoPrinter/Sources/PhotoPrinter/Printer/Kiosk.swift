//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import OAuth1
import OAuth1Client
import OAuth1Web

/// The printer's kiosk in a shop, which the photo service can't send a browser back to: the user types a code.
///
/// The callback is `oob`, out of band (RFC 5849 section 2.1).
struct Kiosk: Sendable {
    /// What the page shows.
    struct Page {
        let authorizeURL: String
        let isWrong: Bool
    }

    let site: PrinterSite

    func addRoutes(to router: Router<PrinterContext>) {
        router.post("kiosk", use: begin)
        router.post("kiosk/code", use: complete)
    }

    private var client: AsyncOAuth1Client {
        get throws { try site.registry.client(PhotosClient.name).client }
    }

    /// Fetches a request token without a callback, and shows where the user decides.
    private func begin(_ request: Request, _ context: PrinterContext) async throws -> Response {
        let requestToken = try await client.fetchRequestToken(callback: .outOfBand, parameters: PrinterSite.scope)
        var response = try page(requestToken, isWrong: false)
        response.setCookie(site.sessions.start(PrinterSession(typedLogin: requestToken)))
        return response
    }

    /// Exchanges the request token and the code for an access token.
    private func complete(_ request: Request, _ context: PrinterContext) async throws -> Response {
        let body = try await request.body.collect(upTo: 4_096)
        let code = OAuth1Parameters(formEncoded: Array(body.readableBytesView))["code"] ?? ""
        guard let requestToken = site.sessions[request.headers]?.typedLogin else { return .redirect(to: "/") }
        do {
            return site.start(try await client.fetchAccessToken(requestToken: requestToken, verifier: code), request)
        } catch let error as OAuth1ClientError
            where [.tokenRequestRefused, .missingVerifier].contains(error.code)
        {
            // The service counts the attempts, and removes the request token after five.
            return try page(requestToken, isWrong: true)
        }
    }

    private func page(_ requestToken: OAuth1RequestToken, isWrong: Bool) throws -> Response {
        let url = try client.authorizationURL(for: requestToken, callback: .outOfBand)
        return try site.pages.response(
            "kiosk",
            title: "Enter the code",
            Page(authorizeURL: url, isWrong: isWrong),
            status: isWrong ? .forbidden : .ok
        )
    }
}
