//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A redirect that a client did not follow: where it leads to, and why it was not followed.
public struct OAuth1UnfollowedRedirect: Sendable, Hashable, CustomStringConvertible {
    /// Why a redirect was not followed.
    ///
    /// More reasons may be added.
    public struct Reason: Sendable, Hashable, CustomStringConvertible {
        private enum Backing: String, Sendable {
            case otherOrigin, redirectsDisabled, tokenRequest, insecureTransport, invalidLocation, limitReached
        }

        private let backing: Backing

        private init(_ backing: Backing) {
            self.backing = backing
        }

        /// It leads to another scheme, host or port, which ``OAuth1RedirectPolicy/allowedHosts`` does not name.
        public static let otherOrigin = Reason(.otherOrigin)
        /// The redirect policy follows no redirects.
        public static let redirectsDisabled = Reason(.redirectsDisabled)
        /// Requests for tokens are never redirected.
        public static let tokenRequest = Reason(.tokenRequest)
        /// It leads to a URL without TLS.
        public static let insecureTransport = Reason(.insecureTransport)
        /// The Location field is missing, or is not a URL.
        public static let invalidLocation = Reason(.invalidLocation)
        /// The call was redirected as often as the redirect policy allows.
        public static let limitReached = Reason(.limitReached)

        /// The reason's name.
        public var description: String { backing.rawValue }
    }

    /// Where it leads to: scheme, host, port and path, without query; `nil` if the Location field can't be used.
    public let target: String?
    /// Why it was not followed.
    public let reason: Reason
    /// The host that it leads away from and the one that it leads to, if they differ.
    let hosts: (from: String, to: String)?

    init(_ target: HTTPRequest?, from origin: HTTPRequest, _ reason: Reason) {
        self.target = target?.shownURL
        self.reason = reason
        if let from = origin.hostName, let to = target?.hostName, from != to {
            hosts = (
                ServiceErrorText.shown(from, by: .byName, limit: 100),
                ServiceErrorText.shown(to, by: .byName, limit: 100)
            )
        } else {
            hosts = nil
        }
    }

    /// A redirect of a response that no client sent the request of.
    init(location: String?, _ reason: Reason) {
        target = location.map { ShownURL.text($0) }
        self.reason = location == nil ? .invalidLocation : reason
        hosts = nil
    }

    private init(_ other: Self, by redactor: Redactor) {
        target = other.target.map { ServiceErrorText.shown($0, by: redactor, limit: 300) }
        reason = other.reason
        // The host that it leads away from is that of the request.
        hosts = other.hosts.map { ($0.from, ServiceErrorText.shown($0.to, by: redactor, limit: 100)) }
    }

    /// The same redirect without secrets in its target.
    func redacted(by redactor: Redactor) -> Self { Self(self, by: redactor) }

    /// A description of the redirect.
    public var description: String {
        let other = hosts.map { ", a different host (\($0.to) instead of \($0.from))" } ?? ""
        return "the service redirected to \(target ?? "a Location that is not a URL")\(other)"
    }

    /// Why it was not followed, and what to do.
    var suggestion: String {
        switch reason {
        case .tokenRequest:
            "Token requests are never redirected. If the target belongs to the service, configure it as the URL "
                + "of this step. If the target is a page for signing in, the URL of this step is probably the "
                + "authorization URL"
        case .redirectsDisabled:
            "The redirect policy does not follow redirects. Send the request to the target, or set redirects of "
                + "OAuth1FlowOptions to .sameOrigin"
        case .insecureTransport:
            "The target is not https, so an attacker on the network could read and change the request. Send the "
                + "request to the service's https URL"
        case .invalidLocation:
            "Check the URL of the request, or find the new URL in the service's documentation"
        case .limitReached:
            "Check the target: services redirect in a loop when a login or a header field is missing"
        default:
            "A signed request goes to another origin only if allowedHosts of OAuth1RedirectPolicy lists its host. If "
                + "the target belongs to the service, send the request there"
        }
    }

    /// Two are equal when target and reason are.
    public static func == (lhs: Self, rhs: Self) -> Bool { lhs.target == rhs.target && lhs.reason == rhs.reason }

    /// Hashes target and reason.
    ///
    /// - Parameter hasher: The hasher.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(target)
        hasher.combine(reason)
    }
}
