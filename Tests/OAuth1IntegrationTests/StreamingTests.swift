//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Foundation
import HTTPTypes
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1Testing
import Synchronization
import Testing

@Suite("Streaming", .serialized, .timeLimit(.minutes(10)))
struct StreamingTests {
    @Test("A progress reports both directions, to the last byte, and ends", arguments: StreamingLibrary.allCases)
    func progress(library: StreamingLibrary) async throws {
        try await CountingServer.withRunning { origin in
            try await library.withClient { client in
                let upload = OAuth1TransferProgress()
                let body = OAuth1BodyStream(contentType: "a/b", length: 300_000) { Zeros(count: 300_000) }
                async let last = upload.reduce(nil as OAuth1TransferProgress.State?) { $1 }
                _ = try await client.stream(.post, origin + "/count", body: body, progress: upload).collect(upTo: 100)
                let state = try #require(await last)
                #expect(state.sentBytes == 300_000)
                #expect(state.totalBytesToSend == 300_000)
                #expect(state.receivedBytes == 6)

                let download = OAuth1TransferProgress()
                async let all = download.reduce(into: [OAuth1TransferProgress.State]()) { $0.append($1) }
                for try await _ in try await client.stream(.get, origin + "/bytes/200000", progress: download).body {}
                let states = await all
                #expect(states.last?.receivedBytes == 200_000)
                #expect(states.last?.totalBytesToReceive == 200_000)
                #expect(states.map(\.receivedBytes) == states.map(\.receivedBytes).sorted())

                let failed = OAuth1TransferProgress()
                async let end: Void = { for await _ in failed {} }()
                await #expect(throws: OAuth1ClientError.self) {
                    try await client.stream(.get, "http://127.0.0.1:1/", progress: failed)
                }
                await end
            }
        }
    }

    @Test(
        "A file is hashed in one pass, signed, sent, and read again for each additional attempt",
        arguments: StreamingLibrary.allCases
    )
    func file(library: StreamingLibrary) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)").path
        let content = String(repeating: "0123456789", count: 30_000)
        try content.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let answers = RawServer.Answers.byPath([
            "/first": .response("", status: "307 Temporary Redirect", fields: "Location: /second\r\n"),
            "/second": .response("ok"),
        ])
        try await RawServer.withRunning(answers: answers) { server, origin in
            try await library.withClient(bodyHash: .nonFormBodies) { client in
                let body = try OAuth1BodyStream.file(path, contentType: "text/plain")
                #expect(body.length == 300_000)
                let response = try await client.stream(.put, origin + "/first", body: body)
                #expect(try await response.collect(upTo: 10).text == "ok")
            }
            #expect(server.requests.count == 2)
            for text in server.requests {
                let request = try RawRequest(text)
                #expect(request.body == content)
                // The signature and the hash of the body are right.
                _ = try request.verify(origin)
                #expect(text.contains("oauth_body_hash=\""))
            }
        }
        #expect(throws: (any Error).self) { try OAuth1BodyStream.file(path + "-not", contentType: "text/plain") }
    }

    @Test("A redirect with status 303 leaves the body and its hash behind", arguments: StreamingLibrary.allCases)
    func seeOther(library: StreamingLibrary) async throws {
        let answers = RawServer.Answers.byPath([
            "/first": .response("", status: "303 See Other", fields: "Location: /second\r\n"),
            "/second": .response("ok"),
        ])
        try await RawServer.withRunning(answers: answers) { server, origin in
            try await library.withClient(bodyHash: .nonFormBodies) { client in
                let body = OAuth1BodyStream(contentType: "a/b", length: 10) { Zeros(count: 10) }
                _ = try await client.stream(.post, origin + "/first", body: body)
            }
            let last = try #require(server.requests.last)
            #expect(last.hasPrefix("GET /second"))
            #expect(!last.contains("oauth_body_hash"))
            #expect(try RawRequest(last).body.isEmpty)
        }
    }

    @Test("Parameters that are placed in the body are sent without a stream, too", arguments: StreamingLibrary.allCases)
    func placedInBody(library: StreamingLibrary) async throws {
        try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
            try await library.withClient(placement: .body) { client in
                _ = try await client.stream(.post, origin + "/a").collect(upTo: 10)
            }
            let request = try RawRequest(try #require(server.requests.first))
            #expect(try request.verify(origin).placement == .body)
        }
    }

    @Test("The blocking session streams, too", arguments: StreamingLibrary.allCases)
    func blocking(library: StreamingLibrary) async throws {
        try await CountingServer.withRunning { origin in
            try await library.withClient { client in
                let session = OAuth1Session(client)
                let received = Mutex(0)
                let head = try await withCheckedThrowingContinuation { continuation in
                    Thread.detachNewThread {
                        continuation.resume(
                            with: Result {
                                try session.stream(.get, origin + "/bytes/200000") { piece in
                                    received.withLock { $0 += piece.count }
                                }
                            }
                        )
                    }
                }
                #expect(head.status == .ok)
                #expect(received.withLock { $0 } == 200_000)
            }
        }
    }
}
#endif
