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
        at once: Int = concurrency,
        for time: Duration = time,
        _ call: @escaping @Sendable (Int) async throws -> Void
    ) async throws -> (count: Int, rate: Int) {
        let start = ContinuousClock.now
        let count = try await withThrowingTaskGroup(of: Int.self) { group in
            for worker in 0..<once {
                group.addTask {
                    var count = 0
                    while ContinuousClock.now - start < time {
                        try await call(worker + count * once)
                        count += 1
                    }
                    return count
                }
            }
            return try await group.reduce(0, +)
        }
        return (count, Int(Double(count) / ((ContinuousClock.now - start) / .seconds(1))))
    }

    /// The median of some figures.
    static func median(_ figures: [Double]) -> Double { figures.sorted()[figures.count / 2] }
}
