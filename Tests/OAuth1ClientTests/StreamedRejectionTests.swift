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

    /// A service that rejects the first call, and records the timestamps.
    private final class FirstRefusal: OAuth1StreamingTransport {
        private let rejection: OAuth1Response
        let headers = Mutex<[String]>([])

        init(_ rejection: OAuth1Response) {
            self.rejection = rejection
        }

        func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
            OAuth1Response(.ok)
        }

        func stream(_ request: HTTPRequest, body: OAuth1BodyStream?) async throws -> OAuth1StreamedResponse {
            if let body { for try await _ in try body.pieces() {} }
            let count = headers.withLock { headers in
                headers.append(request.headerFields[.authorization] ?? "")
                return headers.count
            }
            let answer = count == 1 ? rejection : OAuth1Response(.ok)
            let pieces = AsyncThrowingStream<[UInt8], any Error> { continuation in
                continuation.yield(answer.body)
                continuation.finish()
            }
            return OAuth1StreamedResponse(head: answer.head, pieces: pieces)
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

    @Test("A body that can be read once is sent once, and the next call has the service's time")
    func readOnce() async throws {
        let rejection = OAuth1Response(.unauthorized, ServiceDate.fields, "Timestamp out of bounds")
        let transport = FirstRefusal(rejection)
        let client = AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            configuration: OAuth1SigningConfiguration(clock: FixedClock(time: ServiceDate.time - 3_600)),
            transport: transport
        )
        func put() async throws -> OAuth1StreamedResponse {
            let reads = Mutex(0)
            let body = OAuth1BodyStream(contentType: "", length: 3, isRepeatable: false) {
                let count = reads.withLock { count in
                    count += 1
                    return count
                }
                guard count == 1 else { throw Unreadable() }
                return AsyncThrowingStream { continuation in
                    continuation.yield([1, 2, 3])
                    continuation.finish()
                }
            }
            let request = try HTTPRequest(.put, wireURL: "https://h.example/a")
            return try await client.stream(request, stream: body)
        }
        let first = try await put()
        #expect(first.status == .unauthorized)
        #expect(try await first.collect(upTo: 100).text == "Timestamp out of bounds")
        #expect(try await put().status == .ok)
        let headers = transport.headers.withLock { $0 }
        #expect(headers.count == 2)
        #expect(headers[0].contains("oauth_timestamp=\"\(ServiceDate.time - 3_600)\""))
        let times = (0...60).map { "oauth_timestamp=\"\(ServiceDate.time + Int64($0))\"" }
        #expect(times.contains { headers[1].contains($0) })
    }

    @Test("A form in memory is signed, and its response is streamed")
    func form() async throws {
        let transport = FirstRefusal(OAuth1Response(.ok, [:], "answer"))
        let client = AsyncOAuth1Client(client: OAuth1ClientCredentials(key: "k", secret: "s"), transport: transport)
        var request = try HTTPRequest(.post, wireURL: "https://h.example/a")
        request.headerFields[.contentType] = "application/x-www-form-urlencoded"
        let response = try await client.stream(request, body: Array("a=1".utf8))
        #expect(try await response.collect(upTo: 100).text == "answer")
        #expect(transport.headers.withLock { $0 }.first?.hasPrefix("OAuth ") == true)
    }
}
