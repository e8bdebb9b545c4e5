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
///
/// A class, as a copy would count references to each text of the configuration.
final class SignedRequestValidator: Sendable {
    let stores: OAuth1ServerStores
    let configuration: OAuth1ServerConfiguration
    /// Whether the access-token endpoint takes names and passwords (xAuth).
    let acceptsPasswords: Bool
    private let dummy: DummyCredentials

    init(stores: OAuth1ServerStores, configuration: OAuth1ServerConfiguration, acceptsPasswords: Bool = false) {
        self.stores = stores
        self.configuration = configuration
        self.acceptsPasswords = acceptsPasswords
        self.dummy = DummyCredentials(configuration.tokenGenerator)
    }

    /// Checks a request.
    ///
    /// - Throws: ``OAuth1ServerError``, or what a store throws.
    func validate(
        _ arrived: HTTPRequest,
        body: [UInt8],
        for purpose: Purpose,
        reading: OAuth1IncomingRequest.Configuration? = nil
    ) async throws -> ValidatedRequest {
        let request = try checkedHead(arrived)
        let (incoming, actual) = try read(request, body: body, for: purpose, reading ?? configuration.reading)
        return try await validate(incoming, request, body: body, for: actual)
    }

    /// Checks a request for a resource, and reads its body only if the signature is about it.
    ///
    /// - Throws: ``OAuth1ServerError``, ``BodyFailure``, or what a store throws.
    func validate(
        _ arrived: HTTPRequest,
        for rules: ResourceRules,
        readingBody readBody: () async throws -> [UInt8]
    ) async throws -> ValidatedRequest {
        let request = try checkedHead(arrived)
        let isNeeded = rules.requiresBodyHash || request.hasForm
        var body = try await isNeeded ? BodyFailure.wrapping(readBody) : []
        var (incoming, purpose) = try read(request, body: body, for: .resource(rules), configuration.reading)
        if !isNeeded, incoming.hasBodyHash {
            body = try await BodyFailure.wrapping(readBody)
            (incoming, purpose) = try read(request, body: body, for: .resource(rules), configuration.reading)
        }
        return try await validate(incoming, request, body: body, for: purpose)
    }

    /// The head with the public origin.
    private func checkedHead(_ arrived: HTTPRequest) throws(OAuth1ServerError) -> HTTPRequest {
        // It checks first that there is one host.
        let request = try configuration.publicRequest(arrived)
        try RequestHead.checkRest(of: arrived)
        return request
    }

    private func validate(
        _ incoming: OAuth1IncomingRequest,
        _ request: HTTPRequest,
        body: [UInt8],
        for purpose: Purpose
    ) async throws -> ValidatedRequest {
        let candidate = try await lookUp(incoming, for: purpose)
        do {
            try verify(candidate, request, body: body)
            try checkIsEnabled(candidate)
            try checkExpiry(of: candidate)
            try checkAccess(of: candidate)
            try await checkFreshness(of: candidate)
            return try candidate.validated()
        } catch {
            throw OAuth1ServerError(error).with(clientKey: candidate.client?.key).with(endpoint: purpose.endpoint)
        }
    }

    private func read(
        _ request: HTTPRequest,
        body: [UInt8],
        for purpose: Purpose,
        _ reading: OAuth1IncomingRequest.Configuration
    ) throws(OAuth1ServerError) -> (OAuth1IncomingRequest, Purpose) {
        guard body.count <= configuration.maximumBodySize else {
            throw OAuth1ServerError(.bodyTooLarge, "the body has more than \(configuration.maximumBodySize) bytes")
        }
        let incoming: OAuth1IncomingRequest?
        var reading = reading
        switch purpose {
        case .resource, .revocation, .launch: reading.allowsCallbackAndVerifierInForm = false
        default: break
        }
        do { incoming = try OAuth1IncomingRequest.read(request, body: body, reading) } catch {
            throw OAuth1ServerError(error)
        }
        // Before anything is decoded.
        if incoming != nil { try ParameterCount(reading.limits).check(request, body: body) }
        let extensions = incoming.flatMap { readsExtensions(purpose) ? $0.signedParameters : nil }
        let actual = extensions.map { self.purpose(of: $0, purpose) } ?? purpose
        do { try RequiredParameters(actual, extensions).check(incoming, configuration.verifier) } catch {
            throw error.with(endpoint: actual.endpoint)
        }
        guard let incoming else {
            throw OAuth1ServerError(.credentialsAbsent, "the request has no OAuth parameters")
        }
        return (incoming, actual)
    }

