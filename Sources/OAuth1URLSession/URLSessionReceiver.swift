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

/// The receiver of a task's response.
protocol URLSessionReceiver: Sendable {
    /// Status and fields are there.
    func begin(_ head: HTTPResponse)
    /// A piece of the body is there.
    func receive(_ data: Data, of task: URLSessionTask)
    /// The task is over, with a head if one came, and an error if it failed.
    func end(_ head: HTTPResponse?, _ error: (any Error)?)
}

/// Collects a response, up to a limit.
final class CollectingReceiver: URLSessionReceiver {
    private struct State {
        var head: HTTPResponse?
        var body: [UInt8] = []
        var isFinished = false
    }

    private let maximumResponseBytes: Int
    private let finish: @Sendable (Result<OAuth1Response, any Error>) -> Void
    private let state = Mutex(State())

    init(
        maximumResponseBytes: Int,
        finish: @escaping @Sendable (Result<OAuth1Response, any Error>) -> Void
    ) {
        self.maximumResponseBytes = maximumResponseBytes
        self.finish = finish
    }

    func begin(_ head: HTTPResponse) {
        state.withLock { $0.head = head }
    }

    func receive(_ data: Data, of task: URLSessionTask) {
        let (isTooLarge, head) = state.withLock { state in
            guard !state.isFinished else { return (false, state.head) }
            guard data.count > maximumResponseBytes - state.body.count else {
                state.body.append(contentsOf: data)
                return (false, state.head)
            }
            state.isFinished = true
            state.body = []
            return (true, state.head)
        }
        guard isTooLarge else { return }
        // At once: on Linux the task continues until all that came is decompressed.
        task.cancelWithoutWaiting()
        finish(.failure(OAuth1ClientError.responseTooLarge(limit: maximumResponseBytes, status: head?.status)))
    }

    func end(_ head: HTTPResponse?, _ error: (any Error)?) {
        let body = state.withLock { state in
            defer { state.isFinished = true }
            return state.isFinished ? nil : state.body
        }
        guard let body else { return }
        if let head, error == nil {
            finish(.success(OAuth1Response(head: head, body: body)))
        } else {
            finish(.failure(error ?? URLError(.badServerResponse)))
        }
    }
}
