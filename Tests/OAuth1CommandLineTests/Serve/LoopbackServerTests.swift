//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import OAuth1
import OAuth1Client
import OAuth1Server
import OAuth1URLSession
import Synchronization
import Testing

@testable import OAuth1CommandLine

@Suite("The server of oauth1 serve")
struct LoopbackServerTests {
    @Test("Requests in progress are answered before the server stops", .timeLimit(.minutes(5)))
    func inProgress() async throws {
        let (arrived, arrival) = AsyncStream.makeStream(of: Void.self)
        let (stopping, stop) = AsyncStream.makeStream(of: Void.self)
        let server = LoopbackServer(port: 0, maximumBodySize: 1_000) { _, _ in
            arrival.finish()
            for await _ in stopping {}
            // A server that does not wait stops meanwhile.
            try? await Task.sleep(for: .milliseconds(200))
            let body = [UInt8](repeating: 0x61, count: 100_000)
            return LoopbackResponse(response: OAuth1ServerResponse(HTTPResponse(status: .ok), body: body))
        }
        let answer = Mutex<Task<OAuth1Response, any Error>?>(nil)
        try await server.withRunning { place in
            let request = try HTTPRequest(method: .get, absoluteURL: place.baseURL + "/")
            let task = Task {
                // Also without a response, so that the test ends.
                defer { arrival.finish() }
                return try await URLSessionTransport().send(request, body: nil, maximumResponseBytes: 1_000_000)
            }
            answer.withLock { $0 = task }
            for await _ in arrived {}
            stop.finish()
        }
        let task = try #require(answer.withLock { $0 })
        #expect(try await task.value.body.count == 100_000)
    }
}
#endif
