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

    /// What the client, or whoever runs the provider, can do.
    public var recoverySuggestion: String? {
        switch code {
        case .timestampRefused: "The client has to set its clock."
        case .nonceUsed: "The client has to sign each request with a new nonce, repeated requests too."
        case .signatureInvalid:
            "Compare the signature base strings and the secrets, and check that the provider knows its external URL."
        case .consumerKeyUnknown: "Check the consumer key, and that the client is registered here."
        case .tokenRejected, .tokenExpired, .tokenUsed: "The client has to start the authorization again."
        case .callbackRejected: "Register the callback for this client, or send a registered one."
        case .signatureMethodRejected, .versionRejected: "The client has to sign in a way that this provider accepts."
        case .insecureTransport: "Use https, and tell the provider its external URL if a proxy ends TLS."
        case .verifierRejected: "The client has to send the verifier that the user received."
        case .authorizationPending: "The client has to wait until the user has decided."
        case .userRefused: "The user declined: ask again only if the user wants to."
        case .unknownHost: "Send the request to the provider's own host, or add the host to its external URLs."
        case .storeFull: "Wait, or raise the limits of the store."
        case .internalFailure: "See the logs of the provider."
        case .bodyTooLarge: "Send a smaller body, or raise maximumBodySize."
        default: "Correct the request as the message says."
        }
    }
}
