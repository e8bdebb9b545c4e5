//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
/// Pieces of the same bytes, made when they are asked for.
struct Zeros: AsyncSequence, Sendable {
    let count: Int
    var onTheirWay = BytesOnTheirWay()
    var window = Int.max
    let pieceBytes = 65_536

    struct AsyncIterator: AsyncIteratorProtocol {
        var left: Int
        let piece: [UInt8]
        let onTheirWay: BytesOnTheirWay
        let window: Int

        mutating func next() async throws -> [UInt8]? {
            guard left > 0 else { return nil }
            try await onTheirWay.waitForRoom(window)
            defer { left -= piece.count }
            onTheirWay.make(Swift.min(left, piece.count))
            return left < piece.count ? Array(piece.prefix(left)) : piece
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? { try await next() }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(
            left: count,
            piece: [UInt8](repeating: 0, count: pieceBytes),
            onTheirWay: onTheirWay,
            window: window
        )
    }
}
#endif
