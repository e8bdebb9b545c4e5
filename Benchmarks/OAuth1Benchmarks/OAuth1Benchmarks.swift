//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Benchmark
import OAuth1
import Workloads

let benchmarks: @Sendable () -> Void = {
    let workloads: [@Sendable () throws -> Workload] = [
        { try Workloads.baseline() },
        { Workloads.sign("W1 sign") },
        { Workloads.sign("W2 sign, fresh nonce", isFresh: true) },
        { try Workloads.verify("W3 verify", isKeyKept: true) },
        { try Workloads.verify("W3 verify, new key", isKeyKept: false) },
        { try Workloads.parse() },
        { Workloads.sign(parameters: 10) },
        { Workloads.sign(parameters: 100) },
        { Workloads.sign(parameters: 1_000) },
        { Workloads.sign("sign, HMAC-SHA256", method: .hmacSHA256) },
        { try Workloads.signRSA() },
    ]
    for make in workloads {
        guard let workload = try? make() else { fatalError("a workload can't be made") }
        // Malloc counts need a trait of the benchmark package; `Ratios` counts them.
        Benchmark(
            workload.name,
            configuration: .init(metrics: [.wallClock, .throughput], scalingFactor: .kilo, maxDuration: .seconds(2))
        ) { benchmark in
            for _ in benchmark.scaledIterations { blackHole(try workload.run()) }
        }
    }
}
