//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension ExchangeRunner {
    /// Sends a call of a protected resource whose bodies are not in memory.
    func stream(
        _ request: OAuth1UnsignedRequest,
        renewing renewable: OAuth1RenewableToken?,
        _ lease: OAuth1RenewableToken.Lease?
    ) async throws -> OAuth1StreamedResponse {
        guard let transport = transport as? any OAuth1StreamingTransport else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "this transport does not support streaming",
                recoverySuggestion: "Use a streaming transport, such as URLSessionTransport or AsyncHTTPClientTransport"
            )
            .located(request.step, request.request)
        }
        return try await observation.observing(.resource, request.request) { call in
            try await exchange(request, renewing: renewable, lease, call) { sent in
                let (outgoing, stream) = (sent.outgoing, sent.unsigned.stream)
                guard stream == nil || outgoing.body == nil else {
                    throw OAuth1ClientError(
                        .invalidConfiguration,
                        "the request has two bodies: the streamed one, and one added by a hook or by placing the OAuth "
                            + "parameters in the body",
                        recoverySuggestion: "Place the parameters in the header, and set no body in the hook"
                    )
                }
                let body = stream ?? outgoing.body.map { OAuth1BodyStream($0, of: outgoing.request) }
                var answer = try await transport.stream(outgoing.request, body: body).over(transport)
                answer.origin = .sent(sent)
                guard answer.status.kind != .successful else {
                    call?.streamsAnswer()
                    return (OAuth1Response(head: answer.head), answer)
                }
                // The content of a rejection decides the next step.
                let response = try await self.collect(answer)
                return (response, OAuth1StreamedResponse(response))
            }
        }
    }

    /// Reads a rejection to its end.
    private func collect(_ answer: OAuth1StreamedResponse) async throws -> OAuth1Response {
        do {
            return try await answer.collect(upTo: flow.options.maximumResponseBytes)
        } catch let error as OAuth1ClientError {
            throw error.code == .transport ? BrokenAnswer(error: error) : error
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            // The request's body failed while its rejection was arriving.
            throw BodyFailure(error)
        }
    }
}
