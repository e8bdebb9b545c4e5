//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client

/// Shows the head of every response: of redirects and of attempts that are repeated, too.
struct TracingTransport: OAuth1StreamingTransport {
    let transport: any OAuth1StreamingTransport
    let trace: CallTrace

    func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
        try await traced {
            try await transport.send(request, body: body, maximumResponseBytes: maximumResponseBytes)
        } head: {
            $0.head
        }
    }

    func stream(_ request: HTTPRequest, body: OAuth1BodyStream?) async throws -> OAuth1StreamedResponse {
        try await traced {
            try await transport.stream(request, body: body)
        } head: {
            $0.head
        }
    }

    private func traced<Response>(
        _ send: () async throws -> Response,
        head: (Response) -> HTTPResponse
    ) async throws -> Response {
        do {
            let response = try await send()
            trace.show(head(response))
            return response
        } catch {
            trace.showNoResponse()
            throw error
        }
    }
}
#endif
