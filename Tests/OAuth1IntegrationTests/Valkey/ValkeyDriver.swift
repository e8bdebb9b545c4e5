//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Foundation
import Hummingbird
import NIOCore
import NIOPosix

/// A driver over a server's socket, with the commands of Hummingbird's driver for Valkey, and a connection for each.
struct ValkeyDriver: PersistDriver {
    struct Closed: Error {}

    /// The path of the socket.
    let socket: String

    func create(key: String, value: some Codable & Sendable, expires: Duration?) async throws {
        let reply = try await send(["SET", key, try Self.text(value), "NX"] + Self.expiry(expires))
        guard reply != .missing else { throw PersistError.duplicate }
    }

    func set(key: String, value: some Codable & Sendable, expires: Duration?) async throws {
        try await send(["SET", key, try Self.text(value)] + (expires == nil ? ["KEEPTTL"] : Self.expiry(expires)))
    }

    func get<Object: Codable & Sendable>(key: String, as: Object.Type) async throws -> Object? {
        guard case .text(let text) = try await send(["GET", key]) else { return nil }
        return try JSONDecoder().decode(Object.self, from: Data(text.utf8))
    }

    func remove(key: String) async throws { try await send(["DEL", key]) }

    /// The answer to `CONFIG GET maxmemory-policy`.
    func memoryPolicy() async throws -> String {
        guard case .list(let entries) = try await send(["CONFIG", "GET", "maxmemory-policy"]), entries.count == 2,
            case .text(let policy) = entries[1]
        else {
            throw Closed()
        }
        return policy
    }

    /// Sends a command.
    @discardableResult
    func send(_ command: [String]) async throws -> ValkeyReply {
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connect(unixDomainSocketPath: socket) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            var request = ByteBuffer(string: "*\(command.count)\r\n")
            for word in command { request.writeString("$\(word.utf8.count)\r\n\(word)\r\n") }
            try await outbound.write(request)
            var received = ByteBuffer()
            for try await var buffer in inbound {
                received.writeBuffer(&buffer)
                var unread = received
                if let reply = try ValkeyReply(&unread) { return reply }
            }
            throw Closed()
        }
    }

    /// Fractions are dropped, as the drivers of Hummingbird do.
    private static func expiry(_ expires: Duration?) -> [String] {
        expires.map { ["EX", "\($0.components.seconds)"] } ?? []
    }

    private static func text(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
    }
}
#endif
