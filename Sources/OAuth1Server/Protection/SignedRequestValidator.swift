//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The checks of a signed request, the same for the endpoints and for protected resources (RFC 5849 section 3.2).
///
/// Their order is the point: read, look up (unknown clients and tokens get a dummy, so that they take the same
/// work), verify the signature, then the timestamp, then the nonce, which is used up by nothing but a valid request.
struct SignedRequestValidator: Sendable {
    /// The purpose of a signed request.
    enum Purpose: Sendable {
        case requestToken
        case accessToken
        case resource(allowsNoToken: Bool, requiresBodyHash: Bool)
    }

    let stores: OAuth1ServerStores
    let configuration: OAuth1ServerConfiguration
    private let dummy: DummyCredentials

    init(stores: OAuth1ServerStores, configuration: OAuth1ServerConfiguration) {
        self.stores = stores
        self.configuration = configuration
        self.dummy = DummyCredentials(configuration.tokenGenerator)
    }

    /// Checks a request.
    ///
    /// - Throws: ``OAuth1ServerError``, or what a store throws.
    func validate(_ request: HTTPRequest, body: [UInt8], for purpose: Purpose) async throws -> ValidatedRequest {
        let arrived = request
        let request = try configuration.publicRequest(arrived)
        try RequestHead.check(arrived)
        let incoming = try read(request, body: body, for: purpose)
        let candidate = try await lookUp(incoming, for: purpose)
        do {
            try verify(candidate, request, body: body)
            try checkExpiry(of: candidate)
            try await checkFreshness(of: candidate)
            return try candidate.validated()
        } catch {
            throw OAuth1ServerError(error).with(clientKey: candidate.client?.key)
        }
    }

    private func read(
        _ request: HTTPRequest,
        body: [UInt8],
        for purpose: Purpose
    ) throws(OAuth1ServerError) -> OAuth1IncomingRequest {
        guard body.count <= configuration.maximumBodySize else {
            throw OAuth1ServerError(.bodyTooLarge, "the body has more than \(configuration.maximumBodySize) bytes")
        }
        let incoming: OAuth1IncomingRequest?
        var reading = configuration.reading
        if case .resource = purpose { reading.allowsCallbackAndVerifierInForm = false }
        do { incoming = try OAuth1IncomingRequest.read(request, body: body, reading) } catch {
            throw OAuth1ServerError(error)
        }
        try RequiredParameters(purpose, verifier: configuration.verifier).check(incoming)
        guard let incoming else {
            throw OAuth1ServerError(.credentialsAbsent, "the request has no OAuth parameters")
        }
        return incoming
    }

    /// The secrets or keys with which a request must have been signed, or `nil` if its client or token is unknown.
    func key(of request: OAuth1IncomingRequest, for purpose: Purpose) async throws -> OAuth1VerificationKey? {
        let candidate = try await lookUp(request, for: purpose)
        return candidate.refusal == nil ? dummy.key(for: candidate, isRejected: false) : nil
    }

    /// Looks up client and token, the token even if there is no such client.
    private func lookUp(_ request: OAuth1IncomingRequest, for purpose: Purpose) async throws -> RequestCandidate {
        var candidate = RequestCandidate(request: request)
        candidate.client = try await stores.clients.client(forKey: request.consumerKey ?? "")
        guard let token = request.token, !token.isEmpty else { return candidate }
        switch purpose {
        case .requestToken:
            break
        case .accessToken:
            candidate.hasToken = true
            candidate.requestToken = try await stores.tokens.requestToken(token)
        case .resource:
            candidate.hasToken = true
            candidate.accessToken = try await stores.tokens.accessToken(token)
        }
        return candidate
    }

    private func verify(
        _ candidate: RequestCandidate,
        _ request: HTTPRequest,
        body: [UInt8]
    ) throws(OAuth1ServerError) {
        let refusal = candidate.refusal
        let key = dummy.key(for: candidate, isRejected: refusal != nil)
        do {
            try configuration.verifier.verify(candidate.request, with: key)
        } catch {
            let error = OAuth1ServerError(error)
            guard error.code == .signatureInvalid else { throw error }
            let diagnosis = SignatureDiagnosis(configuration, candidate.request, key)
            throw refusal ?? diagnosis.explain(error, request, body: body)
        }
        if let refusal { throw refusal }
    }

    /// A token that has expired uses up no nonce.
    private func checkExpiry(of candidate: RequestCandidate) throws(OAuth1ServerError) {
        if let expiry = candidate.accessToken?.expiresAt, expiry < configuration.clock.now() {
            throw OAuth1ServerError(.tokenExpired, "the access token has expired", parameter: "oauth_token")
        }
    }

    /// The timestamp in both directions, then the nonce (RFC 5849 section 3.3).
    private func checkFreshness(of candidate: RequestCandidate) async throws {
        // Only PLAINTEXT gets here without (section 3.1).
        guard let timestamp = candidate.request.timestamp else { return }
        let window = configuration.acceptedTimestamps
        guard window.contains(timestamp) else {
            throw timestampRefused(
                "the timestamp is more than \(window.now - window.earliest) seconds older than the service's clock, or more "
                    + "than \(window.latest - window.now) seconds ahead of it: correct the client's clock",
                window,
                floor: try await stores.nonces.floor(in: window)
            )
        }
        guard let nonce = candidate.request.nonce, let client = candidate.client else { return }
        let used = OAuth1UsedNonce(
            nonce: nonce,
            timestamp: timestamp,
            clientKey: client.key,
            token: candidate.hasToken ? candidate.request.token : nil
        )
        switch try await stores.nonces.record(used, in: window) {
        case .new: return
        case .used:
            throw OAuth1ServerError(
                .nonceUsed,
                "the nonce was already used: sign every request with a new nonce, including retries",
                parameter: "oauth_nonce"
            )
        case .tooOld(let floor):
            throw timestampRefused(
                "the service no longer knows which requests it accepted with this timestamp: use an accepted timestamp, "
                    + "or try again in a minute",
                window,
                floor: floor
            )
        }
    }

    /// A rejection with the timestamps that are accepted: those of the window that the nonce store has not forgotten.
    private func timestampRefused(
        _ reason: String,
        _ window: OAuth1TimestampWindow,
        floor: Int64
    ) -> OAuth1ServerError {
        let earliest = max(window.earliest, floor)
        return OAuth1ServerError(
            .timestampRefused,
            reason,
            parameter: "oauth_timestamp",
            details: [OAuth1Parameter("oauth_acceptable_timestamps", "\(earliest)-\(max(window.latest, earliest))")]
        )
    }
}
