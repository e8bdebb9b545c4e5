//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import ServerProcess

/// What came of many requests.
struct LoadResult {
    /// Requests per second.
    let rate: Double
    /// Seconds that 99 % of the requests took at most.
    let p99: Double
    /// Seconds of processor time for a request, in all threads of the client's process.
    let processorTime: Double
}

/// Sends so many requests, with so many of them on their way at a time.
func load(_ sender: Sender, requests: Int, concurrency: Int) async throws -> LoadResult {
    let clock = ContinuousClock()
    let processorStart = Usage.processorTime
    let start = clock.now
    var latencies = try await withThrowingTaskGroup(of: [Double].self) { group in
        for _ in 0..<concurrency {
            group.addTask {
                var latencies: [Double] = []
                latencies.reserveCapacity(requests / concurrency)
                for _ in 0..<(requests / concurrency) {
                    let start = clock.now
                    guard try await sender.send() == .ok else { throw Failure("\(sender.name): not 200") }
                    latencies.append((clock.now - start).inSeconds)
                }
                return latencies
            }
        }
        return try await group.reduce(into: []) { $0 += $1 }
    }
    let seconds = (clock.now - start).inSeconds
    let processorTime = Usage.processorTime - processorStart
    let count = latencies.count
    latencies.sort()
    return LoadResult(
        rate: Double(count) / seconds,
        p99: latencies[min(count - 1, count * 99 / 100)],
        processorTime: processorTime / Double(count)
    )
}

extension Duration {
    var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}
