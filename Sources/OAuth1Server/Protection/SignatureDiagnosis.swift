//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Says why a signature may be wrong, for developers who asked for it.
struct SignatureDiagnosis {
    private let configuration: OAuth1ServerConfiguration
    private let incoming: OAuth1IncomingRequest
    private let purpose: SignedRequestValidator.Purpose
    private let key: OAuth1VerificationKey

    init(
        _ configuration: OAuth1ServerConfiguration,
        _ candidate: RequestCandidate,
        _ key: OAuth1VerificationKey
    ) {
        self.configuration = configuration
        self.incoming = candidate.request
        self.purpose = candidate.purpose
        self.key = key
    }

    /// The error with the base string that was expected, and with a cause if one is found.
    ///
    /// The base string goes by the name that Flickr gave it, which people and tools know.
    func explain(_ error: OAuth1ServerError, _ request: HTTPRequest, body: [UInt8]) -> OAuth1ServerError {
        guard configuration.revealsProblemDetail, incoming.signatureMethod != .plaintext,
            let baseString = try? incoming.baseString()
        else {
            return error
        }
        // Mistakes alone: pairs take many times as long, and oauth1 diagnose tests them.
        let diagnosis = OAuth1Diagnosis(
            request,
            body: body,
            secrets: OAuth1Diagnosis.Secrets(key),
            maximumMistakes: 1
        )
        return OAuth1ServerError(
            error.code,
            diagnosis.advice ?? error.reason,
            parameter: error.parameter,
            details: hasSecrets ? [] : [OAuth1Parameter("debug_sbs", String(decoding: baseString, as: UTF8.self))]
        )
    }

    /// Whether the base string has a user's password or a session handle in it, which responses don't repeat.
    private var hasSecrets: Bool {
        switch purpose {
        case .password, .renewal: true
        default: false
        }
    }
}
