//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import Synchronization

/// A response whose body is read piece by piece.
///
/// The connection is busy until the body was read or the response is released.
public struct OAuth1StreamedResponse: Sendable {
    /// Status and header fields.
    public var head: HTTPResponse
    /// The body, which can be read once.
    public var body: Body
    /// The request that this answers, if a client sent it.
    var origin: ResponseOrigin?
    /// The request that it answers, if a client sent it.
    var call: PendingCall? {
        didSet { body.call = call }
    }

    /// The status.
    public var status: HTTPResponse.Status { head.status }
    /// The URL that sent the response, after redirects, without OAuth parameters; `nil` if no client sent the request.
    public var url: String? { call?.url }
    /// How many redirects were followed before this response; see ``OAuth1Response/redirectCount``.
    public var redirectCount: Int { call?.redirectCount ?? 0 }
    /// The redirect that this response asks for and that was not followed, and why.
    public var unfollowedRedirect: OAuth1UnfollowedRedirect? {
        call?.unfollowedRedirect?.redacted(by: Redactor(hiding: origin?.secrets ?? []))
    }

    /// Creates a response, for transports and tests.
    ///
    /// - Parameters:
    ///   - head: Status and header fields.
    ///   - pieces: The pieces of the body.
    public init(head: HTTPResponse, pieces: OAuth1BodyStream.Pieces) {
        self.head = head
        self.body = Body(pieces: pieces, reading: Reading())
    }

    /// A response that was read already.
    init(_ response: OAuth1Response) {
        let (pieces, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
        if !response.body.isEmpty { continuation.yield(response.body) }
        continuation.finish()
        self.init(head: response.head, pieces: pieces)
        origin = response.origin
    }

    /// The same response, whose errors are those of a transport.
    func over(_ transport: any OAuth1Transport) -> OAuth1StreamedResponse {
        var response = self
        response.body.transport = transport
        return response
    }

    /// Reports to a progress how much of the body was read.
    mutating func report(to progress: OAuth1TransferProgress?) {
        guard let progress else { return }
        progress.beginReceiving(head.headerFields[.contentLength].flatMap { Int64($0) })
        body.reading.progress.withLock { $0 = progress }
    }

    /// Reads the rest of the body.
    ///
    /// - Parameter limit: The most bytes that it may have.
    /// - Returns: The response.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/responseTooLarge`` or
    ///   ``OAuth1ClientError/Code/transport``.
    public func collect(upTo limit: Int) async throws -> OAuth1Response {
        var bytes: [UInt8] = []
        for try await piece in body {
            guard piece.count <= limit - bytes.count else {
                throw OAuth1ClientError.responseTooLarge(limit: limit, status: status)
                    .located(call)
            }
            bytes.append(contentsOf: piece)
        }
        var response = OAuth1Response(head: head, body: bytes)
        response.origin = origin
        response.call = call
        return response
    }

    /// The pieces of a body.
    public struct Body: AsyncSequence, Sendable {
        fileprivate let pieces: OAuth1BodyStream.Pieces
        fileprivate let reading: Reading
        fileprivate(set) var call: PendingCall?
        fileprivate var transport: (any OAuth1Transport)?

        /// Makes the iterator; a second one throws, as what was read is gone.
        ///
        /// - Returns: The iterator.
        public func makeAsyncIterator() -> AsyncIterator {
            let isFirst = reading.isBegun.withLock { isBegun in
                defer { isBegun = true }
                return !isBegun
            }
            return AsyncIterator(
                iterator: isFirst ? pieces.makeAsyncIterator() : nil,
                reading: reading,
                call: call,
                transport: transport
            )
        }

        /// The reader of the chunks.
        public struct AsyncIterator: AsyncIteratorProtocol {
            fileprivate var iterator: (any AsyncIteratorProtocol<[UInt8], any Error>)?
            fileprivate let reading: Reading
            fileprivate let call: PendingCall?
            fileprivate let transport: (any OAuth1Transport)?

            /// The next piece.
            ///
            /// - Returns: The bytes, or `nil` at the end.
            /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/transport`` if the connection breaks, or the
            ///   error of the request's body, if that is still being sent.
            public mutating func next() async throws -> [UInt8]? { try await next(isolation: #isolation) }

            /// The next piece.
            ///
            /// - Parameter actor: Where the caller is.
            /// - Returns: The bytes, or `nil` at the end.
            /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/transport`` if the connection breaks, or the
            ///   error of the request's body, if that is still being sent.
            public mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
                guard var iterator else {
                    throw OAuth1ClientError(
                        .invalidConfiguration,
                        "the body of a streamed response was read twice",
                        recoverySuggestion: "Keep the bytes when you read them, or collect the body"
                    )
                    .located(call)
                }
                do {
                    let piece = try await iterator.next(isolation: actor)
                    // The sequence of a cancelled task ends early: what was read is not the whole body.
                    if piece == nil { try Task.checkCancellation() }
                    self.iterator = iterator
                    reading.took(piece)
                    return piece
                } catch {
                    reading.took(nil)
                    try Task.checkCancellation()
                    if error is CancellationError || error is OAuth1ClientError { throw error }
                    if let failure = error as? BodyFailure { throw failure.cause }
                    throw OAuth1ClientError(brokenBy: error, over: transport)
                        .located(call)
                }
            }
        }
    }
}

extension OAuth1StreamedResponse: CustomStringConvertible, CustomReflectable {
    /// Shows the status: header fields and body can have secrets.
    public var description: String { "OAuth1StreamedResponse(\(status.code))" }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror { Mirror(self, children: ["status": status.code]) }
}

/// The shared state of one body's readers, which ends the progress when no reader remains.
private final class Reading: Sendable {
    let isBegun = Mutex(false)
    let progress = Mutex<OAuth1TransferProgress?>(nil)

    deinit {
        progress.withLock { $0?.finish() }
    }

    /// A piece was read, or the end was reached.
    func took(_ piece: [UInt8]?) {
        let progress = progress.withLock { $0 }
        if let piece { progress?.received(piece.count) } else { progress?.finish() }
    }
}
