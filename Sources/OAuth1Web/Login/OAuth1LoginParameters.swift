//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// Parameters of a login that a service understands, for each of its steps.
public struct OAuth1LoginParameters: Sendable, Hashable {
    /// Of the request for a request token, signed.
    public var requestToken: OAuth1Parameters
    /// Of the page where the user decides.
    public var authorize: OAuth1Parameters
    /// Of the request for an access token, signed.
    public var accessToken: OAuth1Parameters
    /// The name of one of the service's other pages, such as `signIn` at X.
    public var variant: String?

    /// Creates parameters.
    ///
    /// - Parameters:
    ///   - requestToken: Of the request for a request token.
    ///   - authorize: Of the page where the user decides.
    ///   - accessToken: Of the request for an access token.
    ///   - variant: The name of one of the service's other pages.
    public init(
        requestToken: OAuth1Parameters = [],
        authorize: OAuth1Parameters = [],
        accessToken: OAuth1Parameters = [],
        variant: String? = nil
    ) {
        self.requestToken = requestToken
        self.authorize = authorize
        self.accessToken = accessToken
        self.variant = variant
    }

    /// These with others, which win where names are the same.
    func adding(_ others: OAuth1LoginParameters) -> OAuth1LoginParameters {
        OAuth1LoginParameters(
            requestToken: requestToken.adding(others.requestToken),
            authorize: authorize.adding(others.authorize),
            accessToken: accessToken.adding(others.accessToken),
            variant: others.variant ?? variant
        )
    }
}

extension OAuth1Parameters {
    /// These with others, which win where names are the same.
    fileprivate func adding(_ others: OAuth1Parameters) -> OAuth1Parameters {
        OAuth1Parameters(filter { own in !others.contains { $0.nameBytes == own.nameBytes } } + others)
    }
}
