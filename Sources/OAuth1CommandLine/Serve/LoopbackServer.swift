//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import FlyingFox
import FlyingFoxOAuth1
import FlyingSocks
import Foundation
import HTTPTypes
import OAuth1Server
import Synchronization

/// What is sent back for a request.
struct LoopbackResponse: Sendable {
    var response: OAuth1ServerResponse
    /// Whether the connection is closed in the middle of the body.
    var breaksOff = false
}

/// A server for this machine only: one handler at the same port of 127.0.0.1 and ::1.
struct LoopbackServer: Sendable {
    /// Answers a request, whose target is as it arrived, with its whole body.
    typealias Handler = @Sendable (HTTPTypes.HTTPRequest, [UInt8]) async -> LoopbackResponse

    /// The port, or 0 for one that is free.
    let port: UInt16
    /// The most bytes of a body.
    let maximumBodySize: Int
    /// How long an answer may take, in seconds.
    var timeout: Double = 60
    let handler: Handler

    /// Where the server listens.
    struct Place: Sendable {
        let port: UInt16
        let hasIPv6: Bool

        var baseURL: String { "http://127.0.0.1:\(port)" }
    }

    /// Runs the server while `use` runs; then requests in progress are answered, and it stops.
    func withRunning(_ use: @escaping @Sendable (Place) async throws -> Void) async throws {
        let requests = OpenRequests(maximumBytes: 8 * maximumBodySize)
        try await listen(try .inet(ip4: "127.0.0.1", port: port), requests) { port in
            let isUsed = Flag()
            do {
                try await listen(try .inet6(ip6: "::1", port: port), requests) { _ in
                    isUsed.set()
                    try await use(Place(port: port, hasIPv6: true))
                }
            } catch let error as SocketError where error.isMissingAddress && !isUsed.isSet {
                try await use(Place(port: port, hasIPv6: false))
            }
        }
    }

    /// Listens at one address while `use` runs.
    private func listen(
        _ address: some SocketAddress,
        _ requests: OpenRequests,
        _ use: @escaping @Sendable (UInt16) async throws -> Void
    ) async throws {
        let server = HTTPServer(
            config: HTTPServer.Configuration(address: address, timeout: timeout, logger: .disabled),
            handler: LoopbackHandler(server: self, requests: requests)
        )
        let isStopping = Flag()
        try await withThrowingTaskGroup(of: Bool.self) { group in
            group.addTask {
                do { try await server.run() } catch  where isStopping.isSet {}
                return false
            }
            group.addTask {
                try await server.waitUntilListening()
                let outcome: Result<Void, any Error>
                do {
                    outcome = .success(try await use(try await server.port))
                } catch {
                    outcome = .failure(error)
                }
                isStopping.set()
                await requests.finish()
                await server.stop()
                try outcome.get()
                return true
            }
            defer { group.cancelAll() }
            while let isDone = try await group.next() {
                if isDone { return }
            }
        }
    }
}

/// Something that happens once, and is known to several tasks.
private final class Flag: Sendable {
    private let state = Mutex(false)

    var isSet: Bool { state.withLock { $0 } }

    func set() { state.withLock { $0 = true } }
}

extension HTTPServer {
    /// The port that the server got.
    fileprivate var port: UInt16 {
        get throws {
            switch listeningAddress {
            case .ip4(_, let port)?, .ip6(_, let port)?: return port
            default: throw SocketError.unsupportedAddress
            }
        }
    }
}

extension SocketError {
    /// Whether another program listens at the address.
    var isAddressInUse: Bool { code == EADDRINUSE }

    /// Whether this machine does not have the address or its family.
    fileprivate var isMissingAddress: Bool {
        [EADDRNOTAVAIL, EAFNOSUPPORT, EPROTONOSUPPORT].contains(code)
    }

    /// Whether only a privileged program may listen at the address.
    var isForbidden: Bool { code == EACCES || code == EPERM }

    private var code: Int32? {
        if case .failed(_, let code, _) = self { code } else { nil }
    }
}
#endif
