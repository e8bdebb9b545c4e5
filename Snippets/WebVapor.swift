//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.glue
import HTTPTypes
import OAuth1Client
import OAuth1Web

/// The head of a request: the target as it arrived, and the fields in order.
func head(
    method: String,
    target: String,
    fields: [(name: String, value: String)]
) -> HTTPRequest? {
    guard let method = HTTPRequest.Method(method) else { return nil }
    var head = HTTPRequest(
        method: method,
        scheme: nil,
        authority: nil,
        path: target
    )
    for (name, value) in fields {
        guard let name = HTTPField.Name(name) else { continue }
        head.headerFields.append(HTTPField(name: name, value: value))
    }
    return head
}

/// The fields of a response, with a separate field for each cookie.
func fields(of response: OAuth1Response) -> [(name: String, value: String)] {
    response.head.headerFields.map { ($0.name.rawName, $0.value) }
}
// snippet.end
