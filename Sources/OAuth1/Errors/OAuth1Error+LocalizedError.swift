//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1Error: LocalizedError {
    /// What failed, in a sentence.
    public var errorDescription: String? { ErrorText.sentence(reason) }

    /// What kind of failure it is, in a sentence.
    public var failureReason: String? {
        switch code {
        case .invalidURL, .invalidAuthority: "The URL of the request can't be used."
        case .limitExceeded: "The request is larger than a limit allows."
        case .duplicateParameter, .missingParameter, .invalidParameter, .malformedHeader:
            "The OAuth parameters of the request can't be used."
        case .unsupportedVersion, .unsupportedSignatureMethod: "The request is signed in an unsupported way."
        case .invalidKey: "The key can't be used."
        case .invalidSignature, .bodyHashMismatch: "The signature does not match the request."
        default: "The request can't be signed."
        }
    }

    /// What to do about this kind of failure.
    public var recoverySuggestion: String? {
        switch code {
        case .invalidURL:
            "Give an absolute http or https URL without user and password, such as https://api.example.com/v1."
        case .invalidAuthority: "Check host and port: they must be those of the Host header, in ASCII."
        case .limitExceeded: "Send a smaller request, or raise parameterCount or byteCount of OAuth1Limits."
        case .duplicateParameter: "Send each OAuth parameter once, in one place."
        case .missingParameter: "Add the parameter, or let a signer make the request."
        case .invalidParameter: "Correct the value of the parameter."
        case .malformedHeader: "Write the Authorization header as RFC 5849 section 3.5.1 shows it."
        case .unsupportedPlacement: "Place the OAuth parameters in the header, which every request has."
        case .unsupportedVersion: "Send oauth_version 1.0, or none."
        case .unsupportedSignatureMethod: "Sign with a method that the other side supports."
        case .invalidKey: "Check the text of the key, its kind and its size."
        case .asynchronousMethod: "Sign with signAsynchronously, or send the request with a client."
        case .invalidSignature: "Compare the signature base strings, and check consumer secret and token secret."
        case .bodyHashMismatch: "Check that nothing changes the body between hashing and sending."
        default: "Check the signature method and its key."
        }
    }
}
