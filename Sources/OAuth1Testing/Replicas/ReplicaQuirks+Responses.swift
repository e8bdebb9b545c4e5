//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Server

extension ReplicaQuirks {
    /// A rejection as the service writes it.
    func refuse(_ reason: String, wantsJSON: Bool = false) -> OAuth1ServerResponse {
        let parameters: OAuth1Parameters = ["oauth_problem": "parameter_rejected", "oauth_problem_advice": reason]
        return inItsStyle(
            OAuth1ServerResponse(HTTPResponse(status: .badRequest), body: parameters.formEncoded),
            wantsJSON: wantsJSON
        )
    }

    /// The provider's response, which the service writes otherwise if it is a rejection.
    func inItsStyle(_ response: OAuth1ServerResponse, wantsJSON: Bool) -> OAuth1ServerResponse {
        guard response.response.status.kind != .successful else { return response }
        let parameters = OAuth1Parameters(formEncoded: response.body)
        let reason = parameters["oauth_problem_advice"] ?? response.text
        var result = response
        guard errors != .problem else { return response }
        if errors == .json || wantsJSON {
            result.response.headerFields[.contentType] = "application/json"
            result.body = Array("{\"error\":\"refused\",\"message\":\"\(reason.replacing("\"", with: "'"))\"}".utf8)
        } else {
            result.response.headerFields[.contentType] = "text/plain"
            result.body = Array("Error: \(reason)".utf8)
        }
        if errors == .success { result.response.status = .ok }
        return result
    }

    /// The response to a call, which some services put into another one with status 200.
    func callInItsStyle(_ response: OAuth1ServerResponse) -> OAuth1ServerResponse {
        guard errors == .meta else { return response }
        let status = response.response.status
        let isSuccess = status.kind == .successful
        let advice = OAuth1Parameters(formEncoded: response.body)["oauth_problem_advice"] ?? response.text
        let description = isSuccess ? "OK" : advice.replacing("\"", with: "'")
        let meta =
            "{\"meta\":{\"code\":\(status.code),\"message\":\"\(isSuccess ? "OK" : "BAD_OAUTH_REQUEST")\","
            + "\"description\":\"\(description)\"},\"data\":\(isSuccess ? response.text : "{}")}"
        var result = OAuth1ServerResponse(HTTPResponse(status: .ok), body: Array(meta.utf8))
        result.response.headerFields[.contentType] = "application/json"
        return result
    }

    /// The redirect to the callback after the user declined, in the service's format.
    func refusalInItsWords(_ response: OAuth1ServerResponse) -> OAuth1ServerResponse {
        guard !refusal.isEmpty, let location = response.response.headerFields[.location] else { return response }
        let parts = URLReference(location)
        let parameters = OAuth1Parameters(formEncoded: parts.query ?? "")
        guard parameters["denied"] != nil else { return response }
        let kept = parameters.filter {
            $0.name != "denied" && !$0.name.hasPrefix("oauth_") || refusal.contains($0.name)
        }
        var result = response
        result.response.headerFields[.location] = "\(parts.base)?\(OAuth1Parameters(kept).formEncodedString)"
        return result
    }
}
