//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import NIOCore

/// A reply in the protocol of Valkey and Redis (RESP2).
enum ValkeyReply: Equatable {
    /// The server rejected the command, for example as it is full.
    struct Rejection: Error, CustomStringConvertible {
        let description: String
    }

    private struct Unreadable: Error {}

    case text(String)
    case number(Int)
    case list([ValkeyReply])
    case missing

    /// Reads a reply, or returns `nil` if its end has not arrived.
    init?(_ buffer: inout ByteBuffer) throws {
        guard let line = Self.line(&buffer), let kind = line.first else { return nil }
        let text = line.dropFirst()
        switch kind {
        case "+": self = .text(String(text))
        case "-": throw Rejection(description: String(text))
        case ":": self = .number(try Self.number(text))
        case "$":
            let count = try Self.number(text)
            guard count >= 0 else {
                self = .missing
                return
            }
            guard buffer.readableBytes >= count + 2, let value = buffer.readString(length: count) else { return nil }
            buffer.moveReaderIndex(forwardBy: 2)
            self = .text(value)
        case "*":
            var entries: [ValkeyReply] = []
            for _ in 0..<max(0, try Self.number(text)) {
                guard let entry = try ValkeyReply(&buffer) else { return nil }
                entries.append(entry)
            }
            self = .list(entries)
        default: throw Unreadable()
        }
    }

    private static func line(_ buffer: inout ByteBuffer) -> String? {
        guard let end = buffer.readableBytesView.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
        let line = buffer.readString(length: end + 1 - buffer.readerIndex)
        return line.map { String($0.dropLast()) }
    }

    private static func number(_ text: Substring) throws -> Int {
        guard let number = Int(text) else { throw Unreadable() }
        return number
    }
}
#endif
