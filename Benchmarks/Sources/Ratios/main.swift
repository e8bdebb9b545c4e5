//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import AllocationCounter
import OAuth1
import Workloads

#if canImport(Darwin)
import Darwin
#elseif canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#endif

/// Nanoseconds that one of so many runs takes.
func time(_ workload: Workload, _ runs: Int) throws -> Double {
    let clock = ContinuousClock()
    var sum = 0
    let start = clock.now
    for _ in 0..<runs { sum &+= try workload.run() }
    let duration = clock.now - start
    precondition(sum > 0, "the workload did nothing")
    return (Double(duration.components.seconds) * 1e9 + Double(duration.components.attoseconds) / 1e9) / Double(runs)
}

/// The heap allocations and their bytes in one of so many runs.
func allocations(_ workload: Workload, _ runs: Int = 1_000) throws -> (count: Double, bytes: Double) {
    let before = allocation_counts()
    for _ in 0..<runs { _ = try workload.run() }
    let after = allocation_counts()
    return (Double(after.count - before.count) / Double(runs), Double(after.bytes - before.bytes) / Double(runs))
}

func median(_ values: [Double]) -> Double {
    let sorted = values.sorted()
    return sorted[sorted.count / 2]
}

func text(_ value: Double, _ digits: Int, _ width: Int) -> String {
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = Int((value * scale).rounded())
    let fraction = String(rounded % Int(scale))
    let text =
        digits == 0
        ? "\(rounded)"
        : "\(rounded / Int(scale))." + String(repeating: "0", count: digits - fraction.count) + fraction
    return String(repeating: " ", count: max(0, width - text.count)) + text
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}

/// Measures a workload and the baseline in turns, so that whatever else the machine does slows both, and returns the
/// medians of the baseline's nanoseconds, the workload's, and of the ratio in each turn.
func compare(_ workload: Workload, _ baseline: Workload, rounds: Int = 2_001) throws -> (
    base: Double, own: Double, ratio: Double
) {
    // About 0.1 ms for each half of a turn: short enough that other programs get in between in few turns only.
    let runs = max(1, Int(1e5 / (try time(workload, 100))))
    let baselineRuns = max(1, Int(1e5 / (try time(baseline, 1_000))))
    var base: [Double] = []
    var own: [Double] = []
    for round in 0..<rounds {
        if round % 2 == 0 {
            base.append(try time(baseline, baselineRuns))
            own.append(try time(workload, runs))
        } else {
            own.append(try time(workload, runs))
            base.append(try time(baseline, baselineRuns))
        }
    }
    return (median(base), median(own), median(zip(own, base).map { $0 / $1 }))
}

let mostAllocations = 3.0
let baseline = try Workloads.baseline()
let signing = Workloads.sign("W1 sign", target: 1.35)
var workloads = [
    signing,
    Workloads.sign("W2 sign, fresh nonce", target: 1.45, isFresh: true),
    try Workloads.verify("W3 verify", target: 2.0, isKeyKept: true),
    try Workloads.verify("W3 verify, new key", isKeyKept: false),
    try Workloads.parse(),
    Workloads.sign("sign, HMAC-SHA256", method: .hmacSHA256),
]
var isMissed = false

// `Ratios "W1 sign" 10000` repeats one workload without timing, for profilers.
if CommandLine.arguments.count == 3, let runs = Int(CommandLine.arguments[2]) {
    for workload in [baseline] + workloads where workload.name == CommandLine.arguments[1] {
        for _ in 0..<runs { _ = try workload.run() }
    }
    exit(0)
}
// Later than that, as its key takes a profiler longer to make than everything else.
workloads.append(try Workloads.signRSA())

// The counter is shown to count before its counts are believed: an array is one allocation.
let known = try allocations(Workload("an array") { [UInt8](repeating: 1, count: try signing.run()).count })
let signed = try allocations(signing)
let isCounting = known.count == signed.count + 1

print("                            ns   baseline ns   ratio   target   allocations   bytes")
for workload in workloads {
    let isSlow = workload.name.contains("RSA")
    let measured = try compare(workload, baseline, rounds: isSlow ? 101 : 2_001)
    let allocated = try allocations(workload, isSlow ? 10 : 1_000)
    let isTooSlow = workload.target.map { measured.ratio > $0 } ?? false
    isMissed = isMissed || isTooSlow
    print(
        padded(workload.name, 21) + text(measured.own, 0, 9) + text(measured.base, 0, 14) + text(measured.ratio, 2, 8)
            + (workload.target.map { text($0, 2, 9) } ?? "         ")
            + (isCounting ? text(allocated.count, 1, 14) + text(allocated.bytes, 0, 8) : "   not counted")
            + (isTooSlow ? "   MISSED" : "")
    )
}

print("\n                            ns   ns/parameter   allocations   bytes   bytes/parameter")
for count in [10, 100, 1_000] {
    let workload = Workloads.sign(parameters: count)
    let measured = try compare(workload, baseline, rounds: 1_001).own
    let allocated = try allocations(workload, 100)
    print(
        padded(workload.name, 21) + text(measured, 0, 9) + text(measured / Double(count), 0, 15)
            + (isCounting
                ? text(allocated.count, 1, 14) + text(allocated.bytes, 0, 8)
                    + text(allocated.bytes / Double(count), 0, 18) : "   not counted")
    )
}

if isCounting, signed.count > mostAllocations {
    print("\nMISSED: \(signed.count) allocations for a signature, at most \(mostAllocations) wanted")
    isMissed = true
}
if isMissed {
    exit(1)
}
