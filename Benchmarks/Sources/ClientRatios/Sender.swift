//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import AsyncHTTPClient
import Crypto
import HTTPTypes
import NIOCore
import NIOHTTP1
import OAuth1
import OAuth1Client

/// One way to send a request.
struct Sender: Sendable {
    let name: String
    let send: @Sendable () async throws -> HTTPResponse.Status

    /// A call of the client.
    static func signed(_ transport: any OAuth1Transport, _ url: String) -> Sender {
        let client = AsyncOAuth1Client.client(transport)
        return Sender(name: "signed") { try await client.get(url).status }
    }

    /// The same request over the same transport, without signing and exchange.
    static func unsigned(_ transport: any OAuth1Transport, _ url: String) -> Sender {
        Sender(name: "unsigned") {
            let request = try HTTPRequest(.get, wireURL: url)
            return try await transport.send(request, body: nil, maximumResponseBytes: 1 << 20).status
        }
    }

    /// The request with a header as long as that of a signature, which shows what the mere bytes cost.
    static func withHeader(_ transport: any OAuth1Transport, _ url: String) -> Sender {
        let field = String(repeating: "x", count: 280)
        return Sender(name: "with a header") {
            let request = try HTTPRequest(.get, wireURL: url, headerFields: [.authorization: field])
            return try await transport.send(request, body: nil, maximumResponseBytes: 1 << 20).status
        }
    }

    /// The request with a header as long as that of a signature, and the work that no signature can do without: one
    /// HMAC-SHA1 of the base string, its key absorbed before, and a nonce of 128 bits.
    static func floor(_ transport: any OAuth1Transport, _ url: String) -> Sender {
        let key = HMAC<Insecure.SHA1>(key: SymmetricKey(data: Array("consumer-secret&token-secret".utf8)))
        let baseString = [UInt8](repeating: UInt8(ascii: "b"), count: 400)
        let field = String(repeating: "x", count: 248)
        let nonces = OAuth1RandomNonceSource()
        return Sender(name: "the least that a signature costs") {
            var code = key
            code.update(data: baseString)
            // What replaces the signature depends on it, so that none is left out.
            let first = code.finalize().withUnsafeBytes { $0[0] }
            let nonce = nonces.makeNonce().description
            let value = first == 0 ? field + nonce : nonce + field
            let request = try HTTPRequest(.get, wireURL: url, headerFields: [.authorization: value])
            return try await transport.send(request, body: nil, maximumResponseBytes: 1 << 20).status
        }
    }

    /// The HTTP library with nothing of ours around it.
    static func alone(_ httpClient: HTTPClient, _ url: String) -> Sender {
        Sender(name: "alone") {
            let response = try await httpClient.execute(HTTPClientRequest(url: url), timeout: .seconds(120))
            _ = try await response.body.collect(upTo: 1 << 20)
            return HTTPResponse.Status(code: Int(response.status.code))
        }
    }
}

extension AsyncOAuth1Client {
    static func client(_ transport: any OAuth1Transport) -> AsyncOAuth1Client {
        AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "xvz1evFS4wEEPTGEFPHBog", secret: OAuth1Secret("consumer-secret")),
            token: OAuth1AccessToken(
                token: "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb",
                secret: OAuth1Secret("token-secret")
            ),
            transport: transport
        )
    }
}
