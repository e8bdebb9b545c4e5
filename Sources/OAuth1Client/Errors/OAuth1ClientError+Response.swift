//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1ClientError {
    /// Creates an error about a response, with the service's report, what helps against it, and the service's words.
    ///
    /// The secrets of the request that the response answers are hidden, and those that are given.
    init(
        _ code: Code,
        _ reason: String,
        response: OAuth1Response,
        hiding secrets: [OAuth1Secret] = [],
        cause: (any Error)? = nil
    ) {
        let problem = response.problem(hiding: secrets)
        let comparison = response.baseStringComparison(hiding: response.secrets + secrets)
        var text = (problem?.hint ?? ServiceHint.hint(for: response)).map { "\(reason): \($0)" } ?? reason
        if case .equal? = comparison {
            text += "; the service computed the same base string, so the consumer secret or the token secret is wrong"
        }
        self.init(
            code,
            text,
            status: response.status,
            problem: problem,
            excerpt: ServiceWords.excerpt(response, hiding: response.secrets + secrets),
            cause: cause
        )
        if case .different(let difference)? = comparison { baseStringDifference = difference }
    }
}
