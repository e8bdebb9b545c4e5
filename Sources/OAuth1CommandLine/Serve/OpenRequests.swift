//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Synchronization

/// The requests that are being answered, and how much memory their bodies may take.
final class OpenRequests: Sendable {
    private struct State {
        var count = 0
        var bytes = 0
    }

    private let maximumBytes: Int
    private let state = Mutex(State())

    init(maximumBytes: Int) {
        self.maximumBytes = maximumBytes
    }

    /// Makes room for a body, or returns that there is none.
    ///
    /// - Parameter bytes: The size of the body.
    /// - Returns: The request, which is open as long as the object lives.
    func open(bytes: Int) -> OpenRequest? {
        let hasRoom = state.withLock { state in
            guard state.bytes + bytes <= maximumBytes else { return false }
            state.count += 1
            state.bytes += bytes
            return true
        }
        return hasRoom ? OpenRequest(self, bytes: bytes) : nil
    }

    fileprivate func close(bytes: Int) {
        state.withLock { state in
            state.count -= 1
            state.bytes -= bytes
        }
    }

    /// Waits until all requests are answered, for ten seconds at most.
    func finish() async {
        for _ in 0..<500 where state.withLock({ $0.count }) > 0 {
            try? await Task.sleep(for: .milliseconds(20))
        }
    }
}

/// A request that is being answered.
final class OpenRequest: Sendable {
    private let requests: OpenRequests
    private let bytes: Int

    fileprivate init(_ requests: OpenRequests, bytes: Int) {
        self.requests = requests
        self.bytes = bytes
    }

    deinit { requests.close(bytes: bytes) }
}
#endif
