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

/// What the article "Large bodies" says of forms with files.
@Suite("Forms with files that are not in memory", .serialized, .timeLimit(.minutes(10)))
struct MultipartStreamingTests {
    private static let fileBytes = 300_000

    private static func body() -> OAuth1BodyStream {
        var form = OAuth1MultipartForm()
        form.append("title", "a title")
        let file = OAuth1BodyStream(contentType: "video/mp4", length: Int64(fileBytes)) { Zeros(count: fileBytes) }
        return .multipart(form, files: [OAuth1MultipartFile(name: "video", filename: "v.mp4", body: file)])
    }

    @Test(
        "Fields and files arrive with their length, and a progress reports them",
        arguments: StreamingLibrary.allCases
    )
    func upload(library: StreamingLibrary) async throws {
        try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
            try await library.withClient { client in
                let body = Self.body()
                let length = try #require(body.length)
                let progress = OAuth1TransferProgress()
                async let last = progress.reduce(nil as OAuth1TransferProgress.State?) { $1 }
                let response = try await client.stream(.post, origin + "/videos", body: body, progress: progress)
                #expect(try await response.collect(upTo: 10).text == "ok")
                let state = try #require(await last)
                #expect(state.sentBytes == length)
                #expect(state.totalBytesToSend == length)
                let request = try RawRequest(try #require(server.requests.first))
                try request.verify(origin)
                #expect(request["content-length"] == "\(length)")
                #expect(request["content-type"] == body.contentType)
                #expect(request.body.contains("name=\"title\"\r\n\r\na title\r\n--"))
                #expect(request.body.contains("name=\"video\"; filename=\"v.mp4\"\r\nContent-Type: video/mp4\r\n\r\n"))
                #expect(request.body.utf8.count == Int(length))
            }
        }
    }

    @Test("The blocking session sends such forms, too, and each call may have a separate placement")
    func blocking() async throws {
        try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
            let session = OAuth1Session(client: StreamingLibrary.credentials, transport: .urlSession)
            let client = AsyncOAuth1Client(client: StreamingLibrary.credentials, transport: .urlSession)
            let options = OAuth1SigningOptions(placement: .query)
            try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
                Thread.detachNewThread {
                    continuation.resume(
                        with: Result {
                            _ = try session.stream(.post, origin + "/a", body: Self.body(), options: options) { _ in }
                            _ = try session.send(.post, origin + "/b", body: .form(["f": "1"]), options: options)
                        }
                    )
                }
            }
            _ = try await client.send(.post, origin + "/c", body: .form(["f": "1"]), options: options)
            for text in server.requests {
                let request = try RawRequest(text)
                try request.verify(origin)
                #expect(request["authorization"] == nil)
            }
            #expect(server.requests.count == 3)
        }
    }
}
#endif
