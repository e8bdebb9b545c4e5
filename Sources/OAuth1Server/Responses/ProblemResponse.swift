//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

extension OAuth1ServerError {
    /// The status that answers this rejection (RFC 5849 section 3.2).
    public var status: HTTPResponse.Status {
        switch code {
        case .invalidRequest, .parameterAbsent, .parameterRejected, .callbackRejected, .versionRejected,
            .signatureMethodRejected:
            .badRequest
        case .forgeryRejected, .insecureTransport, .userRefused, .permissionDenied: .forbidden
        case .methodNotAllowed: .methodNotAllowed
        case .bodyTooLarge: .contentTooLarge
        case .unknownHost: .misdirectedRequest
        case .storeFull, .storeUnavailable, .readOnly: .serviceUnavailable
        case .internalFailure: .internalServerError
        default: .unauthorized
        }
    }

    /// The value of `oauth_problem`, from the OAuth Problem Reporting extension.
    public var problem: String? {
        switch code {
        case .invalidRequest, .parameterRejected, .callbackRejected, .verifierRejected, .sessionHandleRejected:
            "parameter_rejected"
        case .parameterAbsent, .credentialsAbsent: "parameter_absent"
        case .versionRejected: "version_rejected"
        case .signatureMethodRejected: "signature_method_rejected"
        case .consumerKeyUnknown: "consumer_key_unknown"
        case .consumerKeyRefused: "consumer_key_refused"
        case .tokenRejected: "token_rejected"
        case .tokenExpired: "token_expired"
        case .tokenUsed: "token_used"
        case .signatureInvalid: "signature_invalid"
        case .timestampRefused: "timestamp_refused"
        case .nonceUsed: "nonce_used"
        case .authorizationPending: "permission_unknown"
        case .userRefused: "user_refused"
        case .forgeryRejected, .insecureTransport, .permissionDenied, .passwordRejected: "permission_denied"
        default: nil
        }
    }

    /// The rejection as a client may know it.
    ///
    /// Whether the consumer key, the token or the signature was wrong is nobody's business: all three look the same.
    var concealed: OAuth1ServerError {
        switch code {
        case .consumerKeyUnknown, .tokenRejected, .signatureInvalid:
            OAuth1ServerError(
                .signatureInvalid,
                "the consumer key, the token or the signature was rejected: compare keys, secrets and base strings"
            )
        case .internalFailure: OAuth1ServerError(.internalFailure, "the request could not be processed")
        case .storeFull: OAuth1ServerError(.storeFull, "too many requests, try again later")
        case .storeUnavailable:
            OAuth1ServerError(.storeUnavailable, "the service is not available at the moment, try again later")
        default: self
        }
    }

    /// The response in the format of the OAuth Problem Reporting extension, form-encoded or as a JSON object.
    ///
    /// By default an unknown consumer key, an unknown token and a wrong signature have the same response.
    ///
    /// - Parameters:
    ///   - realm: The realm for `WWW-Authenticate`, which responses have whose request needs other credentials.
    ///   - revealsDetail: Whether the response contains the exact problem, for development.
    ///   - format: The format of the body.
    /// - Returns: The response.
    public func response(
        realm: String,
        revealsDetail: Bool = false,
        format: OAuth1ProblemFormat = .form
    ) -> OAuth1ServerResponse {
        let shown = revealsDetail && !code.isServiceFailure ? self : concealed
        var parameters: OAuth1Parameters = []
        if let problem = shown.problem { parameters.append(OAuth1Parameter("oauth_problem", problem)) }
        parameters.append(OAuth1Parameter("oauth_problem_advice", shown.reason))
        if let parameter = shown.parameter {
            switch shown.problem {
            case "parameter_absent": parameters.append(OAuth1Parameter("oauth_parameters_absent", parameter))
            case "parameter_rejected": parameters.append(OAuth1Parameter("oauth_parameters_rejected", parameter))
            default: break
            }
        }
        parameters.append(contentsOf: shown.details)
        return .problem(parameters, format, status: status, fields: fields(realm: realm))
    }

    /// The header fields of the response, whatever its body is.
    func fields(realm: String) -> HTTPFields {
        var fields = HTTPFields.noStore
        switch status {
        case .unauthorized: fields[.wwwAuthenticate] = OAuth1ServerError.challenge(realm: realm)
        case .serviceUnavailable: fields[.retryAfter] = "60"
        default: break
        }
        if code == .permissionDenied { fields[.wwwAuthenticate] = OAuth1ServerError.challenge(realm: realm) }
        if code == .methodNotAllowed { fields[.allow] = "GET, POST" }
        return fields
    }

    /// The challenge of RFC 5849 section 3.5.1, the realm quoted.
    private static func challenge(realm: String) -> String {
        var quoted = ""
        for scalar in realm.unicodeScalars where scalar.value >= 0x20 && scalar.value < 0x7F {
            if scalar == "\"" || scalar == "\\" { quoted.append("\\") }
            quoted.unicodeScalars.append(scalar)
        }
        return "OAuth realm=\"\(quoted)\""
    }
}
