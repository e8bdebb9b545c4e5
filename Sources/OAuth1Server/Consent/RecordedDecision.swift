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

    init(_ kind: Kind, _ client: OAuth1RegisteredClient, returnURL: String?) {
        self.kind = kind
        self.client = client
        self.returnURL = returnURL
    }

    /// The page, which has neither a verifier nor a form.
    func page(of service: ConsentPageLook) -> OAuth1ServerResponse {
        let (title, decision, advice): (String, HTMLText, HTMLText) =
            switch kind {
            case .allowed:
                (
                    "You have already allowed access", "you allowed",
                    """
                    If the application does not have access, please start again there. To remove its access, open the list of \
                    connected applications in your account settings.
                    """
                )
            case .denied:
                (
                    "You have already denied access", "you did not allow",
                    "If you want to allow access, please start again in the application."
                )
            }
        return .page(
            title,
            """
            <p>Your decision was recorded: \(decision) <strong><bdi>\(client.displayName)</bdi></strong> to use your account at \
            <strong><bdi>\(service.name)</bdi></strong>. You can close this page.</p>
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
