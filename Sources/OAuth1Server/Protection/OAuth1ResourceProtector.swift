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
    public let allowsRequestsWithoutToken: Bool
    /// Whether a body that is not a form must come with its hash, `oauth_body_hash`, which is signed.
    public let requiresBodyHash: Bool
    private let validator: SignedRequestValidator

    /// Creates a protector.
    ///
    /// - Parameters:
    ///   - stores: The stores that the endpoints have, too.
    ///   - configuration: The configuration shared with the endpoints.
    ///   - allowsRequestsWithoutToken: Whether requests are accepted that a client signs on its own behalf.
    ///   - requiresBodyHash: Whether a body that is not a form must come with its hash; as the configuration says if
    ///     `nil`.
    public init(
        stores: OAuth1ServerStores,
        configuration: OAuth1ServerConfiguration,
        allowsRequestsWithoutToken: Bool = false,
        requiresBodyHash: Bool? = nil
    ) {
        self.init(
            SignedRequestValidator(stores: stores, configuration: configuration),
            allowsRequestsWithoutToken: allowsRequestsWithoutToken,
            requiresBodyHash: requiresBodyHash
        )
    }

    init(_ validator: SignedRequestValidator, allowsRequestsWithoutToken: Bool, requiresBodyHash: Bool?) {
        self.requiresBodyHash = requiresBodyHash ?? validator.configuration.requiresBodyHash
        self.configuration = validator.configuration
        self.allowsRequestsWithoutToken = allowsRequestsWithoutToken
        self.validator = validator
    }

    /// Accepts or rejects a request.
    ///
    /// - Parameters:
    ///   - request: The request as it arrived, its path not decoded.
    ///   - body: The whole body as it arrived.
    /// - Returns: The authenticated sender.
    /// - Throws: ``OAuth1ServerError``; ``response(for:)`` turns it into the response.
    public func authenticate(_ request: HTTPRequest, body: [UInt8] = []) async throws -> OAuth1Authentication {
        do {
            let authentication = try await validate(request, body: body)
            report(nil, clientKey: authentication.clientKey)
            return authentication
        } catch {
            throw refuse(OAuth1ServerError(error))
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
        // An unreadable request is rejected without reading its body.
        guard let mediaType = try? request.headerFields.mediaType() else { return hasBodyHash(request) }
        if case .form = OAuth1Body([], contentType: mediaType) { return true }
        return hasBodyHash(request)
    }

    /// Whether the request has a body hash, found as ``authenticate(_:body:)`` finds it: in every spelling and place.
    private func hasBodyHash(_ request: HTTPRequest) -> Bool {
        guard let request = try? configuration.publicRequest(request) else { return false }
        let incoming = try? OAuth1IncomingRequest.read(request, configuration.reading)
        return incoming?.hasBodyHash == true
    }

    /// The response to a request that was rejected.
    ///
    /// - Parameter error: What ``authenticate(_:body:)`` threw; other errors are answered with status 500.
    /// - Returns: The response, in the format of the OAuth Problem Reporting extension.
    public func response(for error: any Error) -> OAuth1ServerResponse {
        OAuth1ServerError(error)
            .response(realm: configuration.realm, revealsDetail: configuration.revealsProblemDetail)
    }

    /// Reports a rejection to the observer.
    package func refuse(_ error: OAuth1ServerError) -> OAuth1ServerError {
        report(error.code, clientKey: error.clientKey)
        return error
    }

    private func validate(_ request: HTTPRequest, body: [UInt8]) async throws -> OAuth1Authentication {
        let purpose = SignedRequestValidator.Purpose.resource(
            allowsNoToken: allowsRequestsWithoutToken,
            requiresBodyHash: requiresBodyHash
        )
        return OAuth1Authentication(try await validator.validate(request, body: body, for: purpose))
    }

    private func report(_ error: OAuth1ServerError.Code?, clientKey: String?) {
        configuration.requestObserver?(OAuth1ServerEvent(endpoint: .resource, error: error, clientKey: clientKey))
    }
}
