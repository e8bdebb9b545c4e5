//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import OAuth1Client
import OAuth1URLSession
import Testing

@Suite("Files as bodies without AsyncHTTPClient")
struct URLSessionFileTests {
    @Test("A file is read piece by piece, from its start each time, and its length is known")
    func file() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let url = folder.appendingPathComponent("file")
        let content = (0..<300_000).map { UInt8(truncatingIfNeeded: $0) }
        try Data(content).write(to: url)
        let link = folder.appendingPathComponent("link")
        try FileManager.default.createSymbolicLink(at: link, withDestinationURL: url)
        for url in [url, link] {
            let body = try OAuth1BodyStream.file(url, contentType: "a/b")
            #expect(body.length == 300_000)
            for _ in 0..<2 {
                var pieces: [[UInt8]] = []
                var iterator = try body.pieces().makeAsyncIterator()
                while let piece = try await iterator.next(isolation: #isolation) { pieces.append(piece) }
                #expect(pieces.count == 3)
                #expect(pieces.flatMap(\.self) == content)
            }
        }
        #expect(throws: OAuth1ClientError(.invalidConfiguration, "")) {
            try OAuth1BodyStream.file(folder, contentType: "a/b")
        }
        #expect(throws: (any Error).self) {
            try OAuth1BodyStream.file(folder.appendingPathComponent("none"), contentType: "a/b")
        }
    }

    @Test("A pipe, a device and links to them are rejected immediately")
    func noFile() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let pipe = folder.appendingPathComponent("pipe")
        #expect(mkfifo(pipe.path, 0o600) == 0)
        // With a writer, so that opening it would not wait.
        let descriptor = open(pipe.path, O_RDWR | O_NONBLOCK)
        defer { close(descriptor) }
        let device = URL(filePath: "/dev/null")
        let links = [folder.appendingPathComponent("link1"), folder.appendingPathComponent("link2")]
        for (link, target) in zip(links, [pipe, device]) {
            try FileManager.default.createSymbolicLink(at: link, withDestinationURL: target)
        }
        for url in [pipe, device] + links {
            let error = #expect(throws: OAuth1ClientError.self, "\(url)") {
                try OAuth1BodyStream.file(url, contentType: "a/b")
            }
            #expect(error?.code == .invalidConfiguration)
            #expect(error?.reason == "expected a regular file, got a folder, a pipe or a device")
        }
    }
}
