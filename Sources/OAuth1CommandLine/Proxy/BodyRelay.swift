//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Synchronization

/// Hands a body from the connection that it arrives on to the one that it leaves on, one piece at a time.
///
/// There is one sender and one receiver. The sender waits until its piece was taken, so that a slow service slows down the
/// caller, and nothing is collected here.
final class BodyRelay: AsyncSequence, Sendable {
    private enum End {
        case finished
        case failed(any Error)
        /// The receiver wants nothing more.
        case closed
    }

    private struct State {
        var piece: [UInt8]?
        var end: End?
        var sender: CheckedContinuation<Void, Never>?
        var receiver: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    // MARK: Sending

    /// Passes a piece on, and returns once there is room for the next one; after ``close()`` pieces are dropped.
    func send(_ piece: [UInt8]) async {
        guard !piece.isEmpty else { return }
        let receiver = state.withLock { state in
            guard state.end == nil else { return CheckedContinuation<Void, Never>?.none }
            state.piece = piece
            defer { state.receiver = nil }
            return state.receiver
        }
        receiver?.resume()
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isFree = state.withLock { state in
                    guard state.piece != nil, state.end == nil else { return true }
                    state.sender = continuation
                    return false
                }
                if isFree { continuation.resume() }
            }
        } onCancel: {
            close()
        }
    }

    /// Ends the body, completely or with an error.
    func finish(_ error: (any Error)? = nil) {
        end(error.map { .failed($0) } ?? .finished)
    }

    /// Says that nobody reads the rest.
    func close() {
        end(.closed)
    }

    private func end(_ end: End) {
        let waiting = state.withLock { state in
            if state.end == nil { state.end = end }
            if case .closed = end { state.piece = nil }
            defer { (state.sender, state.receiver) = (nil, nil) }
            return [state.sender, state.receiver]
        }
        for continuation in waiting { continuation?.resume() }
    }

    // MARK: Receiving

    struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate let relay: BodyRelay

        mutating func next() async throws -> [UInt8]? { try await relay.receive() }

        mutating func next(isolation actor: isolated (any Actor)?) async throws -> [UInt8]? {
            try await relay.receive()
        }
    }

    func makeAsyncIterator() -> AsyncIterator { AsyncIterator(relay: self) }

    private enum Received {
        case piece([UInt8], CheckedContinuation<Void, Never>?)
        case end(End)
        case nothing
    }

    private func receive() async throws -> [UInt8]? {
        while true {
            let received: Received = state.withLock { state in
                if let piece = state.piece {
                    defer { (state.piece, state.sender) = (nil, nil) }
                    return .piece(piece, state.sender)
                }
                return state.end.map { .end($0) } ?? .nothing
            }
            switch received {
            case .piece(let piece, let sender):
                sender?.resume()
                return piece
            case .end(.finished): return nil
            case .end(.failed(let error)): throw error
            case .end(.closed): throw CancellationError()
            case .nothing: await waitForPiece()
            }
        }
    }

    private func waitForPiece() async {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isThere = state.withLock { state in
                    guard state.piece == nil, state.end == nil else { return true }
                    state.receiver = continuation
                    return false
                }
                if isThere { continuation.resume() }
            }
        } onCancel: {
            close()
        }
    }
}
#endif
