//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes
import OAuth1
import OAuth1Client

/// Method and URL of a request, as they were typed.
enum RequestTarget {
    /// Reads a method, in upper or lower case.
    static func method(_ text: String) throws -> HTTPRequest.Method {
        guard !text.isEmpty, let method = HTTPRequest.Method(text.uppercased()) else {
            throw ValidationError("\(text) is not a valid HTTP method. Use GET or POST, for example.")
        }
        return method
    }

    /// Checks that a URL has a scheme, unless it may be a path below the base URL of a profile.
    static func check(_ url: String, allowsPath: Bool) throws {
        let shown = ShownURL.text(url)
        guard !hasScheme(url) else {
            let scheme = url.prefix { $0 != ":" }.lowercased()
            guard scheme == "http" || scheme == "https" else {
                throw ValidationError("The URL can't be used: \(shown) has the scheme \(scheme). Use https or http.")
            }
            return
        }
        if url.hasPrefix("/"), !url.hasPrefix("//") {
            guard !allowsPath else { return }
            throw ValidationError(
                "Expected an absolute URL, got the path \(shown). Write the scheme and the host before it, or use a profile: "
                    + "its service has a base URL."
            )
        }
        guard !shown.isEmpty else {
            throw ValidationError("Expected an absolute URL such as https://api.example.com/me, got an empty text.")
        }
        let host = url.hasPrefix("//") ? String(shown.dropFirst(2)) : shown
        throw ValidationError("Expected an absolute URL, got \(shown) without a scheme. Use https://\(host) instead.")
    }

    private static func hasScheme(_ url: String) -> Bool {
        let head = url.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        return head.count > 1 && head.hasSuffix(":") && url.dropFirst(head.count).hasPrefix("//")
    }
}
#endif
