//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes

/// What became of a request: the label of the metrics, and the word by which programs know a rejection.
enum ProxyCause: String, CaseIterable, Sendable {
    /// The service answered.
    case forwarded
    // Rejected before anything was sent.
    case tunnel
    case method
    case upgrade
    case host
    case site
    case token
    case loop
    case target
    case upstream
    case tokenEndpoint = "token_endpoint"
    case oauthParameters = "oauth_parameters"
    case encodedForm = "encoded_form"
    case bodyTooLarge = "body_too_large"
    case busy
    // Not answered by the service.
    case privateAddress = "private_address"
    case unreachable
    case timeout
    case login
    case response
    case client

    /// The status of the response.
    var status: HTTPResponse.Status {
        switch self {
        case .forwarded: .ok
        case .tunnel, .method: .methodNotAllowed
        case .upgrade: .notImplemented
        case .host, .site, .upstream, .tokenEndpoint: .forbidden
        case .token: .unauthorized
        case .loop: .loopDetected
        case .target, .oauthParameters: .badRequest
        case .encodedForm: .unsupportedMediaType
        case .bodyTooLarge: .contentTooLarge
        case .busy: .serviceUnavailable
        case .privateAddress, .unreachable, .login, .response: .badGateway
        case .timeout: .gatewayTimeout
        case .client: .badRequest
        }
    }

    /// The error type of the field Proxy-Status (RFC 9209 section 2.3).
    var proxyStatusError: String {
        switch self {
        case .forwarded, .client, .login: "proxy_internal_error"
        case .loop: "proxy_loop_detected"
        case .privateAddress: "destination_ip_prohibited"
        case .unreachable: "destination_unavailable"
        case .timeout: "connection_timeout"
        case .response: "http_protocol_error"
        case .target, .oauthParameters, .encodedForm, .bodyTooLarge: "http_request_error"
        case .busy: "connection_limit_reached"
        default: "http_request_denied"
        }
    }
}

extension HTTPResponse.Status {
    /// 508 (RFC 5842).
    fileprivate static var loopDetected: Self { .init(code: 508, reasonPhrase: "Loop Detected") }
}
#endif
