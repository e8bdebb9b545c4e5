//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import AsyncHTTPClient
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdOAuth1
import NIOCore
import OAuth1
import OAuth1AsyncHTTPClient
import OAuth1Client
import OAuth1Testing
import OAuth1URLSession
import Synchronization
import Testing

@testable import OAuth1CommandLine

private let gigabyte = 1 << 30

/// How many bytes were made and not taken yet: what has to be in memory somewhere between two ends.
private final class BytesOnTheirWay: Sendable {
    private let state = Mutex((now: 0, most: 0))

    /// The most that there were.
    var most: Int { state.withLock { $0.most } }

    func make(_ count: Int) {
        state.withLock { state in
            state.now += count
            state.most = max(state.most, state.now)
        }
    }

    func take(_ count: Int) { state.withLock { $0.now -= count } }

    /// Waits until no more than so many are on their way.
    func waitForRoom(_ window: Int) async throws {
        while state.withLock({ $0.now > window }) { try await Task.sleep(for: .milliseconds(1)) }
    }
}

/// A server that counts what it gets, and sends as much as it is asked for.
private func withServer(
    _ onTheirWay: BytesOnTheirWay = BytesOnTheirWay(),
    window: Int = .max,
    _ use: @escaping @Sendable (String) async throws -> Void
) async throws {
    let router = Router()
    router.post("count") { request, _ in
        var count = 0
        for try await buffer in request.body {
            count += buffer.readableBytes
            onTheirWay.take(buffer.readableBytes)
        }
        return "\(count)"
    }
    router.get("bytes/:count") { _, context in
        let count = try context.parameters.require("count", as: Int.self)
        let piece = ByteBuffer(repeating: 7, count: 65_536)
        return Response(
            status: .ok,
            headers: [.contentLength: "\(count)"],
            body: .init { writer in
                var left = count
                while left > 0 {
                    try await onTheirWay.waitForRoom(window)
                    onTheirWay.make(min(left, 65_536))
                    try await writer.write(piece.getSlice(at: 0, length: min(left, 65_536)) ?? piece)
                    left -= 65_536
                }
                try await writer.finish(nil)
            }
        )
    }
    try await LoopbackApplication.withRunning(router, use)
}

/// Pieces of the same bytes, made when they are asked for.
private struct Zeros: AsyncSequence, Sendable {
    let count: Int
    var onTheirWay = BytesOnTheirWay()
    var window = Int.max
    let pieceBytes = 65_536

    struct AsyncIterator: AsyncIteratorProtocol {
        var left: Int
        let piece: [UInt8]
        let onTheirWay: BytesOnTheirWay
        let window: Int

        mutating func next() async throws -> [UInt8]? {
            guard left > 0 else { return nil }
            try await onTheirWay.waitForRoom(window)
            defer { left -= piece.count }
            onTheirWay.make(Swift.min(left, piece.count))
            return left < piece.count ? Array(piece.prefix(left)) : piece
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? { try await next() }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            left: count,
            piece: [UInt8](repeating: 0, count: pieceBytes),
            onTheirWay: onTheirWay,
            window: window
        )
    }
}

@Suite("Bodies that are not in memory", .serialized, .timeLimit(.minutes(2)))
struct StreamingTests {
    /// What moves the bytes.
    enum Library: String, CaseIterable, CustomTestStringConvertible {
        case asyncHTTPClient
        case urlSession

        var testDescription: String { rawValue }
    }

    private static let credentials = OAuth1ClientCredentials(key: "k", secret: "s")

    private func withClient(
        _ library: Library,
        bodyHash: OAuth1BodyHash = .off,
        placement: OAuth1Placement = .header,
        _ use: (AsyncOAuth1Client) async throws -> Void
    ) async throws {
        let configuration = OAuth1SigningConfiguration(placement: placement, bodyHash: bodyHash)
        if library == .urlSession {
            let transport = URLSessionTransport()
            try await use(
                AsyncOAuth1Client(client: Self.credentials, configuration: configuration, transport: transport)
            )
            return
        }
        try await HTTPClient.withHTTPClient(configuration: .oauth1) { httpClient in
            try await use(
                AsyncOAuth1Client(
                    client: Self.credentials,
                    configuration: configuration,
                    httpClient: httpClient
                )
            )
        }
    }

