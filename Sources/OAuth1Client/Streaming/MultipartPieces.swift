//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The pieces of a multipart body: those in memory as they are, those of files as they are read.
struct MultipartPieces: AsyncSequence, Sendable {
    enum Section: Sendable {
        case bytes([UInt8])
        case stream(OAuth1BodyStream)

        /// The number of bytes, or `nil` if it is not known.
        var length: Int64? {
            switch self {
            case .bytes(let bytes): Int64(bytes.count)
            case .stream(let body): body.length
            }
        }
    }

    let sections: [Section]

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var rest: ArraySlice<Section>
        private var file: (any AsyncIteratorProtocol<[UInt8], any Error>)?
        /// The remaining bytes of the current file, if its length is known.
        private var missing: Int64?

        fileprivate init(_ sections: [Section]) {
            rest = sections[...]
        }

        mutating func next() async throws -> [UInt8]? { try await next(isolation: #isolation) }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            while true {
                if let piece = try await nextOfFile(isolation: actor) { return piece }
                guard let section = rest.popFirst() else { return nil }
                switch section {
                case .bytes(let bytes):
                    if !bytes.isEmpty { return bytes }
                case .stream(let body):
                    file = try body.pieces().makeAsyncIterator()
                    missing = body.length
                }
            }
        }

        private mutating func nextOfFile(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            guard var iterator = file else { return nil }
            let piece = try await iterator.next(isolation: actor)
            file = piece == nil ? nil : iterator
            missing = missing.map { $0 - Int64(piece?.count ?? 0) }
            // Otherwise the following fields would become part of it, or the end would be missing.
            if let missing, piece == nil ? missing != 0 : missing < 0 {
                throw OAuth1ClientError(
                    .invalidConfiguration,
                    "the length of a file in the form differs from its declared length",
                    recoverySuggestion: "Pass the right length, and do not change the file while it is sent"
                )
            }
            return piece
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(sections) }
}
