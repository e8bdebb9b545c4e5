//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
import Foundation
import OAuth1
import OAuth1Client
import OAuth1URLSession
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite("The transport over URLSession")
struct URLSessionTransportTests {
    @Test("The configuration that the clients are given is that of their session")
    func configuration() async throws {
        let configuration = URLSessionConfiguration.ephemeral
        configuration.httpAdditionalHeaders = ["X-Additional": "1"]
        let credentials = OAuth1ClientCredentials(key: "k", secret: "s")
        let client = AsyncOAuth1Client(client: credentials, transport: .urlSession(configuration))
        let session = OAuth1Session(client: credentials, transport: .urlSession(configuration))
        try await RawServer.withRunning(answers: .always(.response())) { server, origin in
            _ = try await client.get(origin + "/x")
            _ = try await session.client.get(origin + "/x")
            let requests = try server.requests.map { try RawRequest($0) }
            #expect(requests.count == 2)
            for request in requests {
                try request.verify(origin)
                #expect(request["x-additional"] == "1")
            }
        }
    }
}
#endif
