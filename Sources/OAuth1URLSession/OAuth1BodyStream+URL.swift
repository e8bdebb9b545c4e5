//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import Foundation
public import OAuth1Client

extension OAuth1BodyStream {
    /// A file, read piece by piece each time that it is sent.
    ///
    /// The file must not change until the call is over: its length is sent, and perhaps its hash.
    ///
    /// - Parameters:
    ///   - url: The URL of the file.
    ///   - contentType: The media type.
    /// - Returns: The body.
    /// - Throws: The file system's error if there is no such file, or it can't be read; `OAuth1ClientError` with code
    ///   `invalidConfiguration` if it is a folder, a pipe or a device, which have no length and can't be read twice.
    public static func file(_ url: URL, contentType: String) throws -> OAuth1BodyStream {
        let length = try length(of: url)
        return OAuth1BodyStream(contentType: contentType, length: length) {
            FilePieces(file: try FileHandle(forReadingFrom: url))
        }
    }

    private static func length(of url: URL) throws -> Int64 {
        let path = url.resolvingSymlinksInPath().path
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        guard url.isFileURL, attributes[.type] as? FileAttributeType == .typeRegular,
            let size = attributes[.size] as? NSNumber
        else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "expected a regular file, got a folder, a pipe or a device",
                recoverySuggestion: "Send its bytes with OAuth1BodyStream(contentType:length:_:)"
            )
        }
        // Whether it can be read is said before the call starts.
        try FileHandle(forReadingFrom: url).close()
        return size.int64Value
    }
}

/// The pieces of a file, each read when it is asked for.
private struct FilePieces: AsyncSequence, Sendable {
    private static let pieceBytes = 131_072

    let file: FileHandle

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let file: FileHandle
        fileprivate var offset: UInt64 = 0

        mutating func next() async throws -> [UInt8]? {
            try Task.checkCancellation()
            try file.seek(toOffset: offset)
            guard let piece = try file.read(upToCount: FilePieces.pieceBytes), !piece.isEmpty else { return nil }
            offset += UInt64(piece.count)
            return Array(piece)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? { try await next() }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(file: file) }
}
