//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.hide
#if AsyncHTTPClient
// snippet.show
// snippet.serve
import HTTPTypes
import NIOCore
import NIOHTTP1
import OAuth1Client
import OAuth1Web

func serve(
    _ channel: NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>,
    _ registry: OAuth1Registry,
    onLogin: @escaping @Sendable (OAuth1Login) async throws -> OAuth1Response
) async throws {
    try await channel.executeThenClose { inbound, outbound in
        for try await part in inbound {
            guard case .head(let head) = part else { continue }
            var response: OAuth1Response?
            if let request = HTTPRequest(head) {
                response = try await registry.respond(
                    to: request,
                    onLogin: onLogin
                )
            }
            let answer =
                response
                ?? OAuth1Response(head: HTTPResponse(status: .notFound))
            var fields = HTTPHeaders(
                answer.head.headerFields.map { ($0.name.rawName, $0.value) }
            )
            fields.replaceOrAdd(
                name: "Content-Length",
                value: "\(answer.body.count)"
            )
            let status = HTTPResponseStatus(statusCode: answer.status.code)
            try await outbound.write(
                .head(
                    HTTPResponseHead(
                        version: .http1_1,
                        status: status,
                        headers: fields
                    )
                )
            )
            try await outbound.write(
                .body(.byteBuffer(ByteBuffer(bytes: answer.body)))
            )
            try await outbound.write(.end(nil))
        }
    }
}

extension HTTPRequest {
    init?(_ head: HTTPRequestHead) {
        guard let method = Method(head.method.rawValue) else { return nil }
        self.init(
            method: method,
            scheme: nil,
            authority: head.headers.first(name: "Host"),
            path: head.uri
        )
        for (name, value) in head.headers {
            guard let name = HTTPField.Name(name) else { continue }
            headerFields.append(HTTPField(name: name, value: value))
        }
    }
}
// snippet.end
// snippet.hide
#endif