    @Test("A gigabyte goes up and down, and is never kept whole")
    func constantMemory() async throws {
        let (up, down) = (BytesOnTheirWay(), BytesOnTheirWay())
        try await withServer(up) { origin in
            try await withClient(.asyncHTTPClient) { client in
                let body = OAuth1BodyStream(contentType: "a/b") { Zeros(count: gigabyte, onTheirWay: up) }
                let answer = try await client.stream(.post, origin + "/count", body: body).collect(upTo: 100)
                #expect(answer.text == "\(gigabyte)")
            }
        }
        try await withServer(down) { origin in
            try await withClient(.asyncHTTPClient) { client in
                var received = 0
                for try await piece in try await client.stream(.get, origin + "/bytes/\(gigabyte)").body {
                    received += piece.count
                    down.take(piece.count)
                }
                #expect(received == gigabyte)
            }
        }
        // What waits is in the buffers of sockets and libraries: AsyncHTTPClient takes pieces without waiting until its event
        // loop has seen that the socket is full. On an idle machine that is some 80 MB, on a slow one half a gigabyte was
        // seen. Whoever keeps a body whole before sending it has all of it waiting.
        #expect(up.most < gigabyte / 8 * 7)
        #expect(down.most < gigabyte / 8 * 7)
    }

    /// Whoever waits for more than the window before passing anything on waits for ever here, however fast the machine is.
    @Test("Bodies go up and down although nothing is made before what came earlier has arrived")
    func passesOnAtOnce() async throws {
        let (count, window) = (1 << 26, 1 << 20)
        let (up, down) = (BytesOnTheirWay(), BytesOnTheirWay())
        try await withServer(up) { origin in
            try await withClient(.asyncHTTPClient) { client in
                let body = OAuth1BodyStream(contentType: "a/b") { Zeros(count: count, onTheirWay: up, window: window) }
                let answer = try await client.stream(.post, origin + "/count", body: body).collect(upTo: 100)
                #expect(answer.text == "\(count)")
            }
        }
        try await withServer(down, window: window) { origin in
            try await withClient(.asyncHTTPClient) { client in
                for try await piece in try await client.stream(.get, origin + "/bytes/\(count)").body {
                    down.take(piece.count)
                }
            }
        }
        #expect(up.most <= window + 65_536)
        #expect(down.most <= window + 65_536)
    }

