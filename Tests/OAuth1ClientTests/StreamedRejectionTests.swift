//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import Synchronization
import Testing

@Suite("Rejections of streamed calls")
struct StreamedRejectionTests {
    private struct Unreadable: Error {}
    private struct Broken: Error {}

    /// A service that rejects while the request's body is still being sent, and reads on, as AsyncHTTPClient does.
    private struct EarlyRefusal: OAuth1StreamingTransport {
        let breaksOff: Bool
        let attempts = Attempts()

        final class Attempts: Sendable {
            let count = Mutex(0)
        }

        func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
            OAuth1Response(.ok)
        }

        func stream(_ request: HTTPRequest, body: OAuth1BodyStream?) async throws -> OAuth1StreamedResponse {
            attempts.count.withLock { $0 += 1 }
            let breaksOff = breaksOff
            let sent = try body?.pieces()
            let pieces = AsyncThrowingStream<[UInt8], any Error> { continuation in
                Task {
                    do {
                        if breaksOff { throw Broken() }
                        if let sent { for try await _ in sent {} }
                        continuation.finish()
                    } catch {
                        continuation.finish(throwing: error)
                    }
                }
            }
            return OAuth1StreamedResponse(head: HTTPResponse(status: .contentTooLarge), pieces: pieces)
        }
    }

    private func put(_ transport: EarlyRefusal) async throws -> OAuth1StreamedResponse {
        let options = OAuth1FlowOptions(retries: OAuth1RetryPolicy(baseDelay: .zero, budget: .seconds(600)))
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            options: options,
            transport: transport
        )
        let body = OAuth1BodyStream(contentType: "a/b") {
            AsyncThrowingStream { $0.finish(throwing: Unreadable()) }
        }
        return try await client.stream(.put, "https://h.example/a", body: body)
    }

    @Test("A body that fails while its rejection arrives is the caller's error, and is not retried")
    func unreadableBody() async throws {
        let transport = EarlyRefusal(breaksOff: false)
        await #expect(throws: Unreadable.self) { _ = try await put(transport) }
        #expect(transport.attempts.count.withLock { $0 } == 1)
    }

    @Test("A rejection that breaks off is retried, as often as the policy allows")
    func brokenRefusal() async throws {
        let transport = EarlyRefusal(breaksOff: true)
        let error = await #expect(throws: OAuth1ClientError.self) { _ = try await put(transport) }
        #expect(error?.code == .transport)
        #expect(transport.attempts.count.withLock { $0 } == 3)
    }
}
