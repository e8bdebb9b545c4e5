//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client

/// Where a request goes, by its request target (RFC 9112 section 3.2).
struct ProxyTarget: Equatable, Sendable {
    /// How the caller names the server.
    enum Form: Sendable {
        /// By a path alone: the first upstream.
        case path
        /// By a URL in the path, as in `/https://upload.example.com/photos`.
        case prefix
        /// By an absolute URL, as programs do that use this proxy by `http_proxy`.
        case absolute
    }

    let form: Form
    /// The origin as the caller names it: of its request, from a browser's point of view.
    let named: UpstreamOrigin?
    let upstream: UpstreamOrigin
    /// Path and query as they are sent.
    let path: String

    /// Reads a request target, and finds its server among those that are allowed.
    ///
    /// - Parameters:
    ///   - text: The request target as it arrived.
    ///   - upstreams: The allowed servers.
    /// - Throws: ``ProxyRefusal``.
    init(_ text: String, among upstreams: Upstreams) throws(ProxyRefusal) {
        if let url = ProxyTarget.absoluteURL(text) {
            (form, (named, upstream, path)) = (.absolute, try ProxyTarget.find(url, upstreams))
        } else if text.hasPrefix("/"), let url = ProxyTarget.absoluteURL(text.dropFirst()) {
            let found = try ProxyTarget.find(url, upstreams)
            (form, named, upstream, path) = (.prefix, nil, found.upstream, found.path)
        } else if text.hasPrefix("/"), let request = try? HTTPRequest(.get, wireURL: "\(upstreams.first)\(text)") {
            (form, named, upstream, path) = (.path, nil, upstreams.first, request.path ?? "/")
        } else {
            throw ProxyRefusal(
                .target,
                "the request target \(ShownURL.text(text)) can't be forwarded",
                advice: "Request a path such as /me, or use this address as http_proxy for http:// URLs"
            )
        }
        // HTTP libraries resolve them after signing, and the checked path would not be the one that is sent.
        guard !URLReference(path).hasDotSegments else {
            throw ProxyTarget.dotSegments
        }
    }

    static let dotSegments = ProxyRefusal(
        .target,
        "the path has dot segments",
        advice: "Send the path without the segments . and .."
    )

    /// The URL to send the request to.
    var url: String { "\(upstream)\(path)" }

    /// An absolute URL, whose two slashes some programs reduce to one when it is in a path.
    private static func absoluteURL(_ text: some StringProtocol) -> String? {
        for scheme in ["http", "https"] where text.prefix(scheme.count + 2).lowercased() == scheme + ":/" {
            let rest = text.dropFirst(scheme.count + 2).drop { $0 == "/" }
            return "\(scheme)://\(rest)"
        }
        return nil
    }

    private static func find(
        _ url: String,
        _ upstreams: Upstreams
    ) throws(ProxyRefusal) -> (named: UpstreamOrigin, upstream: UpstreamOrigin, path: String) {
        guard let request = try? HTTPRequest(.get, wireURL: url), let named = UpstreamOrigin(request) else {
            throw ProxyRefusal(
                .target,
                "the URL \(ShownURL.text(url)) can't be signed",
                advice: "Send a URL with scheme, host and path, and without user and password"
            )
        }
        guard let upstream = upstreams.find(named) else {
            throw ProxyRefusal(
                .upstream,
                "\(named) is not an allowed upstream; allowed: \(upstreams.text)",
                advice: "To allow it, start the proxy with --upstream \(named)"
            )
        }
        return (named, upstream, request.path ?? "/")
    }
}
#endif
