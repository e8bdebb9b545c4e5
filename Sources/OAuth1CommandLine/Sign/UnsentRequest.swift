//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import ArgumentParser
import HTTPTypes
import OAuth1
import OAuth1Client

/// A request as the arguments describe it, which is signed and printed, or sent.
struct UnsentRequest: Sendable {
    let method: HTTPRequest.Method
    let url: String
    let parameters: OAuth1Parameters
    let headerFields: HTTPFields
    let content: RequestContent

    init(_ method: String, _ url: String, _ options: RequestOptions) throws {
        self.method = try RequestTarget.method(method)
        self.url = url
        parameters = try options.parameters()
        headerFields = try options.headerFields()
        content = try options.content()
    }

    /// Signs the request without sending it.
    func signed(
        with login: SigningLogin,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) async throws -> OAuth1SignedRequest {
        let client = try login.makeClient(
            transport: UnsentTransport(),
            // Nothing leaves this machine.
            options: OAuth1FlowOptions(allowsInsecureHTTP: true),
            refreshing: false
        )
        do {
            var request = try client.flow.request(method, url, parameters: parameters, headerFields: headerFields)
            request.headerFields[.contentType] = content.contentType
            let body = try await content.collect(upTo: InputFile.maximumBytes, for: "one command")
            let signer = client.flow.signer(for: client.token)
            return try await client.flow.resourceRequest(request, body: body, signer: signer, options: options)
                .signedAsynchronously()
        } catch let error as OAuth1ClientError {
            // The request could not be signed as it was described, so the usage helps.
            let cause = (error.cause as? OAuth1Error)?.reason
            throw ValidationError([error.reason, cause].compactMap(\.self).joined(separator: ": "))
        }
    }
}
#endif
