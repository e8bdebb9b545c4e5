//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1ClientError {
    /// Creates an error about a response, with the service's report and words, and with what helps against it.
    ///
    /// The secrets of the request that the response answers are hidden, and those that are given.
    ///
    /// - Parameters:
    ///   - code: The kind of failure.
    ///   - reason: The failure.
    ///   - suggestion: What to do, if the response does not say it.
    ///   - step: The step of the flow; that of the request that the response answers by default.
    ///   - response: The response.
    ///   - signer: The signer of the request; by default the signer of the response's request.
    ///   - secrets: Secrets to hide.
    ///   - cause: The underlying error.
    init(
        _ code: Code,
        _ reason: String,
        suggestion: String? = nil,
        step: Step? = nil,
        response: OAuth1Response,
        signer: OAuth1Signer? = nil,
        hiding secrets: [OAuth1Secret] = [],
        cause: (any Error)? = nil
    ) {
        let redactor = response.redactor.hiding(secrets)
        let problem = response.problem(by: redactor)
        let step = response.call?.request.step ?? step ?? .call
        let request = response.call?.request
        let signer = signer ?? request?.signer
        let credentials = SigningCredentials(signer, step, isBearer: request?.isBearer ?? false)
        let comparison = response.baseStringComparison(by: redactor)
        let advice = RejectionAdvice(response, problem, step, signer, credentials, comparison)
        self.init(
            code,
            reason,
            recoverySuggestion: advice.text ?? suggestion ?? StatusText.suggestion(response, step, credentials),
            step: step,
            status: response.status,
            problem: problem,
            excerpt: ServiceErrorText.excerpt(response, by: redactor),
            cause: cause
        )
        causeWords = cause.map { OAuth1ClientError.words(of: $0, by: redactor) }
        url = response.call?.shownURL(by: redactor)
        retryAfter = RetryAfter.delay(response.head.headerFields)
        if case .different(let difference, let mistakes)? = comparison {
            baseStringDifference = difference
            baseStringMistakes = mistakes
        }
    }

    /// Creates an error about a redirect that was not followed.
    init(_ code: Code, redirect response: OAuth1Response, step: Step, hiding secrets: [OAuth1Secret] = []) {
        let redirect =
            (response.unfollowedRedirect
            ?? OAuth1UnfollowedRedirect(
                location: response.head.headerFields[.location],
                step == .call ? .redirectsDisabled : .tokenRequest
            ))
            .redacted(by: response.redactor.hiding(secrets))
        self.init(
            code,
            "\(redirect), and the redirect was not followed",
            suggestion: redirect.suggestion,
            step: step,
            response: response,
            hiding: secrets
        )
    }
}
