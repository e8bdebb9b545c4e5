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
        case _ where code.isServiceFailure: text = "Something went wrong here. Please try again later."
        case .methodNotAllowed: text = "This page can only be opened in a browser."
        case .insecureTransport: text = "This page is available only over https."
        case .unknownHost: text = "This page is not available at this address."
        default: text = reason
        }
        let title =
            switch (endpoint, code) {
            case (.grants, _): "The access was not changed"
            // Most of these users have decided already, and nothing went wrong.
            case (_, .tokenRejected): "This request is closed"
            default: "Access can't be granted"
            }
        return .page(
            title,
            "<p>\(text)</p>",
            of: configuration.look,
            status: status,
            fields: fields(realm: configuration.realm)
        )
    }
}
