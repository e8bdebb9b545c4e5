//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The cause of a rejection, as far as the service says so.
enum RejectionCause: Sendable {
    case signature, consumerKey, consumerSecret, token, clock, nonce, callback, access, rateLimit, parameters, method
    case verifier, other

    /// Whether a credential that was copied with whitespace leads to it.
    var mayBeMiscopiedCredential: Bool {
        switch self {
        case .signature, .consumerKey, .consumerSecret, .token: true
        default: false
        }
    }

    /// Whether a missing token leads to it.
    var mayBeMissingToken: Bool {
        switch self {
        case .signature, .token, .parameters: true
        default: false
        }
    }
}
