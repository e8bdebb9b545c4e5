//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import OAuth1

/// The authenticated sender of an accepted request: the client, and the user on whose behalf it acts.
public struct OAuth1Authentication: Sendable, CustomStringConvertible {
    /// The client.
    public let client: OAuth1RegisteredClient
    /// The access token, or `nil` if the request had none.
    public let accessToken: OAuth1IssuedAccessToken?
    /// What the request may do: the scopes and realms of its access token that its client may still have, or without a token
    /// ``OAuth1RegisteredClient/accessWithoutToken``.
    public let access: OAuth1Access
    private let signed: Signed

    /// Decoded only when somebody asks for them.
    private enum Signed: Sendable {
        case request(OAuth1IncomingRequest)
        case parameters(OAuth1SignedParameters)
    }

    /// Creates an authentication, for tests of what needs one.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - accessToken: The access token, or `nil` if the request had none.
    ///   - access: What the request may do without a token; with one, it is the access of the token.
    ///   - signedParameters: The parameters that were signed; none by default.
    public init(
        client: OAuth1RegisteredClient,
        accessToken: OAuth1IssuedAccessToken? = nil,
        access: OAuth1Access = OAuth1Access(),
        signedParameters: OAuth1SignedParameters = OAuth1SignedParameters()
    ) {
        self.client = client
        self.accessToken = accessToken
        self.access = accessToken?.access ?? access
        self.signed = .parameters(signedParameters)
    }

    init(_ validated: ValidatedRequest, _ rules: OAuth1AccessRules) {
        self.client = validated.client
        self.accessToken = validated.accessToken
        self.access = rules.access(of: validated.accessToken, of: validated.client)
        self.signed = .request(validated.request)
    }

    /// The consumer key.
    public var clientKey: String { client.key }
    /// The token, or `nil` if the request had none.
    public var token: String? { accessToken?.token }
    /// The user, or `nil` if the client acts on its own behalf.
    public var userID: String? { accessToken?.userID }
    /// The values that the application stored with the access token: scopes, screen names.
    public var parameters: OAuth1Parameters { accessToken?.parameters ?? [] }
    /// The request's parameters as its signature covers them, without those of the protocol.
    ///
    /// Read these and not a web framework's query and form values: values that are equal to the signature need not be the
    /// same to a framework. They are decoded at each call, so keep them if you need them twice.
    public var signedParameters: OAuth1SignedParameters {
        switch signed {
        case .request(let request): request.signedParameters
        case .parameters(let parameters): parameters
        }
    }

    /// The consumer key and the user; no token and no secret.
    public var description: String { "OAuth1Authentication(client: \(clientKey), user: \(userID ?? "none"))" }
}
