//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Calls a second, many at a time.
enum Rate {
    static let concurrency = 64
    static let time = Duration.seconds(3)

    static func measure(
        _ call: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> (count: Int, rate: Int) {
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<concurrency {
                group.addTask {
                    var count = 0
                    while ContinuousClock.now - start < time {
                        try await call(worker + count * concurrency)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return (count, Int(Double(count) / ((ContinuousClock.now - start) / .seconds(1))))
    }
}
