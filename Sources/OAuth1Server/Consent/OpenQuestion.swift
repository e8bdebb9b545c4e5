//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// A request token that users decide about, and how each decision is answered (RFC 5849 section 2.2).
struct OpenQuestion: Sendable {
    let requestToken: OAuth1IssuedRequestToken
    let client: OAuth1RegisteredClient
    let look: ConsentPageLook

    var isOutOfBand: Bool { requestToken.callback == CallbackRules.outOfBand }

    /// Whether no user has decided yet.
    var isOpen: Bool { requestToken.authorization == nil && requestToken.deniedBy == nil }

    /// The verifier of a user who allowed access, or `nil` for everybody else.
    func verifier(of user: OAuth1User) -> OAuth1Secret? {
        guard let authorization = requestToken.authorization, authorization.userID.hasSameBytes(as: user.id) else {
            return nil
        }
        return authorization.verifier
    }

    /// Whether this user denied access.
    func isDenied(by user: OAuth1User) -> Bool { requestToken.deniedBy?.hasSameBytes(as: user.id) == true }

    /// What a user learns who decides again and otherwise, or opens the page again: that user's own decision, and nothing of
    /// another user's.
    func rejection(of user: OAuth1User) -> any Error {
        let decision: RecordedDecision.Kind
        if verifier(of: user) != nil {
            decision = .allowed
        } else if isDenied(by: user) {
            decision = .denied
        } else {
            return OpenQuestion.isClosed
        }
        return RecordedDecision(decision, client, returnURL: returnURL)
    }

    /// The site that the user came from, if its address is one that the operator registered.
    var returnURL: String? { ReturnAddress(client).url(for: requestToken.callback) }

    /// The same for tokens that never were, have expired or were decided about: the page reveals nothing and redirects nobody.
    static var isClosed: OAuth1ServerError {
        OAuth1ServerError(
            .tokenRejected,
            "This request is unknown, has expired, or was already answered, so this page changed nothing. If you decided "
                + "before, that decision still counts. Otherwise, please start again in the application that you came from.",
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
