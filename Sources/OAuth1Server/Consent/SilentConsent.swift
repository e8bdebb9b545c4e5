//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Whether a user may be sent back to the client without being asked (RFC 8252 section 8.6).
///
/// Only if nobody else can end up with the verifier, and only if the user opened the page.
struct SilentConsent {
    private let request: HTTPRequest
    private let question: OpenQuestion

    init(_ request: HTTPRequest, _ question: OpenQuestion) {
        self.request = request
        self.question = question
    }

    /// Whether the application may be asked for an earlier consent.
    var isPossible: Bool { request.method == .get && reachesTheClientOnly && isVisit }

    /// A verifier that is shown, or that any program of the machine could receive, needs the user's attention.
    private var reachesTheClientOnly: Bool {
        let callback = question.requestToken.callback
        return CallbackRules.scheme(of: callback) == "https" && CallbackMatcher(question.client).isRegistered(callback)
    }

    /// Browsers say when a page is only fetched in advance, or as a part of another page.
    private var isVisit: Bool {
        guard !request.hasPurpose else { return false }
        guard let name = HTTPField.Name("Sec-Fetch-Dest"), let destination = request.headerFields[name] else {
            return true
        }
        return destination == "document"
    }
}
