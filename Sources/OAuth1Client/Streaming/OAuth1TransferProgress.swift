//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Synchronization

/// How far an upload and a download are, as a sequence that ends when both are over.
///
/// ```swift
/// let progress = OAuth1TransferProgress()
/// async let response = client.stream(.post, url, body: video, progress: progress).collect(upTo: 65_536)
/// for await state in progress { print(state.sentBytes, state.totalBytesToSend ?? 0) }
/// print(try await response.status)
/// ```
///
/// It ends when the response was read or released, or the call failed. A slow reader skips intermediate states,
/// never the last one. For one call and one reader.
public final class OAuth1TransferProgress: AsyncSequence, Sendable {
    /// How far they are.
    public struct State: Sendable, Hashable {
        /// The bytes of the body that were handed to the connection, counted again when the call is sent again.
        public fileprivate(set) var sentBytes: Int64 = 0
        /// The bytes of the whole body, or `nil` if that is not known.
        public fileprivate(set) var totalBytesToSend: Int64?
        /// The bytes of the response's body that were read.
        public fileprivate(set) var receivedBytes: Int64 = 0
        /// The bytes of the response's whole body, or `nil` if that is not known.
        public fileprivate(set) var totalBytesToReceive: Int64?
    }

    private let state = Mutex(State())
    private let states: AsyncStream<State>
    private let continuation: AsyncStream<State>.Continuation

    /// Creates a progress, for one call.
    public init() {
        (states, continuation) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// Makes the iterator.
    ///
    /// - Returns: The iterator.
    public func makeAsyncIterator() -> AsyncStream<State>.AsyncIterator { states.makeAsyncIterator() }

    func beginSending(_ length: Int64?) {
        update {
            $0.sentBytes = 0
            $0.totalBytesToSend = length
        }
    }

    func sent(_ count: Int) { update { $0.sentBytes += Int64(count) } }

    func beginReceiving(_ length: Int64?) { update { $0.totalBytesToReceive = length } }

    func received(_ count: Int) { update { $0.receivedBytes += Int64(count) } }

    func finish() { continuation.finish() }

    private func update(_ change: (inout State) -> Void) {
        // Within the lock: otherwise an older state could be the last one.
        state.withLock { state in
            change(&state)
            continuation.yield(state)
        }
    }
}
