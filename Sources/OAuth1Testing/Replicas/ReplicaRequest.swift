//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A request as it arrived at a replica, with what rules ask for.
struct ReplicaRequest: Sendable {
    /// The request as it was signed.
    let request: HTTPRequest
    let body: [UInt8]
    /// The URL at the service, without the query.
    let url: String
    /// The URL that was signed, without the query: another one if the replica is somewhere else.
    let signedURL: String
    let query: OAuth1Parameters
    let form: OAuth1Parameters
    /// The protocol parameters, or `nil` if there are none, or none that can be read.
    let incoming: OAuth1IncomingRequest?

    init(_ request: HTTPRequest, body: [UInt8], signedAs signed: HTTPRequest? = nil) {
        self.request = signed ?? request
        self.body = body
        url = ReplicaRequest.url(of: request)
        signedURL = ReplicaRequest.url(of: signed ?? request)
        query = OAuth1Parameters(formEncoded: request.targetReference.query ?? "")
        if case .form(let form) = OAuth1Body(body, contentType: request.headerFields[.contentType]) {
            self.form = OAuth1Parameters(formEncoded: form)
        } else {
            form = []
        }
        // A browser's request contains some of the parameters, possibly twice, and is not signed.
        incoming = try? OAuth1IncomingRequest.read(self.request, body: body)
    }

    private static func url(of request: HTTPRequest) -> String {
        "\(request.scheme ?? "")://\(request.authority ?? "")\(request.targetReference.base)"
    }
}
