//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient
public import OAuth1Client
import SystemPackage

extension OAuth1BodyStream {
    /// A file, read piece by piece each time that it is sent.
    ///
    /// The file must not change until the call is over: its length is sent, and perhaps its hash.
    ///
    /// - Parameters:
    ///   - path: The path of the file.
    ///   - contentType: The media type.
    /// - Returns: The body.
    /// - Throws: `Errno` if there is no such file, or it can't be read; `OAuth1ClientError` with code
    ///   `invalidConfiguration` if it is a folder, a pipe or a device, which have no length and can't be read twice.
    public static func file(_ path: String, contentType: String) throws -> OAuth1BodyStream {
        let length = try OpenFile(path).length()
        return OAuth1BodyStream(contentType: contentType, length: length) { FilePieces(file: try OpenFile(path)) }
    }
}

/// A file that is open for reading until nobody has it anymore.
private final class OpenFile: Sendable {
    private let descriptor: FileDescriptor

    init(_ path: String) throws {
        // Before it is opened, which other processes notice at the other end of a pipe, and some devices, too.
        try OpenFile.check(FilePath(path).stat())
        // Without waiting, should the file be replaced in the meantime: a pipe is opened when somebody writes to it.
        descriptor = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
        try OpenFile.check(descriptor.stat())
    }

    private static func check(_ stat: Stat) throws(OAuth1ClientError) {
        guard stat.type == .regular else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "expected a regular file, got a folder, a pipe or a device",
                recoverySuggestion: "Send its bytes with OAuth1BodyStream(contentType:length:_:)"
            )
        }
    }

    deinit {
        // Nothing was written, so nothing can be lost.
        try? descriptor.close()
    }

    func length() throws -> Int64 { try descriptor.seek(offset: 0, from: .end) }

    func read(at offset: Int64, upTo count: Int) throws -> [UInt8] {
        try [UInt8](unsafeUninitializedCapacity: count) { buffer, read in
            read = try descriptor.read(fromAbsoluteOffset: offset, into: UnsafeMutableRawBufferPointer(buffer))
        }
    }
}

/// The pieces of a file, each read when it is asked for: a local disk answers sooner than another thread would.
private struct FilePieces: AsyncSequence, Sendable {
    /// Enough that reading costs less than sending.
    private static let pieceBytes = 131_072

    let file: OpenFile

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let file: OpenFile
        fileprivate var offset: Int64 = 0

        mutating func next() async throws -> [UInt8]? {
            try Task.checkCancellation()
            let piece = try file.read(at: offset, upTo: FilePieces.pieceBytes)
            offset += Int64(piece.count)
            return piece.isEmpty ? nil : piece
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? { try await next() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file: file) }
}
#endif
