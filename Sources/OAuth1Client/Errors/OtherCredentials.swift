//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// Which credentials a service asks for that does not accept those of OAuth 1.0a (RFC 9110 section 11.6.1).
enum OtherCredentials {
    /// The advice, or `nil` if the response asks for no others, or for OAuth as well.
    static func advice(_ response: OAuth1Response) -> String? {
        guard response.status == .unauthorized else { return nil }
        var found: String?
        for value in response.head.headerFields[values: .wwwAuthenticate].prefix(ReadingLimits.headerFields) {
            let text = Array(value.utf8.prefix(ReadingLimits.valueBytes))
            // One field can have several challenges.
            if text.indices.contains(where: { text.hasText("oauth", at: $0) }) { return nil }
            if text.hasText("bearer", at: 0) { found = found ?? bearer }
            if text.hasText("basic", at: 0) { found = found ?? basic }
        }
        return found
    }

    static let bearer =
        "The service asks for a bearer token, which is OAuth 2.0. Check in its documentation that this URL accepts OAuth "
        + "1.0a"
    private static let basic =
        "The service asks for a user name and a password. Check that the URL is one of its API: test and staging servers "
        + "are often protected this way"
}
