//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

/// Which redirects of a protected resource are followed, each hop with its own signature.
///
/// Redirects of token endpoints are never followed: the error says where they lead.
public struct OAuth1RedirectPolicy: Sendable, Hashable {
    /// The most redirects that one call follows; with none, the caller gets the redirect as the response.
    public var maximumCount: Int
    /// Other origins that may get a signature, the token and the consumer key.
    ///
    /// Each entry names one origin (RFC 6454): a host without a port means the default port, another port has to be named.
    /// The scheme is https, on loopback http, too. A redirect to any other origin is handed to the caller.
    public var allowedHosts: Set<String>
    /// Header fields of a call that other origins get besides the harmless ones, ``harmlessFields``.
    ///
    /// Cookies, passwords and API keys are sent to another origin only if they are named here. `Authorization` is the
    /// signature, made again for each hop; another value of it never leaves its origin.
    public var additionalFields: Set<HTTPField.Name>

    /// Creates a policy.
    ///
    /// - Parameters:
    ///   - maximumCount: The most redirects that one call follows.
    ///   - allowedHosts: Other origins that may get a signature, in whatever case: `media.example.com`,
    ///     `media.example.com:8443`, or in full, `http://media.example.com:8080`, which also needs
    ///     ``OAuth1FlowOptions/allowsInsecureHTTP``.
    ///   - additionalFields: Header fields of a call that these origins get besides the harmless ones.
    public init(
        maximumCount: Int = 5,
        allowedHosts: Set<String> = [],
        additionalFields: Set<HTTPField.Name> = []
    ) {
        self.maximumCount = maximumCount
        self.allowedHosts = Set(allowedHosts.map { $0.lowercased() })
        self.additionalFields = additionalFields
    }

    /// Redirects within the origin are followed, up to five.
    public static let sameOrigin = OAuth1RedirectPolicy()
    /// No redirect is followed.
    public static let none = OAuth1RedirectPolicy(maximumCount: 0)

    /// The header fields that a call takes along to another origin: those that describe the body and the wanted response.
    public static let harmlessFields: Set<HTTPField.Name> = Set(
        [
            .accept, .acceptEncoding, .acceptLanguage, .cacheControl, .contentDisposition, .contentEncoding,
            .contentLanguage, .contentLength, .contentType, .range, .userAgent, HTTPField.Name("Accept-Charset"),
            HTTPField.Name("Content-Digest"), HTTPField.Name("Digest"), HTTPField.Name("Repr-Digest"),
        ]
        .compactMap(\.self)
    )

    /// Whether a header field of a call may go to another origin.
    func carries(_ name: HTTPField.Name) -> Bool {
        OAuth1RedirectPolicy.harmlessFields.contains(name)
            || (additionalFields.contains(name) && name != .authorization && name != .proxyAuthorization)
    }

    /// Whether the policy names the origin of a request.
    func allows(_ request: HTTPRequest) -> Bool {
        allowedHosts.contains { entry in
            if entry.utf8.contains(UInt8(ascii: "/")) {
                // In full, plain http included; whether that is sent at all is a separate option.
                guard let named = try? HTTPRequest(.get, wireURL: entry) else { return false }
                return named.hasSameOrigin(as: request)
            }
            let named = HTTPRequest(method: .get, scheme: request.scheme, authority: entry, path: "/")
            return request.isConfidential && named.hasSameOrigin(as: request)
        }
    }
}
