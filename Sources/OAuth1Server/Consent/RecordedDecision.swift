//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A decision that counts already, which its user sees who decides again or comes back to the page.
struct RecordedDecision: Error, Sendable {
    /// What the user decided.
    enum Kind: String, Sendable {
        case allowed
        case denied
    }

    let kind: Kind
    let client: OAuth1RegisteredClient
    /// The site that the user came from, or `nil` if its address is not known for certain.
    let returnURL: String?
    /// Whether the client no longer has the access that the user allowed.
    let hasEnded: Bool

    init(_ kind: Kind, _ client: OAuth1RegisteredClient, returnURL: String?, hasEnded: Bool = false) {
        self.kind = kind
        self.client = client
        self.returnURL = returnURL
        self.hasEnded = hasEnded
    }

    /// The page, which has neither a verifier nor a form.
    func page(of service: ConsentPageLook) -> OAuth1ServerResponse {
        let access: HTMLText =
            "<strong><bdi>\(client.displayName)</bdi></strong> to use your account at <strong><bdi>\(service.name)</bdi></strong>"
        let (title, decision, advice): (String, HTMLText, HTMLText) =
            switch kind {
            case .allowed where hasEnded:
                (
                    "The application has no access",
                    """
                    You allowed \(access), but it has no access now. The access was removed or has expired, or the application \
                    did not complete the login.
                    """,
                    "If you want to allow access again, please start again in the application."
                )
            case .allowed:
                (
                    "You have already allowed access", "Your decision was recorded: you allowed \(access).",
                    """
                    If the application does not have access, please start again there. To remove its access, open the list of \
                    connected applications in your account settings.
                    """
                )
            case .denied:
                (
                    "You have already denied access", "Your decision was recorded: you did not allow \(access).",
                    "If you want to allow access, please start again in the application."
                )
            }
        return .page(
            title,
            """
            <p>\(decision) You can close this page.</p>
            <p>\(advice)</p>
            \(link)
            """,
            of: service,
            status: .conflict
        )
    }

    private var link: HTMLText {
        guard let returnURL else { return "" }
        let host = String(returnURL.split(separator: "/", omittingEmptySubsequences: true).last ?? "")
        // One element in the button, which is a flex container: spaces between its children would not count.
        return "<div class=\"actions\"><a href=\"\(returnURL)\"><span>Return to <bdi>\(host)</bdi></span></a></div>"
    }
}
