//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.generated
import HTTPTypes
import OAuth1

/// Signs a request whose path is relative to the server's URL.
func signed(
    _ request: HTTPRequest,
    body: [UInt8]?,
    serverURL: String,
    auth: OAuth1Auth
) throws -> (request: HTTPRequest, body: [UInt8]?) {
    let server =
        serverURL.hasSuffix("/") ? String(serverURL.dropLast()) : serverURL
    let whole = try HTTPRequest(
        method: request.method,
        absoluteURL: server + (request.path ?? ""),
        headerFields: request.headerFields
    )
    let signed = try auth.sign(whole, body: body)
    // The path stays unchanged: the parameters are in the header.
    var request = request
    request.headerFields = signed.request.headerFields
    return (request, signed.body)
}
// snippet.end
