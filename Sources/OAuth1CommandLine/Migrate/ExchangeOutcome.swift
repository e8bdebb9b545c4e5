//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1Client

/// What became of an attempt to exchange a token.
enum ExchangeOutcome {
    /// The OAuth 2.0 token.
    case token(OAuth2Token)
    /// The service rejected this token.
    case rejected(OAuth1ClientError)
    /// The service rejected the application or the request: other tokens would not fare better.
    case unusable(OAuth1ClientError)
    /// The service did not do it now, or was not reached.
    case temporary(OAuth1ClientError)
    /// The request was sent, and no response arrived.
    case unanswered(OAuth1ClientError)
    /// A response of success arrived, and has no token that can be read.
    case unreadable(OAuth1ClientError)

    /// Kinds of failures before the request was sent.
    private static let unsent: [OAuth1TransportFailure.Kind] = [
        .connectionRefused, .hostNotFound, .networkUnreachable, .noTLS, .certificateExpired, .certificateUntrusted,
        .certificateForOtherHost, .certificateRejected, .tls,
    ]
    /// Problems of the application, of OAuth 2.0 (RFC 6749 section 5.2) and of OAuth 1.0a.
    private static let ofApplication = [
        "invalid_client", "unauthorized_client", "unsupported_grant_type", "invalid_scope", "consumer_key_unknown",
        "consumer_key_rejected", "consumer_key_refused", "version_rejected", "signature_method_rejected",
        "timestamp_refused",
    ]
    private static let ofService = ["rate_limited", "temporarily_unavailable"]

    /// Decides what an error means.
    init(_ error: OAuth1ClientError) {
        switch error.code {
        case .transport:
            let isUnsent = error.transportFailure.map { ExchangeOutcome.unsent.contains($0.kind) } ?? false
            self = isUnsent ? .temporary(error) : .unanswered(error)
        case .unreadableTokenResponse, .responseTooLarge: self = .unreadable(error)
        case .tokenRequestRefused: self = ExchangeOutcome.rejection(error)
        default: self = .unusable(error)
        }
    }

    private static func rejection(_ error: OAuth1ClientError) -> ExchangeOutcome {
        let codes = [error.oauth2Error, error.problem?.code].compactMap(\.self)
        if codes.contains(where: ofService.contains) { return .temporary(error) }
        if codes.contains(where: ofApplication.contains) { return .unusable(error) }
        guard let status = error.status else { return .rejected(error) }
        if ExitStatus.isTemporary(status) || status.kind == .serverError { return .temporary(error) }
        // The URL or the method is wrong.
        return [404, 405, 407, 410, 415, 421].contains(status.code) ? .unusable(error) : .rejected(error)
    }
}
#endif
