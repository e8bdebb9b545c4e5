//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where a redirect leads (RFC 9110 section 15.4).
package struct RedirectTarget {
    /// The request to its URL, with method and fields of the request that was redirected.
    private(set) var request: HTTPRequest
    private let origin: HTTPRequest
    private let policy: OAuth1RedirectPolicy

    /// Resolves a Location field, or returns `nil` if it leads nowhere.
    init?(_ location: String, from origin: HTTPRequest, by policy: OAuth1RedirectPolicy) {
        guard let current = try? origin.wireURL, let base = URL(string: current),
            let url = URL(string: location, relativeTo: base)?.absoluteURL.absoluteString,
            let target = try? HTTPRequest(origin.method, wireURL: RedirectTarget.removingProtocolParameters(url))
        else {
            return nil
        }
        self.origin = origin
        self.request = target
        self.policy = policy
        let staysInOrigin = target.hasSameOrigin(as: origin)
        // A Host field would name the old host, and another origin gets no cookies, passwords and keys of this one.
        request.headerFields = origin.headerFields.filter { field in
            field.name.canonicalName != "host" && (staysInOrigin || policy.carries(field.name))
        }
    }

    /// Whether the redirect stays within the origin, or leads to one that the policy names.
    var isAllowed: Bool { request.hasSameOrigin(as: origin) || policy.allows(request) }

    /// Whether the method stays: 303 asks for GET, and after 301 and 302 a POST becomes one, as everywhere.
    func keepsMethod(status: HTTPResponse.Status) -> Bool {
        switch status.code {
        case 303: origin.method == .get || origin.method == .head
        case 301, 302: origin.method != .post
        default: true
        }
    }

    /// The request as GET, without what describes a body.
    var requestWithoutBody: HTTPRequest {
        var request = request
        request.method = .get
        let names = [
            .contentType, .contentLength, .contentEncoding, .transferEncoding, HTTPField.Name("Content-Digest"),
        ]
        for name in names.compactMap(\.self) { request.headerFields[name] = nil }
        return request
    }

    /// The URL without the protocol parameters of the old hop, which services repeat that got them in the query.
    package static func removingProtocolParameters(_ url: String) -> String {
        let parts = URLReference(url)
        guard let query = parts.query else { return url }
        let kept = query.utf8.split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false)
            .filter { pair in
                OAuth1Parameters(formEncoded: pair).allSatisfy { !$0.isProtocolParameter }
            }
        let text = kept.map { String(Substring($0)) }.joined(separator: "&")
        return kept.isEmpty ? parts.base : parts.base + "?" + text
    }
}
