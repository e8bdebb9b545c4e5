//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client

/// The page on which the browser ends.
struct CallbackPage: Sendable {
    let title: String
    let text: String
    let advice: String
    let status: HTTPResponse.Status

    /// The page after a login.
    static func loggedIn(profile: String, user: String?, service: String) -> CallbackPage {
        CallbackPage(
            title: "Logged in",
            text: "oauth1 can now call \(service)\(user.map { " as \($0)" } ?? ""). The login is stored as \(profile).",
            advice: "You can close this page and return to the terminal.",
            status: .ok
        )
    }

    /// The page after the user declined.
    static func declined(service: String) -> CallbackPage {
        CallbackPage(
            title: "Not logged in",
            text: "You declined the access to \(service), or the service did. Nothing was stored.",
            advice: "You can close this page. To log in, run the command again and allow access.",
            status: .ok
        )
    }

    /// The page after a failure.
    static func failed(_ reason: String) -> CallbackPage {
        CallbackPage(
            title: "The login failed",
            text: reason,
            advice: "You can close this page. The terminal shows more.",
            status: .badGateway
        )
    }

    /// The page for a callback of another login.
    static func rejected(_ reason: String) -> CallbackPage {
        CallbackPage(
            title: "This is not the login in progress",
            text: reason,
            advice: "You can close this page. The terminal still waits for the page that it opened.",
            status: .badRequest
        )
    }

    /// The page before a login started.
    static let unexpected = CallbackPage(
        title: "No login is in progress",
        text: "oauth1 does not expect a callback yet.",
        advice: "You can close this page.",
        status: .notFound
    )

    /// The page as a response that no cache stores.
    var response: OAuth1Response {
        let document = HTMLDocument(
            title,
            style: .standard,
            """
            <h1>\(title)</h1>
            <p>\(text)</p>
            <p><strong>\(advice)</strong></p>
            """
        )
        return OAuth1Response(
            head: HTTPResponse(status: status, headerFields: document.headerFields()),
            body: document.bytes
        )
    }
}
#endif
