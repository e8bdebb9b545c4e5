//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Foundation
import HTTPTypes
import OAuth1Client
import Testing

private let gigabyte = 1 << 30

/// In a separate run (`scripts/test`): what waits in libraries depends on what else the machine does.
@Suite("Bodies in constant memory", .serialized, .timeLimit(.minutes(10)))
struct StreamingMemoryTests {
    @Test("A gigabyte goes up and down, and is never kept whole")
    func constantMemory() async throws {
        // What waits is in the buffers of sockets and libraries: AsyncHTTPClient takes pieces without waiting until its event
        // loop has seen that the socket is full, so how many depends on the machine. With more than the window on their way,
        // the ends wait for each other: a transport that buffers a whole body before sending waits forever.
        let window = gigabyte / 4
        let (up, down) = (BytesOnTheirWay(), BytesOnTheirWay())
        try await CountingServer.withRunning(up) { origin in
            try await StreamingLibrary.asyncHTTPClient.withClient { client in
                let body = OAuth1BodyStream(contentType: "a/b") {
                    Zeros(count: gigabyte, onTheirWay: up, window: window)
                }
                let answer = try await client.stream(.post, origin + "/count", body: body).collect(upTo: 100)
                #expect(answer.text == "\(gigabyte)")
            }
        }
        try await CountingServer.withRunning(down, window: window) { origin in
            try await StreamingLibrary.asyncHTTPClient.withClient { client in
                var received = 0
                for try await piece in try await client.stream(.get, origin + "/bytes/\(gigabyte)").body {
                    received += piece.count
                    down.take(piece.count)
                }
                #expect(received == gigabyte)
            }
        }
        #expect(up.most <= window + 65_536)
        #expect(down.most <= window + 65_536)
    }

    /// A reader that waits for more than the window waits forever here, on any machine.
    @Test("Bodies go up and down although nothing is made before what came earlier has arrived")
    func passesOnAtOnce() async throws {
        let (count, window) = (1 << 26, 1 << 20)
        let (up, down) = (BytesOnTheirWay(), BytesOnTheirWay())
        try await CountingServer.withRunning(up) { origin in
            try await StreamingLibrary.asyncHTTPClient.withClient { client in
                let body = OAuth1BodyStream(contentType: "a/b") { Zeros(count: count, onTheirWay: up, window: window) }
                let answer = try await client.stream(.post, origin + "/count", body: body).collect(upTo: 100)
                #expect(answer.text == "\(count)")
            }
        }
        try await CountingServer.withRunning(down, window: window) { origin in
            try await StreamingLibrary.asyncHTTPClient.withClient { client in
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
        // In a separate process, where no other test needs memory.
        await #expect(processExitsWith: .success) {
            @Sendable func peakMemory() throws -> Int {
                let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
                let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") })
                return try #require(Int(line.filter(\.isNumber))) * 1_024
            }
            try await CountingServer.withRunning { origin in
                try await StreamingLibrary.urlSession.withClient { client in
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
}
#endif
