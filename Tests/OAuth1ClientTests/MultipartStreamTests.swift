//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Testing
import Synchronization
import Testing

@testable import OAuth1Client

@Suite("Multipart bodies that are sent piece by piece")
struct MultipartStreamTests {
    private struct Failure: Error {}

    private static func file(_ pieces: [String], length: Int64?) -> OAuth1BodyStream {
        OAuth1BodyStream(contentType: "image/png", length: length) {
            AsyncThrowingStream { continuation in
                for piece in pieces { continuation.yield(Array(piece.utf8)) }
                continuation.finish()
            }
        }
    }

    private static func read(_ body: OAuth1BodyStream) async throws -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        for try await piece in ReportedPieces(try body.pieces(), report: { _ in }) { pieces.append(piece) }
        return pieces
    }

    private static var form: OAuth1MultipartForm {
        var form = OAuth1MultipartForm()
        form.append("title", "Ünder")
        form.append("small", filename: "s.txt", contentType: "text/plain", Array("tiny".utf8))
        return form
    }

    @Test("The bytes are those of the same form in memory, and the length is theirs")
    func bytes() async throws {
        let body = OAuth1BodyStream.multipart(
            Self.form,
            files: [
                OAuth1MultipartFile(name: "photo", filename: "a\"b.png", body: Self.file(["ab", "", "cd"], length: 4)),
                OAuth1MultipartFile(name: "empty", filename: "e.png", body: Self.file([], length: 0)),
            ]
        )
        let boundary = try #require(body.contentType.split(separator: "=").last.map(String.init))
        #expect(boundary.utf8.count >= 16)
        var whole = Self.form
        whole.append("photo", filename: "a\"b.png", contentType: "image/png", Array("abcd".utf8))
        whole.append("empty", filename: "e.png", contentType: "image/png", [])
        let expected = whole.body(boundary: boundary)
        #expect(body.contentType == expected.contentType)
        // Twice: a call may have to be sent again, with the same boundary.
        for _ in 0..<2 { #expect(try await Self.read(body).flatMap(\.self) == expected.bytes) }
        #expect(body.length == Int64(expected.bytes.count))
    }

    @Test("A file without a length has the body sent without one")
    func unknownLength() throws {
        let file = OAuth1MultipartFile(name: "f", filename: "f", body: Self.file(["x"], length: nil))
        #expect(OAuth1BodyStream.multipart(OAuth1MultipartForm(), files: [file]).length == nil)
        #expect(OAuth1BodyStream.multipart(OAuth1MultipartForm(), files: []).length != nil)
    }

    @Test("No piece is read before the one in front of it was taken")
    func pieceByPiece() async throws {
        let counter = Mutex(0)
        let file = OAuth1BodyStream(contentType: "a/b", length: 3_000_000) {
            AsyncThrowingStream(unfolding: {
                let count = counter.withLock { made in
                    made += 1
                    return made
                }
                return count > 3 ? nil : [UInt8](repeating: 1, count: 1_000_000)
            })
        }
        let body = OAuth1BodyStream.multipart(
            OAuth1MultipartForm(),
            files: [OAuth1MultipartFile(name: "f", filename: "f", body: file)]
        )
        var made: [Int] = []
        for try await piece in ReportedPieces(try body.pieces(), report: { _ in }) where piece.count == 1_000_000 {
            made.append(counter.withLock { $0 })
        }
        #expect(made == [1, 2, 3])
    }

    @Test("A file that is longer or shorter than was said ends the call", arguments: [3, 5])
    func wrongLength(length: Int64) async throws {
        let file = OAuth1MultipartFile(name: "f", filename: "f", body: Self.file(["ab", "cd"], length: length))
        let body = OAuth1BodyStream.multipart(OAuth1MultipartForm(), files: [file])
        let failure = await #expect(throws: BodyFailure.self) { _ = try await Self.read(body) }
        #expect((failure?.cause as? OAuth1ClientError)?.code == .invalidConfiguration)
    }

    @Test("An error of a file reaches the caller as it is")
    func fileError() async throws {
        let file = OAuth1BodyStream(contentType: "a/b") { throw Failure() }
        let body = OAuth1BodyStream.multipart(
            OAuth1MultipartForm(),
            files: [OAuth1MultipartFile(name: "f", filename: "f", body: file)]
        )
        let failure = await #expect(throws: BodyFailure.self) { _ = try await Self.read(body) }
        #expect(failure?.cause is Failure)
    }
}
