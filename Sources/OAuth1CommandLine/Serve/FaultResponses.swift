//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Server
import OAuth1Testing

/// What faults make of requests and responses.
enum FaultResponses {
    /// The response that a request gets instead of the service's, or `nil` if the service answers.
    static func instead(_ faults: Set<ServeFault>, of request: HTTPRequest) -> OAuth1ServerResponse? {
        if faults.contains(.htmlError) { return htmlError }
        if faults.contains(.unavailable) { return retryLater(.serviceUnavailable, "The service is being updated.\n") }
        if faults.contains(.rateLimit) { return retryLater(.tooManyRequests, "Rate limit exceeded\n") }
        if faults.contains(.redirectOrigin) {
            return redirect("http://\(MovedTarget.otherName(of: request.authority ?? ""))", request)
        }
        if faults.contains(.redirect) { return redirect("http://\(request.authority ?? "")", request) }
        if faults.contains(.tokenExpired) {
            return OAuth1ServerError(.tokenExpired, "the access token has expired", parameter: "oauth_token")
                .response(realm: "OAuth 1.0a", revealsDetail: true)
        }
        return nil
    }

    /// The body that reaches the service: with the fault `denied`, the decision is always the same.
    static func body(
        _ faults: Set<ServeFault>,
        _ body: [UInt8],
        of request: HTTPRequest
    ) -> [UInt8] {
        guard faults.contains(.denied), request.method == .post else { return body }
        let form = OAuth1Parameters(formEncoded: body)
            .map { $0.name == "decision" ? OAuth1Parameter("decision", "deny") : $0 }
        return OAuth1Parameters(form).formEncoded
    }

    /// The response that reaches the client.
    static func changed(_ response: OAuth1ServerResponse, by faults: Set<ServeFault>) -> OAuth1ServerResponse {
        var response = response
        let isSuccess = response.response.status.kind == .successful
        if faults.contains(.noCallbackConfirmed), isSuccess {
            let parameters = OAuth1Parameters(formEncoded: response.body)
            response.body = OAuth1Parameters(parameters.filter { $0.name != "oauth_callback_confirmed" }).formEncoded
        }
        if faults.contains(.trailingNewline), isSuccess { response.body.append(UInt8(ascii: "\n")) }
        if faults.contains(.errorStatus200), response.response.status.code >= 400 { response.response.status = .ok }
        if faults.contains(.noVerifier), let location = response.response.headerFields[.location] {
            response.response.headerFields[.location] = CallbackText.withoutVerifier(location)
        }
        return response
    }

    private static func redirect(_ origin: String, _ request: HTTPRequest) -> OAuth1ServerResponse {
        let location = origin + MovedTarget.prefix + (request.path ?? "/")
        return OAuth1ServerResponse(
            HTTPResponse(status: .temporaryRedirect, headerFields: [.location: location])
        )
    }

    private static func retryLater(_ status: HTTPResponse.Status, _ text: String) -> OAuth1ServerResponse {
        OAuth1ServerResponse(
            HTTPResponse(status: status, headerFields: [.retryAfter: "1", .contentType: "text/plain; charset=utf-8"]),
            body: Array(text.utf8)
        )
    }

    private static let htmlError = OAuth1ServerResponse(
        HTTPResponse(status: .badGateway, headerFields: [.contentType: "text/html"]),
        body: Array(
            """
            <html>
            <head><title>502 Bad Gateway</title></head>
            <body><center><h1>502 Bad Gateway</h1></center><hr><center>proxy</center></body>
            </html>

            """
            .utf8
        )
    )
}

/// The second place of every path, which the redirects of faults lead to.
enum MovedTarget {
    static let prefix = "/moved"

    /// The request with its first path, or `nil` if it is not for the second place.
    static func original(of request: HTTPRequest) -> HTTPRequest? {
        guard let path = request.path, path.hasPrefix(prefix + "/") else { return nil }
        var original = request
        original.path = String(path.dropFirst(prefix.count))
        return original
    }

    /// The same port with another name of this machine.
    static func otherName(of authority: String) -> String {
        let port = authority.split(separator: ":").last.flatMap { UInt16($0) }.map { ":\($0)" } ?? ""
        return (authority.hasPrefix("127.0.0.1") ? "localhost" : "127.0.0.1") + port
    }
}
#endif
