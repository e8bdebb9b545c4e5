//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

/// Accepts requests for protected resources that are signed, fresh and new (RFC 5849 section 3.2).
public struct OAuth1ResourceProtector: Sendable {
    /// The configuration shared with the endpoints.
    public let configuration: OAuth1ServerConfiguration
    /// Whether requests are accepted that a client signs without a token, on its own behalf.
    public var allowsRequestsWithoutToken: Bool { rules.allowsNoToken }
    /// Whether a body that is not a form must come with its hash, `oauth_body_hash`, which is signed.
    public var requiresBodyHash: Bool { rules.requiresBodyHash }
    /// The scopes that a request must have, all of them.
    public var requiredScopes: [String] { rules.scopes }
    /// The realms that a request must have, all of them (RFC 5849 section 3.5.1).
    public var requiredRealms: [String] { rules.realms }
    /// The realm in `WWW-Authenticate` (RFC 5849 section 3.5.1): the one that was required last, unless another one is given.
    public var realm: String { rules.challengeRealm ?? rules.realms.last ?? configuration.realm }
    private let rules: SignedRequestValidator.ResourceRules
    private let validator: SignedRequestValidator

    /// Creates a protector.
    ///
    /// - Parameters:
    ///   - stores: The stores that the endpoints have, too.
    ///   - configuration: The configuration shared with the endpoints.
    ///   - scopes: The scopes that a request must have, all of them.
    ///   - realm: The realm that a request must have, too, one of ``OAuth1ServerConfiguration/accessRules``: nobody has an
    ///     unknown one. None if `nil`.
    ///   - challengeRealm: The realm in `WWW-Authenticate`, which requires nothing; if `nil`, the required one, or else that
    ///     of the configuration.
    ///   - allowsRequestsWithoutToken: Whether requests are accepted that a client signs on its own behalf.
    ///   - requiresBodyHash: Whether a body that is not a form must come with its hash; as the configuration says if
    ///     `nil`.
    public init(
        stores: OAuth1ServerStores,
        configuration: OAuth1ServerConfiguration,
        requiring scopes: [String] = [],
        realm: String? = nil,
        challengeRealm: String? = nil,
        allowsRequestsWithoutToken: Bool = false,
        requiresBodyHash: Bool? = nil
    ) {
        self.init(
            SignedRequestValidator(stores: stores, configuration: configuration),
            SignedRequestValidator.ResourceRules(
                allowsNoToken: allowsRequestsWithoutToken,
                requiresBodyHash: requiresBodyHash ?? configuration.requiresBodyHash,
                scopes: scopes,
                realms: [realm].compactMap(\.self),
                challengeRealm: challengeRealm
            )
        )
    }

    init(_ validator: SignedRequestValidator, _ rules: SignedRequestValidator.ResourceRules) {
        self.configuration = validator.configuration
        self.rules = rules
        self.validator = validator
    }

    /// Returns a protector for resources that require more, and leaves this one as it is.
    ///
    /// Without one of the scopes or realms, a request is answered with status 403 and the problem `permission_denied`, and its
    /// nonce is not used up. A request with a token has the token's, one without a token has the client's.
    ///
    /// - Parameters:
    ///   - scopes: Scopes that a request must have, in addition to those that this protector requires.
    ///   - realm: A realm that a request must have in addition to those that this protector requires, also shown in
    ///     `WWW-Authenticate`; none if `nil`. Nobody has one that is not in ``OAuth1ServerConfiguration/accessRules``.
    /// - Returns: The protector.
    public func requiring(_ scopes: [String], realm: String? = nil) -> OAuth1ResourceProtector {
        OAuth1ResourceProtector(validator, rules.requiring(scopes, realm: realm))
    }

    /// Accepts or rejects a request.
    ///
    /// - Parameters:
    ///   - request: The request as it arrived, its path not decoded.
    ///   - body: The whole body as it arrived.
    /// - Returns: The authenticated sender.
    /// - Throws: ``OAuth1ServerError``; ``response(for:to:)`` turns it into the response.
    public func authenticate(_ request: HTTPRequest, body: [UInt8] = []) async throws -> OAuth1Authentication {
        // Without a closure for the requests of most providers, which no tracer watches.
        guard !RequestSpan.isTraced else {
            return try await inSpan { try await validator.validate(request, body: body, for: .resource(rules)) }
        }
        do {
            return accepted(try await validator.validate(request, body: body, for: .resource(rules)))
        } catch {
            throw rejected(error)
        }
    }

