//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import FlyingFox
import FlyingSocks
import Foundation

extension CallService {
    /// JSON as no encoder writes it.
    static let oddJSON =
        "{ \"b\":1.10,\"a\":[1,2,{}], \"b\":\"\\u00e9\u{9B}31m\" ,\"big\":123456789012345678901234567890}\r\n"

    static func answer(_ request: FlyingFox.HTTPRequest, _ gate: CallGate) async throws -> FlyingFox.HTTPResponse {
        let query = request.query
        func page(_ text: String, _ link: String?) -> FlyingFox.HTTPResponse {
            response(.ok, text, link.map { [HTTPHeader("Link"): $0] } ?? [:])
        }
        switch request.path {
        case "/api/odd": return response(.ok, oddJSON)
        case "/api/user": return response(.ok, #"{"name":"al\u001b[2Jice\u202e\nx"}"#)
        case "/api/binary": return FlyingFox.HTTPResponse(statusCode: .ok, body: Data([0x89, 0x50, 0, 1, 2, 0xFF]))
        case "/api/limited": return response(HTTPStatusCode(429, phrase: "Too Many"), #"{"error":"slow down"}"#)
        case "/api/down": return response(.serviceUnavailable, "down")
        case "/api/gone": return response(.notFound, #"{"error":"no such note"}"#)
        case "/api/pages":
            let number = query.first { $0.name == "page" }.flatMap { Int($0.value) } ?? 1
            let next = "</api/pages?page=\(number + 1)>; title=\"a, b\"; rel=\"last next\", </api/pages>; rel=first"
            return page("[\(number)]", number < 3 ? next : nil)
        case "/api/foreign": return page("[1]", "<https://other.example/api/pages>; rel=next")
        case "/api/loop": return page("[1]", "<\(request.path)>; rel=next")
        case "/api/large": return FlyingFox.HTTPResponse(statusCode: .ok, body: Data(count: 3_000_000))
        case "/api/slow":
            let isBroken = query.contains { $0.name == "broken" }
            return response(SlowBytes(count: 240_000, pieceCount: 10_000, breaksAfter: isBroken ? 50_000 : nil))
        // However slow the client is, this is not complete before it ends.
        case "/api/endless": return response(SlowBytes(count: 1_000_000_000, pieceCount: 10_000))
        case "/api/gated": return response(SlowBytes(count: 240_000, firstCount: 120_000, pieceCount: 100, gate: gate))
        default:
            let body = try await request.bodyData
            let lines = [
                request.method.rawValue, request.target.rawValue, request.headers[.contentType] ?? "-",
                request.headers[HTTPHeader("X-Note")] ?? "-",
            ]
            return FlyingFox.HTTPResponse(
                statusCode: .ok,
                body: Data((lines.joined(separator: "\n") + "\n").utf8) + body
            )
        }
    }

    private static func response(
        _ status: HTTPStatusCode,
        _ json: String,
        _ headers: HTTPHeaders = [:]
    ) -> FlyingFox.HTTPResponse {
        var headers = headers
        headers[.contentType] = "application/json"
        return FlyingFox.HTTPResponse(statusCode: status, headers: headers, body: Data(json.utf8))
    }

    private static func response(_ bytes: SlowBytes) -> FlyingFox.HTTPResponse {
        FlyingFox.HTTPResponse(statusCode: .ok, body: HTTPBodySequence(from: bytes, count: bytes.count))
    }
}

/// Bytes that come in pieces, ten each second, until a gate opens: then the rest comes at once.
private struct SlowBytes: AsyncBufferedSequence {
    let count: Int
    /// How many come at once.
    var firstCount = 0
    let pieceCount: Int
    /// The number of bytes after which the body breaks off.
    var breaksAfter: Int?
    var gate: CallGate?

    struct Broken: Error {}

    struct AsyncIterator: AsyncBufferedIteratorProtocol {
        let bytes: SlowBytes
        var sent = 0

        mutating func next() async throws -> UInt8? { try await nextBuffer(suggested: 1)?.first }

        mutating func nextBuffer(suggested count: Int) async throws -> [UInt8]? {
            let left = bytes.count - sent
            guard left > 0 else { return nil }
            if let limit = bytes.breaksAfter, sent >= limit { throw Broken() }
            var size = Swift.min(left, bytes.pieceCount)
            if sent == 0, bytes.firstCount > 0 {
                size = bytes.firstCount
            } else if bytes.gate?.isOpen == true {
                size = left
            } else {
                try await Task.sleep(for: .milliseconds(100))
            }
            sent += size
            return [UInt8](repeating: 0x61, count: size)
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(bytes: self) }
}
#endif
