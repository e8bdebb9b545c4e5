//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1ServerError {
    /// The rejection as a page for the user, who can only start again.
    func page(
        of configuration: OAuth1ServerConfiguration,
        at endpoint: OAuth1ServerEvent.Endpoint
    ) -> OAuth1ServerResponse {
        let text: String
        switch code {
        case .internalFailure, .storeFull: text = "Something went wrong here. Please try again later."
        case .methodNotAllowed: text = "This page can only be opened in a browser."
        case .insecureTransport: text = "This page is available only over https."
        case .unknownHost: text = "This page is not available at this address."
        case .tokenUsed:
            // A decision that counts already; the user has nothing to authenticate for.
            return .page("You have already decided", "<p>\(reason)</p>", of: configuration.look, status: .conflict)
        default: text = reason
        }
        return .page(
            endpoint == .grants ? "The access was not changed" : "Access can't be granted",
            "<p>\(text)</p>",
            of: configuration.look,
            status: status,
            fields: fields(realm: configuration.realm)
        )
    }
}
