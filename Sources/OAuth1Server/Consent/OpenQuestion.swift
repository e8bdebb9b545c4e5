//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// A request token that users decide about, and how each decision is answered (RFC 5849 section 2.2).
struct OpenQuestion: Sendable {
    /// A decision that counts already.
    enum EarlierDecision: Sendable {
        case allowed(verifier: OAuth1Secret)
        case denied
    }

    let requestToken: OAuth1IssuedRequestToken
    let client: OAuth1RegisteredClient
    let look: ConsentPageLook

    var isOutOfBand: Bool { requestToken.callback == CallbackRules.outOfBand }

    /// Whether no user has decided yet.
    var isOpen: Bool { requestToken.authorization == nil && requestToken.deniedBy == nil }

    /// The user's earlier decision, or `nil` if there is none.
    func earlierDecision(of user: OAuth1User) -> EarlierDecision? {
        if let authorization = requestToken.authorization, authorization.userID.hasSameBytes(as: user.id) {
            return .allowed(verifier: authorization.verifier)
        }
        return requestToken.deniedBy?.hasSameBytes(as: user.id) == true ? .denied : nil
    }

    /// The page for a user who decides again and otherwise: the first decision counts.
    func isDecided(_ decision: EarlierDecision) -> OAuth1ServerError {
        let text =
            switch decision {
            case .allowed:
                "You have already allowed access, so this page changed nothing. You can close it. To revoke access, "
                    + "open the list of connected applications in your account settings."
            case .denied:
                "You have already denied access, so this page changed nothing. To allow access, please start again in "
                    + "the application that you came from."
            }
        return OAuth1ServerError(.tokenUsed, text, parameter: "oauth_token")
    }

    /// The same for tokens that never were, have expired or were decided about: the page reveals nothing and redirects nobody.
    static var isClosed: OAuth1ServerError {
        OAuth1ServerError(
            .tokenRejected,
            "This request is unknown, has expired, or was already answered. "
                + "Please start again in the application that you came from.",
            parameter: "oauth_token"
        )
    }

    /// For users of a client that the operator disabled after it got its request token.
    static var isOfDisabledClient: OAuth1ServerError {
        OAuth1ServerError(
            .consumerKeyRefused,
            "This application is disabled and can't be given access at the moment. Please ask its provider for help."
        )
    }

    func allowed(verifier: OAuth1Secret) -> OAuth1ServerResponse {
        guard !isOutOfBand else {
            return .page(
                "Access allowed",
                """
                <p>Enter this code in <strong><bdi>\(client.displayName)</bdi></strong>, and do not share it:</p>
                <p><code id="oauth_verifier">\(verifier.reveal())</code></p>
                """,
                of: look
            )
        }
        return redirect([
            OAuth1Parameter("oauth_token", requestToken.token),
            OAuth1Parameter("oauth_verifier", verifier.reveal()),
        ])
    }

    /// In the words of the OAuth Problem Reporting extension, and in Twitter's.
    var denied: OAuth1ServerResponse {
        guard !isOutOfBand else {
            return .page(
                "Access denied",
                "<p>Access was not given to <strong><bdi>\(client.displayName)</bdi></strong>. You can close the page.</p>",
                of: look
            )
        }
        return redirect([
            OAuth1Parameter("oauth_token", requestToken.token),
            OAuth1Parameter("oauth_problem", "user_refused"),
            OAuth1Parameter("denied", requestToken.token),
        ])
    }

    private func redirect(_ parameters: OAuth1Parameters) -> OAuth1ServerResponse {
        .redirect(to: CallbackRules.appending(parameters.formEncodedString, to: requestToken.callback))
    }
}
