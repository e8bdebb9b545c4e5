//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// What a status says by itself, whatever the service says.
enum StatusWords {
    /// What failed, or `nil` if the status alone tells nothing.
    static func reason(_ status: HTTPResponse.Status) -> String? {
        switch status.code {
        case 404, 410: "the service has nothing at this URL"
        case 405: "the service does not accept this HTTP method at this URL"
        case 407: "a proxy requires a login"
        case 429: "the service limits the rate of requests"
        case 502, 504: "a gateway could not reach the service"
        case 503: "the service is unavailable"
        case 500..<600: "the service failed"
        default: nil
        }
    }

    /// What to do.
    static func suggestion(_ response: OAuth1Response, _ step: OAuth1ClientError.Step) -> String? {
        let isCall = step == .call || step == .echo
        switch response.status.code {
        case 401 where isCall:
            return
                "Check consumer key, secrets and token, the signature method, and that scheme, host and port of the URL are "
                + "those that the service sees"
        case 400 where !isCall, 401 where !isCall, 403 where !isCall:
            return
                "Check consumer key and secret, the signature method, and that scheme, host and port of the URL are those "
                + "that the service sees"
        case 403:
            return "Check that the application and the token have the permission for this call"
        case 404, 410:
            return isCall
                ? "Check the path, and the base URL if the path is relative to one"
                : "Check the URL of this step in the service's documentation"
        case 405:
            return isCall
                ? "Check the HTTP method in the service's documentation"
                : "Check the HTTP method of this step: some services want GET; set tokenRequestMethod of OAuth1FlowOptions"
        case 407:
            return "Configure the proxy's credentials in the HTTP library"
        case 429:
            return retryAfter(response) ?? "Wait before the next request, and send fewer"
        case 502, 503, 504:
            return retryAfter(response) ?? "Try again later; the request itself may be right"
        case 500..<600:
            return
                "Try again later. If it keeps happening, ask the service: the request may be one that it can't handle"
        default:
            return nil
        }
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
