//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The likeliest cause of a rejected request and what to do about it, from what the service says and what was sent.
struct RejectionAdvice {
    /// The cause, according to the service.
    let cause: RejectionCause?
    /// The advice, the likeliest cause first; `nil` if nothing is known.
    let text: String?

    init(
        _ response: OAuth1Response,
        _ problem: OAuth1Problem?,
        _ step: OAuth1ClientError.Step,
        _ signer: OAuth1Signer?
    ) {
        guard response.status.kind != .redirection else {
            (cause, text) = (nil, nil)
            return
        }
        let known = problem.flatMap { $0.hint(at: step) } ?? ServiceHint.hint(for: response)
        cause = known?.cause
        var sentences: [String] = []
        if let signer, RejectionAdvice.mayBeMiscopied(known?.cause, problem, response.status),
            let flaws = CredentialFlaws.text(of: signer)
        {
            sentences.append(ErrorText.sentence(flaws))
        }
        if let call = response.call?.request, call.lacksToken,
            RejectionAdvice.mayMissToken(known?.cause, problem, response.status)
        {
            sentences.append(
                "This client has no token: pass the user's access token to using(_:), or to the call."
            )
        }
        if let known { sentences.append(ErrorText.sentence(known.text)) }
        text = sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    private static func mayBeMiscopied(
        _ cause: RejectionCause?,
        _ problem: OAuth1Problem?,
        _ status: HTTPResponse.Status
    ) -> Bool {
        cause?.mayBeMiscopiedCredential ?? ([400, 401, 403].contains(status.code) || problem != nil)
    }

    private static func mayMissToken(
        _ cause: RejectionCause?,
        _ problem: OAuth1Problem?,
        _ status: HTTPResponse.Status
    ) -> Bool {
        // A parameter that is missing is the token only if the service says so, or names none.
        if problem?.code == "parameter_absent", let names = problem?.parameters["oauth_parameters_absent"],
            !names.contains("oauth_token")
        {
            return false
        }
        return cause.map { $0.mayBeMissingToken } ?? (status == .unauthorized)
    }
}
