//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Server
import Synchronization

/// Finds out why requests were rejected, with the secrets that the service knows.
final class RejectionDiagnosis: Sendable {
    /// The longest time in which pairs of mistakes are tested, as the response waits for it.
    private static let pairTimeLimit = Duration.milliseconds(500)
    /// The most secrets that are remembered: the diagnosis tests no more.
    private static let maximumSecrets = 8

    private struct State {
        var secrets: [OAuth1Secret] = []
        var isTestingPairs = false
    }

    private let state = Mutex(State())

    /// Remembers the token secret of a response, as clients sign with that of another step by mistake.
    func remember(_ response: OAuth1ServerResponse, from endpoint: OAuth1ServerEvent.Endpoint?) {
        guard endpoint == .requestToken || endpoint == .accessToken, response.body.count < 65_536,
            let secret = OAuth1Parameters(formEncoded: response.body)["oauth_token_secret"], !secret.isEmpty
        else {
            return
        }
        state.withLock { state in
            state.secrets.append(OAuth1Secret(secret))
            if state.secrets.count > Self.maximumSecrets { state.secrets.removeFirst() }
        }
    }

    /// Diagnoses a request.
    ///
    /// Pairs of mistakes are tested for one request at a time, so that many wrong requests don't stop the service.
    ///
    /// - Parameters:
    ///   - request: The request as it arrived.
    ///   - body: The whole body.
    ///   - key: Finds the secrets of the request's client and token.
    /// - Returns: The diagnosis.
    func diagnose(
        _ request: HTTPRequest,
        body: [UInt8],
        key: (OAuth1IncomingRequest) async throws -> OAuth1VerificationKey?
    ) async -> OAuth1Diagnosis {
        var secrets = OAuth1Diagnosis.Secrets()
        let incoming = try? OAuth1IncomingRequest.read(
            request,
            body: body,
            OAuth1IncomingRequest.Configuration(allowsCallbackAndVerifierInForm: true)
        )
        if let incoming, let key = try? await key(incoming) { secrets = OAuth1Diagnosis.Secrets(key) }
        let testsPairs = state.withLock { state in
            secrets.otherTokenSecrets = state.secrets.filter { $0 != secrets.tokenSecret }
            defer { state.isTestingPairs = true }
            return !state.isTestingPairs
        }
        defer { if testsPairs { state.withLock { $0.isTestingPairs = false } } }
        return OAuth1Diagnosis(
            request,
            body: body,
            secrets: secrets,
            maximumMistakes: testsPairs ? 2 : 1,
            pairTimeLimit: Self.pairTimeLimit
        )
    }
}
#endif
