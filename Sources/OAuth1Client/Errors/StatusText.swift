//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// The meaning of a status alone, without the service's message.
enum StatusText {
    /// The failure, or `nil` if the status alone reveals nothing.
    static func reason(_ status: HTTPResponse.Status) -> String? {
        switch status.code {
        case 404, 410: "the service has nothing at this URL"
        case 405: "the service does not accept this HTTP method at this URL"
        case 407: "a proxy requires authentication"
        case 415: "the service does not accept this type of body"
        case 421: "this server does not serve this host"
        case 429: "the rate limit is exceeded"
        case 502, 504: "a gateway could not reach the service"
        case 503: "the service is unavailable"
        case 500..<600: "the service failed"
        default: nil
        }
    }

    /// The advice.
    ///
    /// - Parameters:
    ///   - response: The response.
    ///   - step: The step that failed.
    ///   - credentials: What signed the request.
    /// - Returns: The advice, or `nil` if the status alone reveals nothing.
    static func suggestion(
        _ response: OAuth1Response,
        _ step: OAuth1ClientError.Step,
        _ credentials: SigningCredentials
    ) -> String? {
        let isCall = step == .call || step == .echo
        if credentials.isSigned, let advice = OtherCredentials.advice(response) { return advice }
        switch response.status.code {
        case 401 where isCall:
            return ErrorText.sentence(credentials.advice)
        case 400 where !isCall, 401 where !isCall, 403 where !isCall:
            // The step before it has shown that consumer key and secret are right.
            let isVerifier = step == .accessToken && credentials.hasToken
            if HTMLTitle.isPage(response), let page = pageSuggestion(step) {
                return
                    "\(page). Otherwise \(isVerifier ? "enter the code again, or start a new login" : credentials.advice)"
            }
            return isVerifier
                ? "\(RejectionAdvice.newVerifier): the verifier may be wrong, or the request token may have expired. "
                    + "Otherwise \(credentials.advice)"
                : ErrorText.sentence(credentials.advice)
        case 400 where HTMLTitle.isPage(response):
            return "The URL leads to a web page; check that it is a URL of the API"
        case 403:
            return "Check that the application and the token have permission for this call"
        case 404, 410:
            return isCall
                ? "Check the path, and the base URL if the path is relative"
                : "Check the URL of this step in the service's documentation"
        case 405:
            return isCall
                ? "Check the HTTP method in the service's documentation"
                : "Check the HTTP method of this step: some services require GET; set tokenRequestMethod of "
                    + "OAuth1FlowOptions"
        case 407:
            return "Configure the proxy's credentials in the HTTP library"
        case 415:
            return "Check the Content-Type and the format of the body in the service's documentation"
        case 421:
            return "Check the scheme, host and port of the URL, and that a proxy does not change the host"
        case 429:
            return retryAfter(response) ?? "The rate limit is exceeded: wait before the next request, and send fewer"
        case 502, 503, 504:
            return retryAfter(response) ?? "Try again later; the request itself may be correct"
        case 500..<600:
            return
                "Try again later. If this keeps happening, ask the service: it may be unable to handle this request"
        case 400..<500 where !isCall:
            return "Check the URL and the HTTP method of this step in the service's documentation"
        default:
            return nil
        }
    }

    /// The advice for a page in place of a token, or `nil` for steps that return no token.
    static func pageSuggestion(_ step: OAuth1ClientError.Step) -> String? {
        let name: String
        switch step {
        case .requestToken: name = "request-token URL"
        case .accessToken: name = "access-token URL"
        default: return nil
        }
        return "The URL leads to a web page; check that it is the \(name), not the authorization URL"
    }

    /// The wait that the service asks for (RFC 9110 section 10.2.3).
    private static func retryAfter(_ response: OAuth1Response) -> String? {
        guard let name = HTTPField.Name("Retry-After"), let value = response.head.headerFields[name] else { return nil }
        if let seconds = Int64(value), seconds >= 0 {
            return "Wait \(seconds) \(seconds == 1 ? "second" : "seconds") before the next request (Retry-After)"
        }
        guard HTTPDate.seconds(value) != nil else { return nil }
        return "Wait until \(value) before the next request (Retry-After)"
    }
}
