//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// The URL of a callback, changed as text.
package enum CallbackText {
    /// Removes the verifier, as OAuth 1.0 without the a has none.
    ///
    /// The rest of the callback stays as it is.
    package static func withoutVerifier(_ location: String) -> String {
        let parts = URLReference(location)
        let pairs = (parts.query ?? "").split(separator: "&", omittingEmptySubsequences: false)
            .filter { !$0.hasPrefix("oauth_verifier=") }
        return "\(parts.base)?\(pairs.joined(separator: "&"))\(parts.fragment.map { "#" + $0 } ?? "")"
    }
}
