//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1ServerError: LocalizedError {
    /// Why the request was rejected, in a sentence.
    public var errorDescription: String? { ErrorText.sentence(reason) }

    /// Advice for the client or the provider's operator.
    public var recoverySuggestion: String? {
        switch code {
        case .timestampRefused: "The client's clock skew is too large: the client must correct its clock."
        case .nonceUsed: "The client must sign every request with a new nonce, including retries."
        case .signatureInvalid:
            "Check the secrets and the provider's external URL, then compare the signature base strings."
        case .consumerKeyUnknown: "Check the consumer key, and that the client is registered with this provider."
        case .consumerKeyRefused: "The operator of the provider must enable the client again."
        case .tokenRejected, .tokenExpired, .tokenUsed: "The client must start the authorization again."
        case .callbackRejected: "Register the callback for this client, or send a registered one."
        case .signatureMethodRejected, .versionRejected:
            "The client must use a signature method and OAuth version that this provider accepts."
        case .insecureTransport: "Use https. If a proxy terminates TLS, set the provider's external URL."
        case .verifierRejected: "The client must send the verifier that the user received."
        case .sessionHandleRejected: "The client must send the latest session handle, or start the authorization again."
        case .passwordRejected: "Check the user's name and password, and that the client may send them."
        case .permissionDenied: "The client must ask for the missing scope or realm with a new request token."
        case .authorizationPending: "The client must wait until the user has decided."
        case .userRefused: "The user declined: ask again only if the user wants to retry."
        case .unknownHost: "Send the request to the provider's own host, or add the host to its external URLs."
        case .storeFull: "Wait until entries expire, or raise the store's limits."
        case .storeUnavailable: "Check the database of the provider, and try again."
        case .readOnly: "Try again when the provider has left its read-only mode."
        case .internalFailure: "See the provider's logs."
        case .bodyTooLarge: "Send a smaller body, or raise maximumBodySize."
        default: "Correct the request as described in the message."
        }
    }
}
