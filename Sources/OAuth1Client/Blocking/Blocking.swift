//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Synchronization

/// Runs asynchronous work and waits for it.
enum Blocking {
    /// Runs work on the pool of Swift's concurrency and blocks the calling thread, which must be none of that pool.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    static func run<Value: Sendable>(_ work: @escaping @Sendable () async throws -> Value) throws -> Value {
        let result = ResultBox<Value>()
        let isDone = DispatchSemaphore(value: 0)
        // Not detached, so that the span and the metrics of the calling thread are those of the work.
        Task {
            do { result.store(.success(try await work())) } catch { result.store(.failure(error)) }
            isDone.signal()
        }
        isDone.wait()
        return try result.take()
    }
}

/// A value passed from one thread to another.
private final class ResultBox<Value: Sendable>: Sendable {
    private let storage = Mutex<Result<Value, any Error>?>(nil)

    func store(_ result: Result<Value, any Error>) {
        storage.withLock { $0 = result }
    }

    func take() throws -> Value {
        guard let result = storage.withLock(\.self) else {
            preconditionFailure("the work signalled completion before it was complete")
        }
        return try result.get()
    }
}
