//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Proxy
import FlyingFox
import FlyingSocks
import Foundation
import Synchronization

/// A service that shows requests as they arrived, and checks nothing.
final class PlainService: Sendable {
    static let secrets = ["consumer-secret-of-a-test", "token-secret-of-a-test"]
    static let environment = [
        "OAUTH1_CONSUMER_KEY": "key-of-a-test", "OAUTH1_CONSUMER_SECRET": secrets[0], "OAUTH1_TOKEN": "token-of-a-test",
        "OAUTH1_TOKEN_SECRET": secrets[1],
    ]
    static let largeCount = 20 * 1_024 * 1_024

    let origin: String
    /// The sizes of the bodies that arrived completely.
    let completed = Mutex<[Int]>([])
    /// Whether a slow answer has started.
    let isSlow = Mutex(false)

    private init(origin: String) {
        self.origin = origin
    }

    /// The service, once its address is known.
    private final class Holder: Sendable {
        let service = Mutex<PlainService?>(nil)
    }

    /// Runs the service while `use` runs.
    static func withRunning(_ use: @escaping @Sendable (PlainService) async throws -> Void) async throws {
        let holder = Holder()
        let server = HTTPServer(address: try .inet(ip4: "127.0.0.1", port: 0), timeout: 7_200, logger: .disabled)
        await server.appendRoute("*") { request in
            guard let service = holder.service.withLock({ $0 }) else {
                return HTTPResponse(statusCode: .serviceUnavailable)
            }
            return try await service.answer(request)
        }
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await server.run() }
            group.addTask {
                try await server.waitUntilListening()
                guard case .ip4(_, let port)? = await server.listeningAddress else { return }
                let service = PlainService(origin: "http://127.0.0.1:\(port)")
                holder.service.withLock { $0 = service }
                try await use(service)
            }
            try await group.next()
            group.cancelAll()
            try? await group.waitForAll()
        }
    }

    private func answer(_ request: HTTPRequest) async throws -> HTTPResponse {
        switch request.path {
        case "/sink":
            var count = 0
            for try await piece in request.bodySequence { count += piece.count }
            completed.withLock { $0.append(count) }
            return HTTPResponse(statusCode: .ok, body: Data("\(count)".utf8))
        case "/source":
            let bytes = ManyBytes(count: PlainService.largeCount)
            return HTTPResponse(statusCode: .ok, body: HTTPBodySequence(from: bytes, count: PlainService.largeCount))
        case "/slow":
            isSlow.withLock { $0 = true }
            try await Task.sleep(for: .seconds(2))
            return HTTPResponse(statusCode: .ok, body: Data("late".utf8))
        case "/never":
            // Until the service is stopped, however late the proxy notices that there is no answer.
            try await Task.sleep(for: .seconds(3_600))
            return HTTPResponse(statusCode: .ok)
        case "/rejection":
            let fields = request.headers.map { "\($0.key.rawValue): \($0.value)" }.sorted()
            return HTTPResponse(statusCode: .badRequest, body: Data(fields.joined(separator: ", ").utf8))
        case "/large-rejection":
            return HTTPResponse(statusCode: .badRequest, body: Data(count: 1_200_000))
        case "/redirect":
            let headers: HTTPHeaders = [.location: origin + "/next?a=b"]
            return HTTPResponse(statusCode: .found, headers: headers)
        default:
            let fields = request.headers.map { "\($0.key.rawValue.lowercased()): \($0.value)" }.sorted()
            let lines = ["\(request.method.rawValue) \(request.target.rawValue)"] + fields
            let body = try await request.bodyData
            return HTTPResponse(statusCode: .ok, body: Data((lines.joined(separator: "\n") + "\n\n").utf8) + body)
        }
    }
}

/// Bytes that are not in memory.
private struct ManyBytes: AsyncBufferedSequence {
    let count: Int

    struct AsyncIterator: AsyncBufferedIteratorProtocol {
        var left: Int

        mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            guard left > 0 else { return nil }
            let size = Swift.min(left, 65_536)
            left -= size
            return [UInt8](repeating: 0x61, count: size)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(left: count) }
}
#endif
