//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Where a client may have the browser sent (RFC 5849 sections 2.1 and 4.7).
struct CallbackRules {
    /// Instead of a callback: the user carries the verifier to the client.
    static let outOfBand = CallbackURI.outOfBand

    private let client: OAuth1RegisteredClient

    init(_ client: OAuth1RegisteredClient) {
        self.client = client
    }

    /// The callback, if it is one that the client may use.
    func check(_ callback: String) throws(OAuth1ServerError) -> String {
        if callback == CallbackRules.outOfBand {
            guard client.allowsOutOfBand else { throw rejected("oauth_callback=oob is not allowed for this client") }
            return callback
        }
        do {
            // Single-page applications have a fragment, and the parameters are put in front of it.
            _ = try CallbackURI(callback, allowsFragment: true)
        } catch {
            throw rejected("oauth_callback \(error.reason)")
        }
        guard client.callbacks.isEmpty || CallbackMatcher(client).isRegistered(callback) else {
            throw rejected("oauth_callback is not registered for this client")
        }
        return callback
    }

    private func rejected(_ reason: String) -> OAuth1ServerError {
        OAuth1ServerError(.callbackRejected, reason, parameter: "oauth_callback")
    }

    /// The scheme in lower case, or `nil` if the text does not start with one.
    static func scheme(of url: String) -> String? { CallbackURI.scheme(of: url) }

    /// The callback with parameters at the end of its query, every other byte as it was (RFC 5849 section 2.2).
    static func appending(_ parameters: String, to callback: String) -> String {
        URLReference(callback).appendingToQuery(parameters)
    }
}