    /// Accepts or rejects a request whose body has not arrived yet.
    ///
    /// The body is read for the requests that ``needsBody(of:)`` is about, so that other uploads can be streamed to their
    /// handler. Unless there is a body hash, the head is read only once, which makes this cheaper than to ask first.
    ///
    /// - Important: A body that was not read is not signed: anybody between the client and the end of TLS could have
    ///   replaced it.
    /// - Parameters:
    ///   - request: The request as it arrived, its path not decoded.
    ///   - readBody: Returns the whole body as it arrived, of at most ``OAuth1ServerConfiguration/maximumBodySize`` bytes;
    ///     called once at most.
    /// - Returns: The authenticated sender.
    /// - Throws: ``OAuth1ServerError``; ``response(for:to:)`` turns it into the response. Other errors of `readBody` are
    ///   thrown unchanged.
    public func authenticate(
        _ request: HTTPRequest,
        readingBody readBody: () async throws -> [UInt8]
    ) async throws -> OAuth1Authentication {
        guard !RequestSpan.isTraced else {
            return try await inSpan { try await validator.validate(request, for: rules, readingBody: readBody) }
        }
        do {
            return accepted(try await validator.validate(request, for: rules, readingBody: readBody))
        } catch {
            throw rejected(error)
        }
    }

    /// Returns whether the body of a request plays a part in its signature.
    ///
    /// That is so for forms, for whatever has a body hash, and for everything if ``requiresBodyHash`` is set. Other
    /// bodies need not be there for ``authenticate(_:body:)``, so that uploads can be streamed to their handler.
    ///
    /// - Important: A body that this says nothing about is not signed: anybody between the client and the end of TLS
    ///   could have replaced it.
    /// - Parameter request: The request as it arrived.
    /// - Returns: Whether the body has to be given to ``authenticate(_:body:)``.
    public func needsBody(of request: HTTPRequest) -> Bool {
        if requiresBodyHash { return true }
        // A request with an unreadable media type is rejected without reading its body.
        guard (try? request.headerFields.mediaType()) != nil else { return false }
        return request.hasForm || hasBodyHash(request)
    }

    /// Whether the request has a body hash, found as ``authenticate(_:body:)`` finds it: in every spelling and place.
    ///
    /// Also if the request can't be read: without its body, a hash of no body would be taken for that of any.
    private func hasBodyHash(_ request: HTTPRequest) -> Bool {
        do {
            let request = try configuration.publicRequest(request)
            return try OAuth1IncomingRequest.read(request, configuration.reading)?.hasBodyHash == true
        } catch {
            return true
        }
    }

    /// The response to a request that was rejected.
    ///
    /// - Parameters:
    ///   - error: What ``authenticate(_:body:)`` threw; other errors are answered with status 500.
    ///   - request: The request, whose `Accept` field chooses a form or JSON; a form if `nil`.
    /// - Returns: The response, in the format of the OAuth Problem Reporting extension.
    public func response(for error: any Error, to request: HTTPRequest? = nil) -> OAuth1ServerResponse {
        OAuth1ServerError(error)
            .response(
                realm: realm,
                revealsDetail: configuration.revealsProblemDetail,
                format: request.map { OAuth1ProblemFormat(accepting: $0.headerFields) } ?? .form
            )
    }

    /// Reports a rejection to the observer.
    package func refuse(_ error: OAuth1ServerError) -> OAuth1ServerError {
        configuration.report(.resource, error, clientKey: error.clientKey)
        return error
    }

    private func inSpan(_ validate: () async throws -> ValidatedRequest) async throws -> OAuth1Authentication {
        // As a result: a tracer would record what is thrown through a span.
        try await RequestSpan.observing(.resource) {
            do {
                return Result<_, any Error>.success(accepted(try await validate(), isTraced: true))
            } catch {
                return .failure(rejected(error))
            }
        }
        .get()
    }

    /// Reports that a request was accepted.
    private func accepted(_ validated: ValidatedRequest, isTraced: Bool = false) -> OAuth1Authentication {
        let authentication = OAuth1Authentication(validated, configuration.accessRules)
        configuration.report(.resource, nil, clientKey: authentication.clientKey, isTraced: isTraced)
        return authentication
    }

    /// Reports that a request was rejected; the error of a body that could not be read is not the request's.
    private func rejected(_ error: any Error) -> any Error {
        if let failure = error as? BodyFailure { return failure.cause }
        return refuse(OAuth1ServerError(error))
    }
}
