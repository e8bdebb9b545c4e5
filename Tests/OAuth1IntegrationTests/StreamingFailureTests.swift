//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1Testing
import Synchronization
import Testing

@Suite("Streamed bodies that fail", .serialized, .timeLimit(.minutes(10)))
struct StreamingFailureTests {
    @Test(
        "A form can't be sent piece by piece, nor anything over a transport that can't",
        arguments: StreamingLibrary.allCases
    )
    func refusals(library: StreamingLibrary) async throws {
        try await library.withClient { client in
            let form = OAuth1BodyStream(contentType: "application/x-www-form-urlencoded; charset=utf-8") {
                Zeros(count: 1)
            }
            let error = await #expect(throws: OAuth1ClientError.self) {
                try await client.stream(.post, "https://h.example/", body: form)
            }
            #expect(error?.code == .invalidConfiguration)
        }
        let other = AsyncOAuth1Client(client: StreamingLibrary.credentials, transport: OAuth1TestProvider().transport)
        let error = await #expect(throws: OAuth1ClientError.self) { try await other.stream(.get, "https://h.example/") }
        #expect(error?.recoverySuggestion?.contains("AsyncHTTPClientTransport") == true)
    }

    @Test("A rejection is read whole, and a response that breaks off is an error", arguments: StreamingLibrary.allCases)
    func refusedAndBroken(library: StreamingLibrary) async throws {
        let answers = RawServer.Answers.byPath([
            "/no": .response("oauth_problem=permission_denied", status: "403 Forbidden"),
            "/cut": .bytesThenCut(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345".utf8)),
        ])
        try await RawServer.withRunning(answers: answers) { _, origin in
            try await library.withClient { client in
                let refused = try await client.stream(.get, origin + "/no")
                #expect(refused.status == .forbidden)
                #expect(try await refused.collect(upTo: 100).problem?.code == "permission_denied")
                let broken = try await client.stream(.get, origin + "/cut")
                let error = await #expect(throws: OAuth1ClientError.self) { try await broken.collect(upTo: 100) }
                #expect(error?.code == .transport)
                let small = try await client.stream(.get, origin + "/no")
                let tooLarge = await #expect(throws: OAuth1ClientError.self) { try await small.collect(upTo: 5) }
                #expect(tooLarge?.code == .responseTooLarge)
            }
        }
    }

    @Test("A rejection that breaks off is not an answer, so the call is retried", arguments: StreamingLibrary.allCases)
    func brokenRefusal(library: StreamingLibrary) async throws {
        let cut = RawServer.Answer.bytesThenCut(
            Array("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 10\r\n\r\n12345".utf8)
        )
        try await RawServer.withRunning(answers: .inTurn([cut, .response("ok")])) { server, origin in
            try await library.withClient { client in
                let response = try await client.stream(.get, origin + "/a").collect(upTo: 10)
                #expect(response.text == "ok")
                #expect(server.requests.count == 2)
            }
        }
        // As often as others, and with a method that may have done something not at all.
        try await RawServer.withRunning(answers: .always(cut)) { server, origin in
            try await library.withClient { client in
                for (method, attempts) in [(HTTPRequest.Method.get, 3), (.post, 1)] {
                    let before = server.requests.count
                    let error = await #expect(throws: OAuth1ClientError.self) {
                        try await client.stream(method, origin + "/a")
                    }
                    #expect(error?.code == .transport)
                    #expect(server.requests.count - before == attempts)
                }
            }
        }
    }

    @Test("A pipe without a writer, a folder and a device are rejected immediately as file bodies")
    func noFile() throws {
        let pipe = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)").path
        #expect(mkfifo(pipe, 0o600) == 0)
        defer { unlink(pipe) }
        for path in [pipe, FileManager.default.temporaryDirectory.path, "/dev/null"] {
            let error = #expect(throws: OAuth1ClientError.self, "\(path)") {
                try OAuth1BodyStream.file(path, contentType: "a/b")
            }
            #expect(error?.code == .invalidConfiguration)
        }
    }

    private struct Unreadable: Error {}

    @Test("An error of the body is the caller's, and no reason to try again", arguments: StreamingLibrary.allCases)
    func unreadableBody(library: StreamingLibrary) async throws {
        let readings = Mutex(0)
        let body = OAuth1BodyStream(contentType: "a/b", length: 131_072) {
            readings.withLock { $0 += 1 }
            return AsyncThrowingStream { continuation in
                continuation.yield([UInt8](repeating: 0, count: 65_536))
                continuation.finish(throwing: Unreadable())
            }
        }
        try await CountingServer.withRunning { origin in
            try await library.withClient { client in
                await #expect(throws: Unreadable.self) { try await client.stream(.put, origin + "/count", body: body) }
            }
            try await library.withClient(bodyHash: .always) { client in
                await #expect(throws: Unreadable.self) { try await client.stream(.put, origin + "/count", body: body) }
            }
        }
        #expect(readings.withLock { $0 } == 2)
    }

    @Test(
        "A progress ends with a response that nobody reads, and a body has one reader",
        arguments: StreamingLibrary.allCases
    )
    func unread(library: StreamingLibrary) async throws {
        try await CountingServer.withRunning { origin in
            try await library.withClient { client in
                let progress = OAuth1TransferProgress()
                async let end: Void = { for await _ in progress {} }()
                _ = try await client.stream(.get, origin + "/bytes/100", progress: progress).status
                await end
                let response = try await client.stream(.get, origin + "/bytes/200000")
                for try await _ in response.body { break }
                let error = await #expect(throws: OAuth1ClientError.self) {
                    try await response.collect(upTo: 1_000_000)
                }
                #expect(error?.code == .invalidConfiguration)
            }
        }
    }

    @Test("A response that nobody reads on ends its connection", arguments: StreamingLibrary.allCases)
    func abandoned(library: StreamingLibrary) async throws {
        let ended = Mutex(false)
        let router = Router()
        router.get("endless") { _, _ in
            Response(
                status: .ok,
                body: .init { writer in
                    defer { ended.withLock { $0 = true } }
                    while true { try await writer.write(ByteBuffer(repeating: 1, count: 65_536)) }
                }
            )
        }
        try await LoopbackApplication.withRunning(router) { origin in
            try await library.withClient { client in
                var pieces = 0
                for try await _ in try await client.stream(.get, origin + "/endless").body {
                    pieces += 1
                    if pieces == 5 { break }
                }
                while !ended.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
            }
        }
    }
}
#endif
