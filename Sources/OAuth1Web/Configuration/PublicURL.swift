//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client

/// The URL by which browsers reach the application, from which callbacks are built.
///
/// It is configured and not taken from the `Host` field, which everybody can set.
struct PublicURL: Sendable {
    /// Scheme, authority and base path, without a slash at the end.
    let text: String
    /// The base path, without a slash at the end; empty at the root.
    let basePath: String
    /// The host, in lower case and without port.
    let host: String
    /// Whether browsers reach it over TLS.
    let isSecure: Bool

    init(_ url: String, allowsInsecureHTTP: Bool) throws(OAuth1WebError) {
        guard let request = try? HTTPRequest(.get, wireURL: url), !url.contains("?"), !url.contains("#"),
            let path = request.path, !path.contains("//"), !URLReference(path).hasDotSegments
        else {
            // It is not shown: the given text could contain a password.
            throw OAuth1WebError(
                .invalidConfiguration,
                "expected the application's own URL, such as https://app.example.org or one with a base path, without "
                    + "user, query, fragment and empty or dot segments"
            )
        }
        guard request.isConfidential || allowsInsecureHTTP else {
            throw OAuth1WebError(
                .invalidConfiguration,
                "expected an https URL: over http, an attacker on the network can take over a login; "
                    + "for a test, set allowsInsecureHTTP"
            )
        }
        host = request.hostName ?? ""
        isSecure = request.scheme?.lowercased() == "https"
        basePath = path.hasSuffix("/") ? String(path.dropLast()) : path
        text = "\(request.scheme ?? "")://\(request.authority ?? "")\(basePath)"
    }
}
