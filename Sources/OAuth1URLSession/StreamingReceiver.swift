//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1Client
import Synchronization

#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking
#else
import Foundation
#endif

/// Hands out a response piece by piece, and has the connection wait when nobody takes them.
///
/// On Linux a task that is suspended gets data all the same, and that ends the process. There the pieces keep their
/// callbacks' slots until they are taken, so that the session has to wait.
final class StreamingReceiver: URLSessionReceiver {
    #if !canImport(FoundationNetworking)
    /// How much may wait to be taken before the connection has to wait.
    private static let maximumPendingBytes = 1_048_576
    #endif

    private struct State {
        var finish: (@Sendable (Result<OAuth1StreamedResponse, any Error>) -> Void)?
        var pendingBytes = 0
        var isSuspended = false
    }

    private let state: Mutex<State>
    private let pieces: AsyncThrowingStream<[UInt8], any Error>
    private let continuation: AsyncThrowingStream<[UInt8], any Error>.Continuation
    private let task: URLSessionTask
    private let slots: CallbackSlots

    /// Creates a receiver.
    ///
    /// - Parameters:
    ///   - task: The task.
    ///   - slots: The slots of its session, which has no other task.
    ///   - finish: Takes the response, or why there is none.
    init(
        _ task: URLSessionTask,
        _ slots: CallbackSlots,
        finish: @escaping @Sendable (Result<OAuth1StreamedResponse, any Error>) -> Void
    ) {
        self.task = task
        self.slots = slots
        self.state = Mutex(State(finish: finish))
        (pieces, continuation) = AsyncThrowingStream.makeStream()
    }

    func begin(_ head: HTTPResponse) {
        let pieces = Pieces(stream: pieces, reader: Reader(task, slots)) { [weak self] in self?.taken($0) }
        takeFinish()?(.success(OAuth1StreamedResponse(head: head, pieces: pieces)))
    }

    #if canImport(FoundationNetworking)
    func receive(_ data: Data, of task: URLSessionTask) {
        // The sequence would keep chunks that nobody reads.
        guard slots.hold() else { return }
        if case .enqueued = continuation.yield(Array(data)) { return }
        slots.giveBack()
    }

    /// A piece was taken by the reader.
    private func taken(_ count: Int) { slots.giveBack() }
    #else
    func receive(_ data: Data, of task: URLSessionTask) {
        let mustWait = state.withLock { state in
            state.pendingBytes += data.count
            guard !state.isSuspended, state.pendingBytes > Self.maximumPendingBytes else { return false }
            state.isSuspended = true
            return true
        }
        if mustWait { task.suspend() }
        continuation.yield(Array(data))
    }

    /// A piece was taken by the reader.
    private func taken(_ count: Int) {
        let mayGoOn = state.withLock { state in
            state.pendingBytes -= count
            guard state.isSuspended, state.pendingBytes <= Self.maximumPendingBytes / 2 else { return false }
            state.isSuspended = false
            return true
        }
        if mayGoOn { task.resume() }
    }
    #endif

    func end(_ head: HTTPResponse?, _ error: (any Error)?) {
        if let finish = takeFinish() {
            // A response without a body may end before its head was reported.
            if let head, error == nil {
                finish(.success(OAuth1StreamedResponse(head: head, pieces: pieces)))
            } else {
                finish(.failure(error ?? URLError(.badServerResponse)))
            }
        }
        continuation.finish(throwing: error)
    }

    private func takeFinish() -> (@Sendable (Result<OAuth1StreamedResponse, any Error>) -> Void)? {
        state.withLock { state in
            defer { state.finish = nil }
            return state.finish
        }
    }
}

/// The pieces of a response, which notifies the receiver when they are read.
private struct Pieces: AsyncSequence, Sendable {
    let stream: AsyncThrowingStream<[UInt8], any Error>
    let reader: Reader
    let taken: @Sendable (Int) -> Void

    struct AsyncIterator: AsyncIteratorProtocol {
        var iterator: AsyncThrowingStream<[UInt8], any Error>.AsyncIterator
        let reader: Reader
        let taken: @Sendable (Int) -> Void

        mutating func next() async throws -> [UInt8]? { try await next(isolation: #isolation) }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            guard let piece = try await iterator.next(isolation: actor) else { return nil }
            taken(piece.count)
            return piece
        }
    }

    func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(iterator: stream.makeAsyncIterator(), reader: reader, taken: taken)
    }
}

/// The reader of the pieces; without a reader the connection is of no use, and would wait forever.
private final class Reader: Sendable {
    private let task: URLSessionTask
    private let slots: CallbackSlots

    init(_ task: URLSessionTask, _ slots: CallbackSlots) {
        self.task = task
        self.slots = slots
    }

    deinit {
        slots.abandon()
        task.cancelWithoutWaiting()
    }
}
