//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Errors about the response of a token endpoint, with what all of them have in common.
struct TokenFailure {
    let response: OAuth1Response
    let step: OAuth1ClientError.Step
    let signer: OAuth1Signer?
    let secrets: [OAuth1Secret]

    /// An error about the response.
    func callAsFunction(
        _ code: OAuth1ClientError.Code,
        _ reason: String,
        _ suggestion: String? = nil
    ) -> OAuth1ClientError {
        OAuth1ClientError(
            code,
            reason,
            suggestion: suggestion,
            step: step,
            response: response,
            signer: signer,
            hiding: secrets
        )
    }

    /// Rejects a response whose status is not 2xx, and one that is too long.
    ///
    /// - Parameters:
    ///   - rejection: What failed if the service rejected the request.
    ///   - suggestion: What to do then.
    ///   - expected: What was expected in place of a long response.
    /// - Throws: ``OAuth1ClientError``.
    func check(
        rejection: @autoclosure () -> String,
        suggestion: @autoclosure () -> String? = nil,
        expecting expected: String
    ) throws {
        switch response.status.code {
        case 200..<300: break
        case 300..<400:
            throw OAuth1ClientError(.unexpectedRedirect, redirect: response, step: step, hiding: secrets)
        default:
            throw self(.tokenRequestRefused, rejection(), suggestion())
        }
        guard response.body.count <= ReadingLimits.tokenResponseBytes else {
            throw self(
                .responseTooLarge,
                "expected \(expected), got more than \(ReadingLimits.tokenResponseBytes) bytes",
                "Check the URL of this step: a token response is much shorter"
            )
        }
    }
}
