//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1ClientError {
    /// The error of a URL that the application gave.
    static func invalidURL(_ error: OAuth1Error, _ step: Step?) -> OAuth1ClientError {
        OAuth1ClientError(
            .invalidConfiguration,
            "the URL is invalid: \(error.reason)",
            recoverySuggestion: error.recoverySuggestion,
            step: step,
            cause: error
        )
    }
}
