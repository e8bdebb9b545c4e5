//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// A request with what was found about its client and its token, not believed yet.
struct RequestCandidate: Sendable {
    let request: OAuth1IncomingRequest
    let purpose: SignedRequestValidator.Purpose
    var client: OAuth1RegisteredClient?
    /// Whether the request has a token that counts.
    var hasToken = false
    var requestToken: OAuth1IssuedRequestToken?
    var accessToken: OAuth1IssuedAccessToken?

    /// What the request may do, as far as client and token are those that they seem to be.
    func access(_ rules: OAuth1AccessRules) -> OAuth1Access {
        guard let client, !hasToken || accessToken != nil else { return OAuth1Access() }
        return rules.access(of: accessToken, of: client)
    }

    /// Why no signature can make this request valid, or `nil` if one can.
    var refusal: OAuth1ServerError? {
        guard let client else {
            return OAuth1ServerError(.consumerKeyUnknown, "the consumer key is unknown")
        }
        if hasToken, (requestToken?.clientKey ?? accessToken?.clientKey)?.hasSameBytes(as: client.key) != true {
            return OAuth1ServerError(
                .tokenRejected,
                "this client has no such token",
                parameter: "oauth_token"
            )
        }
        guard let method = request.signatureMethod, client.canSign(with: method) else {
            return OAuth1ServerError(
                .signatureInvalid,
                "this client may not use this signature method, or has no key for it"
            )
        }
        return nil
    }

    /// The same request, as its client would have signed it with its previous secret; `nil` if that is not accepted.
    func withPreviousSecret(at now: Int64) -> RequestCandidate? {
        guard let client, let previous = client.previousSecret, previous.validUntil >= now, !previous.secret.isEmpty,
            request.signatureMethod?.usesSharedSecret == true
        else {
            return nil
        }
        var candidate = self
        candidate.client?.credentials = OAuth1ClientCredentials(key: client.key, secret: previous.secret)
        return candidate
    }

    func validated() throws(OAuth1ServerError) -> ValidatedRequest {
        guard let client, refusal == nil else {
            throw OAuth1ServerError(.signatureInvalid, "the request does not come from a registered client")
        }
        return ValidatedRequest(
            request: request,
            purpose: purpose,
            client: client,
            requestToken: requestToken,
            accessToken: accessToken
        )
    }
}

/// A request that is what its client signed, now and for the first time.
struct ValidatedRequest: Sendable {
    let request: OAuth1IncomingRequest
    let purpose: SignedRequestValidator.Purpose
    let client: OAuth1RegisteredClient
    let requestToken: OAuth1IssuedRequestToken?
    let accessToken: OAuth1IssuedAccessToken?
}

extension OAuth1RegisteredClient {
    /// Returns whether the client has what the method needs, and may use it.
    ///
    /// A client with a public key and no secret must not be taken for one whose secret is empty: anybody could sign.
    func canSign(with method: OAuth1SignatureMethod.Name) -> Bool {
        if let signatureMethods, !signatureMethods.contains(method) { return false }
        return switch method {
        case .rsaSHA1, .rsaSHA256, .rsaSHA512, .rsaPSS: rsaPublicKey != nil
        default: !method.usesSharedSecret || !credentials.secret.isEmpty
        }
    }
}

extension OAuth1SignatureMethod.Name {
    /// Whether the method is one of the standard ones whose key is the shared secrets.
    var usesSharedSecret: Bool {
        switch self {
        case .hmacSHA1, .hmacSHA256, .hmacSHA512, .plaintext: true
        default: false
        }
    }
}