    /// The secrets or keys with which a request must have been signed, or `nil` if its client or token is unknown.
    func key(of request: OAuth1IncomingRequest, for purpose: Purpose) async throws -> OAuth1VerificationKey? {
        let extensions = readsExtensions(purpose) ? request.signedParameters : OAuth1SignedParameters()
        let candidate = try await lookUp(request, for: self.purpose(of: extensions, purpose))
        return candidate.refusal == nil ? dummy.key(for: candidate, isRejected: false) : nil
    }

    /// Looks up client and token, the token even if there is no such client.
    @inline(__always)
    private func lookUp(_ request: OAuth1IncomingRequest, for purpose: Purpose) async throws -> RequestCandidate {
        var candidate = RequestCandidate(request: request, purpose: purpose)
        candidate.client = try await stores.clients.client(forKey: request.consumerKey ?? "")
        guard let token = request.token, !token.isEmpty else { return candidate }
        switch purpose {
        case .requestToken, .password, .launch:
            break
        case .accessToken:
            candidate.hasToken = true
            candidate.requestToken = try await stores.tokens.requestToken(token)
        case .resource, .renewal, .revocation:
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
            try verifySignature(candidate, key, isRejected: refusal != nil)
        } catch {
            let error = OAuth1ServerError(error)
            guard error.code == .signatureInvalid else { throw error }
            let diagnosis = SignatureDiagnosis(configuration, candidate, key)
            throw refusal ?? diagnosis.explain(error, request, body: body)
        }
        if let refusal { throw refusal }
    }

    /// Accepts a signature with the client's secret, or during a rotation with the one before.
    private func verifySignature(
        _ candidate: RequestCandidate,
        _ key: OAuth1VerificationKey,
        isRejected: Bool
    ) throws(OAuth1Error) {
        do {
            try configuration.verifier.verify(candidate.request, with: key)
        } catch {
            guard error.code == .invalidSignature, !isRejected,
                let older = candidate.withPreviousSecret(at: configuration.clock.now()),
                (try? configuration.verifier.verify(older.request, with: dummy.key(for: older, isRejected: false)))
                    != nil
            else {
                throw error
            }
        }
    }

    /// After the signature, so that nobody else learns that there is such a client.
    private func checkIsEnabled(_ candidate: RequestCandidate) throws(OAuth1ServerError) {
        if candidate.client?.isDisabled == true {
            throw OAuth1ServerError(.consumerKeyRefused, "the service has disabled this client")
        }
    }

    /// A token that has expired uses up no nonce.
    private func checkExpiry(of candidate: RequestCandidate) throws(OAuth1ServerError) {
        let expiry =
            switch candidate.purpose {
            // It can be revoked as long as it can be refreshed.
            case .renewal, .revocation: candidate.accessToken?.endsAt
            default: candidate.accessToken?.expiresAt
            }
        if let expiry, expiry < configuration.clock.now() {
            throw OAuth1ServerError(.tokenExpired, "the access token has expired", parameter: "oauth_token")
        }
    }

    /// What a resource requires of the token, or of the client if there is none.
    private func checkAccess(of candidate: RequestCandidate) throws(OAuth1ServerError) {
        guard case .resource(let rules) = candidate.purpose, !rules.scopes.isEmpty || !rules.realms.isEmpty else {
            return
        }
        let access = candidate.access(configuration.accessRules)
        let subject =
            candidate.hasToken
            ? "which the access token does not have" : "which requests of this client without a token don't have"
        let scopes = rules.scopes.filter { !access.hasScope($0) }.joined(separator: " ")
        guard scopes.isEmpty else {
            throw OAuth1ServerError(
                .permissionDenied,
                "the resource requires the scope \(scopes), \(subject)",
                parameter: nil,
                details: [OAuth1Parameter("scope", scopes)]
            )
        }
        // One that the provider does not have is nobody's.
        if let realm = rules.realms.first(where: { !access.hasRealm($0) }) {
            throw OAuth1ServerError(.permissionDenied, "the resource requires the realm \(realm), \(subject)")
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
