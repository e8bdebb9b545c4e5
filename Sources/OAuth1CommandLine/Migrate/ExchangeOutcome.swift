//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
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
    /// The service did not exchange the token now, or the request was not sent.
    case temporary(OAuth1ClientError)
    /// The request may have been sent, and the service's own response did not arrive, or it failed in the middle.
    case unanswered(OAuth1ClientError)
    /// A response of success arrived, and has no token that can be read.
    case unreadable(OAuth1ClientError)

    /// Kinds of failures before the request was sent.
    ///
    /// Not among them: an unreachable network and a failure of TLS, which also end a connection that has sent a request.
    private static let unsent: [OAuth1TransportFailure.Kind] = [
        .connectionRefused, .hostNotFound, .noTLS, .certificateExpired, .certificateUntrusted, .certificateForOtherHost,
        .certificateRejected,
    ]
    /// Words of curl and OpenSSL for failures of an open connection, such as "Recv failure: Connection refused".
    private static let ofOpenConnection = ["recv failure", "send failure", "ssl_read", "ssl_write"]
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
            self = ExchangeOutcome.isUnsent(error) ? .temporary(error) : .unanswered(error)
        case .unreadableTokenResponse, .responseTooLarge: self = .unreadable(error)
        case .tokenRequestRefused: self = ExchangeOutcome.rejection(error)
        default: self = .unusable(error)
        }
    }

    /// Whether it is certain that the request was not sent.
    private static func isUnsent(_ error: OAuth1ClientError) -> Bool {
        guard let failure = error.transportFailure, unsent.contains(failure.kind) else { return false }
        let words = error.cause?.localizedDescription.lowercased() ?? ""
        return !ofOpenConnection.contains { words.contains($0) }
    }

    /// Whether the service may have exchanged the token before this status.
    ///
    /// A gateway sends 502 and 504 when the response of the service did not arrive, and some send 408 then. With other server
    /// errors the service may have failed after the exchange.
    private static func isUnanswered(_ status: HTTPResponse.Status) -> Bool {
        status.code == 408 || (status.kind == .serverError && status.code != 503)
    }

    private static func rejection(_ error: OAuth1ClientError) -> ExchangeOutcome {
        let codes = [error.oauth2Error, error.problem?.code].compactMap(\.self)
        if codes.contains(where: ofApplication.contains) { return .unusable(error) }
        if let status = error.status, isUnanswered(status) { return .unanswered(error) }
        if codes.contains(where: ofService.contains) { return .temporary(error) }
        guard let status = error.status else { return .rejected(error) }
        if ExitStatus.isTemporary(status) { return .temporary(error) }
        // The URL or the method is wrong.
        return [404, 405, 407, 410, 415, 421].contains(status.code) ? .unusable(error) : .rejected(error)
    }
}
#endif
