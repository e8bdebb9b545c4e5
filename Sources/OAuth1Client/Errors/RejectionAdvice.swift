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

    /// What to do about a verifier that is wrong.
    static let newVerifier = "Enter the code again, or start a new login"
    /// The same with the cause.
    static let wrongVerifier = "\(newVerifier): the verifier is wrong or has expired"
    /// What to do about a call without a token.
    static let noToken = "This client has no token: pass the user's access token to using(_:), or to the call"

    /// Finds the advice for a response.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - problem: What the service reports.
    ///   - step: The step that failed.
    ///   - signer: The signer of the request, if it is known.
    ///   - credentials: What signed the request.
    ///   - comparison: The result of comparing the base strings, if the service says its own.
    init(
        _ response: OAuth1Response,
        _ problem: OAuth1Problem?,
        _ step: OAuth1ClientError.Step,
        _ signer: OAuth1Signer?,
        _ credentials: SigningCredentials,
        _ comparison: OAuth1Diagnosis.BaseStringComparison?
    ) {
        guard response.status.kind != .redirection else {
            (cause, text) = (nil, nil)
            return
        }
        let known =
            problem.flatMap { $0.hint(at: step, credentials, isCompared: comparison != nil) }
            ?? ServiceHint.hint(for: response, credentials)
        cause = known?.cause
        var sentences: [String] = []
        let mayBeCredential = RejectionAdvice.mayBeMiscopied(known?.cause, problem, response.status)
        let isSigned = response.call?.request.isBearer != true
        if let signer, isSigned, mayBeCredential, let flaws = CredentialFlaws.text(of: signer) {
            sentences.append(flaws)
        }
        let lacksToken =
            response.call?.request.lacksToken == true
            && RejectionAdvice.mayMissToken(known?.cause, problem, response.status)
            && (known != nil || OtherCredentials.advice(response) == nil)
        if lacksToken { sentences.append(RejectionAdvice.noToken) }
        if case .equal? = comparison, known == nil ? mayBeCredential : known?.cause == .signature {
            // The URL and everything else that is signed is right.
            sentences.append(credentials.sameBaseString)
        } else if let known, !lacksToken || known.cause != .token, !sentences.contains(known.text) {
            sentences.append(known.text)
        }
        text = sentences.isEmpty ? nil : sentences.map { ErrorText.sentence($0) }.joined(separator: " ")
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
