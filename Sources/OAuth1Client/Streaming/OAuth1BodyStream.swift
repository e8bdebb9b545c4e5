//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// A body that is sent piece by piece, so that it need not be in memory.
///
/// A call may have to be sent more than once (a redirect with status 307, a retry, a clock that was wrong), and a body
/// hash has to be known before anything is sent. So the body is read from its start each time, by a sequence that is
/// made again.
public struct OAuth1BodyStream: Sendable {
    /// A sequence of pieces.
    public typealias Pieces = any AsyncSequence<[UInt8], any Error> & Sendable

    /// The media type.
    public let contentType: String
    /// The number of bytes, or `nil` if it is not known, and chunks are sent.
    public let length: Int64?
    /// Whether it can be read again from its start, so that its call can be sent again.
    package let isRepeatable: Bool
    private let makePieces: @Sendable () throws -> Pieces

    /// Creates a body.
    ///
    /// - Parameters:
    ///   - contentType: The media type. A form can't be sent this way, as its parameters are signed.
    ///   - length: The number of bytes, which must be right, or `nil` if it is not known.
    ///   - pieces: Makes the sequence of the body's pieces, each time from the start.
    public init(
        contentType: String,
        length: Int64? = nil,
        _ pieces: @escaping @Sendable () throws -> Pieces
    ) {
        self.init(contentType: contentType, length: length, isRepeatable: true, pieces)
    }

    /// Creates a body that may be one that can be read only once: its call is not sent again, whatever the response.
    ///
    /// - Parameters:
    ///   - contentType: The media type, or an empty text if there is none.
    ///   - length: The number of bytes, which must be right, or `nil` if it is not known.
    ///   - isRepeatable: Whether `pieces` can be called more than once.
    ///   - pieces: Makes the sequence of the body's pieces.
    package init(
        contentType: String,
        length: Int64?,
        isRepeatable: Bool,
        _ pieces: @escaping @Sendable () throws -> Pieces
    ) {
        self.contentType = contentType
        self.length = length
        self.isRepeatable = isRepeatable
        self.makePieces = pieces
    }

    /// A body that is in memory, in one piece.
    init(_ bytes: [UInt8], of request: HTTPRequest) {
        self.init(contentType: request.headerFields[.contentType] ?? "", length: Int64(bytes.count)) {
            AsyncThrowingStream { continuation in
                if !bytes.isEmpty { continuation.yield(bytes) }
                continuation.finish()
            }
        }
    }

    /// The pieces, from the start, for transports.
    ///
    /// - Returns: The sequence.
    /// - Throws: Errors of the application's function, in a form that the client distinguishes from errors of the connection.
    public func pieces() throws -> Pieces {
        do {
            return ReportedPieces(try makePieces()) { _ in }
        } catch {
            throw BodyFailure(error)
        }
    }

    /// The same body, which reports to a progress how much was read.
    func reporting(to progress: OAuth1TransferProgress?) -> OAuth1BodyStream {
        guard let progress else { return self }
        return OAuth1BodyStream(contentType: contentType, length: length, isRepeatable: isRepeatable) {
            progress.beginSending(length)
            return ReportedPieces(try makePieces()) { progress.sent($0) }
        }
    }

    /// The value of `oauth_body_hash`, for which the body is read once.
    func bodyHash(_ digest: OAuth1Digest) async throws -> String {
        var hasher = OAuth1Digest.BodyHasher(digest)
        do {
            for try await piece in ReportedPieces(try pieces(), report: { _ in }) { hasher.update(piece) }
        } catch let failure as BodyFailure {
            throw failure.cause
        }
        return hasher.bodyHash
    }
}
