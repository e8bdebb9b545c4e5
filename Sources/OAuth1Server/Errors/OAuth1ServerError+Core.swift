//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

extension OAuth1ServerError {
    /// The rejection that follows from an error of reading or verifying (RFC 5849 section 3.2).
    init(_ error: OAuth1Error) {
        let code: Code
        switch error.code {
        case .missingParameter: code = .parameterAbsent
        case .duplicateParameter, .invalidParameter: code = .parameterRejected
        case .unsupportedVersion: code = .versionRejected
        case .unsupportedSignatureMethod: code = .signatureMethodRejected
        case .invalidSignature, .bodyHashMismatch, .invalidKey, .signingFailed, .asynchronousMethod:
            code = .signatureInvalid
        default: code = .invalidRequest
        }
        let details: OAuth1Parameters =
            code == .versionRejected ? [OAuth1Parameter("oauth_acceptable_versions", "1.0-1.0")] : []
        self.init(code, error.reason, parameter: error.parameter, details: details)
    }

    /// Any error as a rejection; of errors that are not ours only the type is kept, as their text could have a secret.
    init(_ error: any Error) {
        switch error {
        case let error as OAuth1ServerError: self = error
        case let error as OAuth1Error: self.init(error)
        default: self.init(.internalFailure, "an error of type \(type(of: error)) was thrown")
        }
    }
}
