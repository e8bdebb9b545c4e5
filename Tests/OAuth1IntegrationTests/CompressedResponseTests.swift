//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Foundation
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1URLSession
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite("Responses that grow when they are decompressed", .timeLimit(.minutes(2)))
struct CompressedResponseTests {
    /// What a call may need besides the limit of its response: a quarter of what it would be without bounds.
    private static let allowance = CompressedResponse.decompressedBytes / 4
    private static let options = OAuth1FlowOptions(retries: .none, maximumResponseBytes: 65_536)
    private static let answers = RawServer.Answers { _, request in
        request.hasPrefix("GET /small") ? .response("ok") : (try? CompressedResponse.answer()) ?? .response()
    }

    #if os(Linux)
    @Test("Over URLSession such a response is rejected at its limit, and its rest is never in memory")
    func collected() async {
        // In a separate process, where no other test needs memory.
        await #expect(processExitsWith: .success) {
            try await RawServer.withRunning(answers: Self.answers) { _, origin in
                let transport = URLSessionTransport()
                let client = AsyncOAuth1Client(
                    client: StreamingLibrary.credentials,
                    options: Self.options,
                    transport: transport
                )
                let session = OAuth1Session(
                    client: StreamingLibrary.credentials,
                    options: Self.options,
                    transport: transport
                )
                _ = try await client.get(origin + "/small")
                let before = try PeakMemory.bytes()
                await #expect(throws: OAuth1ClientError(.responseTooLarge, "", status: .ok)) {
                    _ = try await client.get(origin + "/")
                }
                // URLSession does one thing at a time: this is answered when the other response was decompressed.
                #expect(try await client.get(origin + "/small").text == "ok")
                let refusal = await withCheckedContinuation { continuation in
                    Thread.detachNewThread {
                        continuation.resume(returning: Result { try session.get(origin + "/") })
                    }
                }
                #expect(throws: OAuth1ClientError(.responseTooLarge, "", status: .ok)) { try refusal.get() }
                #expect(try await client.get(origin + "/small").text == "ok")
                #expect(try PeakMemory.bytes() - before < Self.allowance)
            }
        }
    }

    @Test("Over URLSession such a response is streamed in constant memory, read to its end or given up")
    func streamed() async {
        await #expect(processExitsWith: .success) {
            try await RawServer.withRunning(answers: Self.answers) { _, origin in
                try await StreamingLibrary.urlSession.withClient { client in
                    _ = try await client.get(origin + "/small")
                    let before = try PeakMemory.bytes()
                    var received = 0
                    for try await piece in try await client.stream(.get, origin + "/").body { received += piece.count }
                    #expect(received == CompressedResponse.decompressedBytes)
                    for try await piece in try await client.stream(.get, origin + "/").body where !piece.isEmpty {
                        break
                    }
                    _ = try await client.stream(.get, origin + "/")
                    #expect(try await client.stream(.get, origin + "/small").collect(upTo: 10).text == "ok")
                    #expect(try PeakMemory.bytes() - before < Self.allowance)
                }
            }
        }
    }

    @Test("Over URLSession on Linux no compression is asked for, unless a call or the configuration does")
    func acceptEncoding() async throws {
        let configuration = URLSessionConfiguration.oauth1
        configuration.httpAdditionalHeaders = ["accept-encoding": "br"]
        try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
            for transport in [URLSessionTransport(), URLSessionTransport(configuration: configuration)] {
                let client = AsyncOAuth1Client(client: StreamingLibrary.credentials, transport: transport)
                _ = try await client.get(origin + "/")
                _ = try await client.get(origin + "/", headerFields: [.acceptEncoding: "gzip"])
                _ = try await client.stream(.get, origin + "/").collect(upTo: 10)
            }
            let fields = try server.requests.map { try RawRequest($0)["accept-encoding"] }
            #expect(fields == ["identity", "gzip", "identity", "br", "gzip", "br"])
        }
    }
    #endif

    @Test("AsyncHTTPClient decompresses nothing unless its configuration says so")
    func asyncHTTPClient() async throws {
        let body = try CompressedResponse.body()
        try await RawServer.withRunning(answers: Self.answers) { server, origin in
            try await StreamingLibrary.asyncHTTPClient.withClient { client in
                let whole = try await client.get(origin + "/")
                let streamed = try await client.stream(.get, origin + "/").collect(upTo: 10_000)
                #expect(whole.body == body)
                #expect(streamed.body == body)
            }
            let fields = try server.requests.map { try RawRequest($0)["accept-encoding"] }
            #expect(fields == [nil, nil])
        }
    }
}
#endif
