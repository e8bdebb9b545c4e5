//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.lambda
import HTTPTypes
import OAuth1Client
import OAuth1Web

/// The parts of an API Gateway event (HTTP API, payload version 2.0) that a
/// login needs.
struct Event: Decodable, Sendable {
    struct Context: Decodable, Sendable {
        struct HTTP: Decodable, Sendable {
            var method: String
        }
        var http: HTTP
    }
    var rawPath: String
    var rawQueryString: String
    var cookies: [String]?
    var requestContext: Context
}

/// What API Gateway makes the response from.
struct Result: Encodable, Sendable {
    var statusCode: Int
    var headers: [String: String] = [:]
    var cookies: [String] = []
    var body = ""
}

func handle(
    _ event: Event,
    _ registry: OAuth1Registry,
    onLogin: (OAuth1Login) async throws -> OAuth1Response
) async throws -> Result {
    guard let method = HTTPRequest.Method(event.requestContext.http.method)
    else { return Result(statusCode: 400) }
    let query = event.rawQueryString.isEmpty ? "" : "?" + event.rawQueryString
    var request = HTTPRequest(
        method: method,
        scheme: nil,
        authority: nil,
        path: event.rawPath + query
    )
    request.headerFields[.cookie] = event.cookies?.joined(separator: "; ")
    guard
        let response = try await registry.respond(
            to: request,
            onLogin: onLogin
        )
    else {
        return Result(statusCode: 404)
    }
    var result = Result(statusCode: response.status.code, body: response.text)
    for field in response.head.headerFields {
        if field.name == .setCookie {
            result.cookies.append(field.value)
        } else {
            result.headers[field.name.rawName] = field.value
        }
    }
    return result
}
// snippet.end