    #if os(Linux)
    @Test("A gigabyte goes up in constant memory over URLSession, too")
    func constantMemoryOverURLSession() async {
        // In a process of its own, where no other test needs memory.
        await #expect(processExitsWith: .success) {
            @Sendable func peakMemory() throws -> Int {
                let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
                let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
                return try #require(Int(line.filter(\.isNumber))) * 1_024
            }
            try await withServer { origin in
                try await StreamingTests()
                    .withClient(.urlSession) { client in
                        _ = try await client.get(origin + "/bytes/1")
                        let before = try peakMemory()
                        let body = OAuth1BodyStream(contentType: "a/b") { Zeros(count: gigabyte) }
                        let answer = try await client.stream(.post, origin + "/count", body: body).collect(upTo: 100)
                        #expect(answer.text == "\(gigabyte)")
                        #expect(try peakMemory() - before < gigabyte / 4)
                    }
            }
        }
    }
    #endif

    @Test("A progress tells both ways, to the last byte, and ends", arguments: Library.allCases)
    func progress(library: Library) async throws {
        try await withServer { origin in
            try await withClient(library) { client in
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
        "A file is hashed in one pass, signed, sent, and read again for each further attempt",
        arguments: Library.allCases
    )
    func file(library: Library) async throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)").path
        let content = String(repeating: "0123456789", count: 30_000)
        try content.write(toFile: path, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let answers = RawServer.Answers.byPath([
            "/first": .response("", status: "307 Temporary Redirect", fields: "Location: /second\r\n"),
            "/second": .response("ok"),
        ])
        try await RawServer.withRunning(answers: answers) { server, origin in
            try await withClient(library, bodyHash: .nonFormBodies) { client in
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

    @Test("A redirect with status 303 leaves the body and its hash behind", arguments: Library.allCases)
    func seeOther(library: Library) async throws {
        let answers = RawServer.Answers.byPath([
            "/first": .response("", status: "303 See Other", fields: "Location: /second\r\n"),
            "/second": .response("ok"),
        ])
        try await RawServer.withRunning(answers: answers) { server, origin in
            try await withClient(library, bodyHash: .nonFormBodies) { client in
                let body = OAuth1BodyStream(contentType: "a/b", length: 10) { Zeros(count: 10) }
                _ = try await client.stream(.post, origin + "/first", body: body)
            }
            let last = try #require(server.requests.last)
            #expect(last.hasPrefix("GET /second"))
            #expect(!last.contains("oauth_body_hash"))
            #expect(try RawRequest(last).body.isEmpty)
        }
    }

    @Test("A form can't be sent piece by piece, nor anything over a transport that can't", arguments: Library.allCases)
    func refusals(library: Library) async throws {
        try await withClient(library) { client in
            let form = OAuth1BodyStream(contentType: "application/x-www-form-urlencoded; charset=utf-8") {
                Zeros(count: 1)
            }
            let error = await #expect(throws: OAuth1ClientError.self) {
                try await client.stream(.post, "https://h.example/", body: form)
            }
            #expect(error?.code == .invalidConfiguration)
        }
        let other = AsyncOAuth1Client(client: Self.credentials, transport: OAuth1TestProvider().transport)
        let error = await #expect(throws: OAuth1ClientError.self) { try await other.stream(.get, "https://h.example/") }
        #expect(error?.reason.contains("AsyncHTTPClientTransport") == true)
    }

    @Test("A refusal is read whole, and a response that breaks off is an error", arguments: Library.allCases)
    func refusedAndBroken(library: Library) async throws {
        let answers = RawServer.Answers.byPath([
            "/no": .response("oauth_problem=permission_denied", status: "403 Forbidden"),
            "/cut": .bytesThenCut(Array("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345".utf8)),
        ])
        try await RawServer.withRunning(answers: answers) { _, origin in
            try await withClient(library) { client in
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

    @Test("A refusal that breaks off is no answer, so the call is sent again", arguments: Library.allCases)
    func brokenRefusal(library: Library) async throws {
        let cut = RawServer.Answer.bytesThenCut(
            Array("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 10\r\n\r\n12345".utf8)
        )
        try await RawServer.withRunning(answers: .inTurn([cut, .response("ok")])) { server, origin in
            try await withClient(library) { client in
                let response = try await client.stream(.get, origin + "/a").collect(upTo: 10)
                #expect(response.text == "ok")
                #expect(server.requests.count == 2)
            }
        }
        // As often as others, and with a method that may have done something not at all.
        try await RawServer.withRunning(answers: .always(cut)) { server, origin in
            try await withClient(library) { client in
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

    @Test("What is no file is refused at once: a pipe that nobody writes to, a folder, a device")
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

    @Test("A progress ends with a response that nobody reads, and a body has one reader", arguments: Library.allCases)
    func unread(library: Library) async throws {
        try await withServer { origin in
            try await withClient(library) { client in
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

    private struct Unreadable: Error {}

    @Test("An error of the body is the caller's, and no reason to try again", arguments: Library.allCases)
    func unreadableBody(library: Library) async throws {
        let readings = Mutex(0)
        let body = OAuth1BodyStream(contentType: "a/b", length: 131_072) {
            readings.withLock { $0 += 1 }
            return AsyncThrowingStream { continuation in
                continuation.yield([UInt8](repeating: 0, count: 65_536))
                continuation.finish(throwing: Unreadable())
            }
        }
        try await withServer { origin in
            try await withClient(library) { client in
                await #expect(throws: Unreadable.self) { try await client.stream(.put, origin + "/count", body: body) }
            }
            try await withClient(library, bodyHash: .always) { client in
                await #expect(throws: Unreadable.self) { try await client.stream(.put, origin + "/count", body: body) }
            }
        }
        #expect(readings.withLock { $0 } == 2)
    }

    @Test("Parameters that are placed in the body are sent without a stream, too", arguments: Library.allCases)
    func placedInBody(library: Library) async throws {
        try await RawServer.withRunning(answers: .always(.response("ok"))) { server, origin in
            try await withClient(library, placement: .body) { client in
                _ = try await client.stream(.post, origin + "/a").collect(upTo: 10)
            }
            let request = try RawRequest(try #require(server.requests.first))
            #expect(try request.verify(origin).placement == .body)
        }
    }

    @Test("A response that nobody reads on ends its connection", arguments: Library.allCases)
    func abandoned(library: Library) async throws {
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
            try await withClient(library) { client in
                var pieces = 0
                for try await _ in try await client.stream(.get, origin + "/endless").body {
                    pieces += 1
                    if pieces == 5 { break }
                }
                while !ended.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(5)) }
            }
        }
    }

    @Test("The blocking session streams, too", arguments: Library.allCases)
    func blocking(library: Library) async throws {
        try await withServer { origin in
            try await withClient(library) { client in
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
