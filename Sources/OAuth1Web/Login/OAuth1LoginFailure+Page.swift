//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
public import OAuth1
public import OAuth1Client

extension OAuth1LoginFailure {
    /// A page that says what happened and leads on, for applications without a custom page.
    ///
    /// It runs nothing, loads nothing and can't be framed, and has the status of ``code``.
    public var response: OAuth1Response { response(style: .standard) }

    /// The page that ``response`` is, in a style of the application.
    ///
    /// - Parameter style: How the page looks.
    /// - Returns: The page.
    public func response(style: OAuth1PageStyle) -> OAuth1Response {
        let document = FailurePage.document(title, reason, links, style: style)
        let fields = code == .speculative ? HTTPFields.speculation : .noStore
        return OAuth1Response(
            head: HTTPResponse(status: code.status, headerFields: document.headerFields(fields)),
            body: document.bytes
        )
    }

    private var title: String {
        switch code {
        case .denied: "You are not logged in"
        case .expired: "The login took too long"
        case .otherBrowser: "This login started in another browser"
        case .replayed: "This login is already complete"
        case .noLogin: "There is no login in progress"
        case .unavailable: "Login is currently unavailable"
        default: "The login failed"
        }
    }

    /// Where the user can go, the most likely first.
    private var links: [FailurePage.Link] {
        let home = FailurePage.Link("Go to the start page", homePath)
        let retry = loginPath.map { FailurePage.Link("Try again", $0) }
        if code == .replayed, let returnPath {
            return [FailurePage.Link("Continue", returnPath.description)]
                + (loginPath.map { [FailurePage.Link("Log in again", $0)] } ?? [])
        }
        return [retry, home].compactMap(\.self)
    }
}
