//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Client
import Testing

@Suite("Requests that got no response")
struct TransportFailureTests {
    private struct Broken: Error {}

    /// Fails in a way that it knows.
    private struct FailingTransport: OAuth1StreamingTransport {
        let failure: OAuth1TransportFailure?

        func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
            throw Broken()
        }

        func stream(_ request: HTTPRequest, body: OAuth1BodyStream?) async throws -> OAuth1StreamedResponse {
            OAuth1StreamedResponse(
                head: HTTPResponse(status: .ok),
                pieces: AsyncThrowingStream { $0.finish(throwing: Broken()) }
            )
        }

        func failure(behind error: any Error) -> OAuth1TransportFailure? { error is Broken ? failure : nil }
    }

    private func client(_ failure: OAuth1TransportFailure?, retries: OAuth1RetryPolicy = .none) -> AsyncOAuth1Client {
        AsyncOAuth1Client(
            client: OAuth1ClientCredentials(key: "k", secret: "s"),
            options: OAuth1FlowOptions(retries: retries),
            transport: FailingTransport(failure: failure)
        )
    }

    @Test("A timeout says that it is one, its limit, and how often the request was sent")
    func timeout() async throws {
        let retries = OAuth1RetryPolicy(maximumAttempts: 3, baseDelay: .zero)
        let timeout = OAuth1TransportFailure(.timeout, limit: .seconds(30))
        for (policy, words) in [(retries, "on the last of 3 attempts"), (.none, "on the only attempt")] {
            let error = await #expect(throws: OAuth1ClientError.self) {
                _ = try await client(timeout, retries: policy).get("https://h.example/a?b=hidden1")
            }
            #expect(error?.code == .transport)
            #expect(error?.transportFailure == timeout)
            #expect(error?.url == "https://h.example/a")
            #expect(error?.step == .call)
            #expect(error?.reason == "the request timed out after 30 seconds, \(words)")
        }
    }

    @Test("A transport that does not know why leaves the HTTP library's error")
    func unknown() async throws {
        let error = await #expect(throws: OAuth1ClientError.self) {
            _ = try await client(nil).fetchRequestToken("https://h.example/a")
        }
        #expect(error?.transportFailure == nil)
        #expect(error?.cause is Broken)
        #expect(error?.step == .requestToken)
        #expect(
            error?.description.contains("no complete response arrived (request token, https://h.example/a)") == false
        )
        #expect(
            error?.description.contains("No complete response arrived (request token, https://h.example/a)") == true
        )
    }

    @Test("A body that breaks off says why, and of which call")
    func broken() async throws {
        let response = try await client(OAuth1TransportFailure(.connectionClosed)).stream(.get, "https://h.example/a")
        let error = await #expect(throws: OAuth1ClientError.self) { _ = try await response.collect(upTo: 10) }
        #expect(error?.transportFailure?.kind == .connectionClosed)
        #expect(error?.url == "https://h.example/a")
        #expect(error?.reason.contains("the server closed the connection") == true)
    }

    @Test("Limits are shown in whole seconds, or in milliseconds")
    func limits() {
        #expect("\(OAuth1TransportFailure(.timeout, limit: .seconds(1)))" == "timeout after 1 second")
        #expect("\(OAuth1TransportFailure(.timeout, limit: .milliseconds(1_500)))" == "timeout after 1500 milliseconds")
        #expect("\(OAuth1TransportFailure(.noTLS))" == "noTLS")
    }
}
