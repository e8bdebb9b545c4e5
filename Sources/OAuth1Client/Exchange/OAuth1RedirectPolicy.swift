//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Which redirects of a protected resource are followed, each hop with a signature of its own.
///
/// Token endpoints are never followed anywhere: the answer says where they moved.
public struct OAuth1RedirectPolicy: Sendable, Hashable {
    /// The most redirects that one call follows; with none, the caller gets the redirect as the response.
    public var maximumCount: Int
    /// Hosts of other origins that may get a signature, the token and the consumer key.
    ///
    /// A redirect to any other origin is handed to the caller.
    public var allowedHosts: Set<String>

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - maximumCount: The most redirects that one call follows.
    ///   - allowedHosts: Hosts of other origins that may get a signature, without port, in whatever case.
    public init(maximumCount: Int = 5, allowedHosts: Set<String> = []) {
        self.maximumCount = maximumCount
        self.allowedHosts = Set(allowedHosts.map { $0.lowercased() })
    }

    /// Redirects within the origin are followed, up to five.
    public static let sameOrigin = OAuth1RedirectPolicy()
    /// No redirect is followed.
    public static let none = OAuth1RedirectPolicy(maximumCount: 0)
}
