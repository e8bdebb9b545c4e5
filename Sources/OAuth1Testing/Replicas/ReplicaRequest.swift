//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A request as it arrived at a replica, with what rules ask for.
struct ReplicaRequest: Sendable {
    let request: HTTPRequest
    let body: [UInt8]
    /// The URL without the query.
    let url: String
    let query: OAuth1Parameters
    let form: OAuth1Parameters
    /// The protocol parameters, or `nil` if there are none, or none that can be read.
    let incoming: OAuth1IncomingRequest?

    init(_ request: HTTPRequest, body: [UInt8]) {
        self.request = request
        self.body = body
        let target = request.targetReference
        url = "\(request.scheme ?? "")://\(request.authority ?? "")\(target.base)"
        query = OAuth1Parameters(formEncoded: target.query ?? "")
        if case .form(let form) = OAuth1Body(body, contentType: request.headerFields[.contentType]) {
            self.form = OAuth1Parameters(formEncoded: form)
        } else {
            form = []
        }
        // A browser's request contains some of the parameters, possibly twice, and is not signed.
        incoming = try? OAuth1IncomingRequest.read(request, body: body)
    }
}
