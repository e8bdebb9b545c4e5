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
    /// The failure, in a sentence.
    public var errorDescription: String? { ErrorText.sentence(reason) }

    /// The kind of failure, in a sentence.
    public var failureReason: String? {
        switch code {
        case .invalidURL, .invalidAuthority: "The URL of the request is invalid."
        case .limitExceeded: "The request exceeds a size limit."
        case .duplicateParameter, .missingParameter, .invalidParameter, .malformedHeader:
            "The OAuth parameters of the request are invalid."
        case .unsupportedVersion, .unsupportedSignatureMethod:
            "The request uses an unsupported OAuth version or signature method."
        case .invalidKey: "The key can't be used."
        case .invalidSignature, .bodyHashMismatch: "The signature does not match the request."
        default: "The request can't be signed."
        }
    }

    /// Advice for this kind of failure.
    public var recoverySuggestion: String? {
        switch code {
        case .invalidURL:
            "Use an absolute http or https URL without user and password, such as https://api.example.com/v1."
        case .invalidAuthority: "Check the host and port: they must match the Host header, in ASCII."
        case .limitExceeded: "Send a smaller request, or raise parameterCount or byteCount of OAuth1Limits."
        case .duplicateParameter: "Send each OAuth parameter exactly once: in the header, the query or the form."
        case .missingParameter: "Add the parameter, or sign the request with OAuth1Signer, which adds it."
        case .invalidParameter: "Correct the parameter's value."
        case .malformedHeader: "Format the Authorization header as in RFC 5849 section 3.5.1."
        case .unsupportedPlacement: "Place the OAuth parameters in the Authorization header."
        case .unsupportedVersion: "Send oauth_version=1.0, or leave it out."
        case .unsupportedSignatureMethod: "Use a signature method that both sides support."
        case .invalidKey: "Check that the key is a complete RSA key of a supported size."
        case .asynchronousMethod: "Call signAsynchronously, or send the request with AsyncOAuth1Client."
        case .invalidSignature: "Check consumer secret and token secret, then compare the signature base strings."
        case .bodyHashMismatch: "Check that nothing, such as a proxy, changes the body after it is hashed."
        default: "Check the signature method and its key."
        }
    }
}
