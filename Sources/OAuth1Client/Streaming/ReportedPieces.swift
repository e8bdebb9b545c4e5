//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// A sequence of pieces, whose sizes are reported as they pass.
struct ReportedPieces: AsyncSequence, Sendable {
    private let pieces: OAuth1BodyStream.Pieces
    private let report: @Sendable (Int) -> Void

    init(_ pieces: OAuth1BodyStream.Pieces, report: @escaping @Sendable (Int) -> Void) {
        self.pieces = pieces
        self.report = report
    }

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var iterator: any AsyncIteratorProtocol<[UInt8], any Error>
        fileprivate let report: @Sendable (Int) -> Void

        mutating func next() async throws -> [UInt8]? {
            try await next(isolation: #isolation)
        }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            do {
                guard let piece = try await iterator.next(isolation: actor) else { return nil }
                report(piece.count)
                return piece
            } catch {
                throw BodyFailure(error)
            }
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(iterator: pieces.makeAsyncIterator(), report: report)
    }
}

/// An error of the body itself, which no other attempt would correct.
struct BodyFailure: Error {
    let cause: any Error

    init(_ cause: any Error) {
        self.cause = (cause as? BodyFailure)?.cause ?? cause
    }
}
