//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation

/// Reads a file byte by byte, with a buffer of fixed size.
struct ByteReader {
    private static let bufferSize = 65_536

    private let handle: FileHandle
    private var buffer: [UInt8] = []
    private var position = 0

    init(_ handle: FileHandle) {
        self.handle = handle
    }

    /// The next byte, which stays the next one, or `nil` at the end.
    mutating func peek() throws -> UInt8? {
        if position == buffer.count {
            buffer = try handle.read(upToCount: ByteReader.bufferSize).map(Array.init) ?? []
            position = 0
        }
        return position < buffer.count ? buffer[position] : nil
    }

    /// The next byte, or `nil` at the end.
    mutating func next() throws -> UInt8? {
        guard let byte = try peek() else { return nil }
        position += 1
        return byte
    }

    /// Skips the bytes if they come next; they must be at the start of the file.
    mutating func skip(_ bytes: [UInt8]) throws {
        _ = try peek()
        if buffer[position...].starts(with: bytes) { position += bytes.count }
    }

    /// Reads a line without its line break.
    ///
    /// - Parameter limit: The most bytes; the rest of a longer line is skipped.
    /// - Throws: The error of the file.
    /// - Returns: The bytes, whether the line is longer and whether a line feed ended it; `nil` at the end of the file.
    mutating func line(upTo limit: Int) throws -> (bytes: [UInt8], isTooLong: Bool, isComplete: Bool)? {
        guard try peek() != nil else { return nil }
        var (bytes, isTooLong): ([UInt8], Bool) = ([], false)
        while let byte = try next() {
            guard byte != UInt8(ascii: "\n") else { return (bytes, isTooLong, true) }
            if bytes.count < limit { bytes.append(byte) } else { isTooLong = true }
        }
        return (bytes, isTooLong, false)
    }
}
#endif
