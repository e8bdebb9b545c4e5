//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Where a client may have the browser sent (RFC 5849 sections 2.1 and 4.7).
struct CallbackRules {
    /// Instead of a callback: the user carries the verifier to the client.
    static let outOfBand = "oob"
    static let maximumLength = 2_048
    /// Schemes that run code, read files or show what the client wrote, in the browser of the user.
    private static let forbiddenSchemes: Set<String> = [
        "javascript", "data", "vbscript", "file", "blob", "about", "filesystem", "view-source", "ws", "wss", "ftp",
    ]

    private let client: OAuth1RegisteredClient

    init(_ client: OAuth1RegisteredClient) {
        self.client = client
    }

    /// The callback, if it is one that the client may use.
    func check(_ callback: String) throws(OAuth1ServerError) -> String {
        if callback == CallbackRules.outOfBand {
            guard client.allowsOutOfBand else { throw rejected("this client can't use oob") }
            return callback
        }
        guard CallbackRules.isSafe(callback) else {
            throw rejected("oauth_callback must be oob or an absolute URL (RFC 5849 section 2.1)")
        }
        guard client.callbacks.isEmpty || client.callbacks.contains(callback) else {
            throw rejected("oauth_callback is not registered for this client")
        }
        return callback
    }

    private func rejected(_ reason: String) -> OAuth1ServerError {
        OAuth1ServerError(.callbackRejected, reason, parameter: "oauth_callback")
    }

    /// The scheme in lower case, or `nil` if the text does not begin with one.
    static func scheme(of url: String) -> String? {
        guard let colon = url.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let scheme = url[..<colon].lowercased()
        guard let first = scheme.utf8.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first),
            scheme.utf8.allSatisfy({ byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"),
                    UInt8(ascii: "-"), UInt8(ascii: "."):
                    true
                default: false
                }
            })
        else {
            return nil
        }
        return scheme
    }

    /// Tells whether a URL is absolute, and neither a header field nor a page can be broken by it.
    static func isSafe(_ url: String) -> Bool {
        guard url.utf8.count <= maximumLength, let scheme = scheme(of: url), !forbiddenSchemes.contains(scheme),
            url.utf8.allSatisfy(isAllowed)
        else {
            return false
        }
        let rest = url.dropFirst(scheme.count + 1)
        guard scheme == "http" || scheme == "https" else { return !rest.isEmpty }
        guard rest.hasPrefix("//") else { return false }
        let authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        // User information makes a URL look like that of another site.
        return !authority.isEmpty && authority.first != ":" && !authority.contains("@")
    }

    /// The visible ASCII characters, without quotes, angle brackets and the backslash that browsers take for a slash.
    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case 0...0x20, 0x7F...0xFF, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "\\"): false
        default: true
        }
    }

    /// The callback with parameters at the end of its query, every other byte as it was (RFC 5849 section 2.2).
    static func appending(_ parameters: String, to callback: String) -> String {
        URLReference(callback).appendingToQuery(parameters)
    }
}
