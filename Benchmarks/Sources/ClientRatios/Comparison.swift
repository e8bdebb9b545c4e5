//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Two senders measured in many short turns, one after the other and then the other way round, so that whatever else
/// the machine does slows both.
struct Comparison {
    private var rates: [(own: Double, base: Double)] = []
    private var p99s: [(own: Double, base: Double)] = []
    private var processorTimes: [(own: Double, base: Double)] = []

    /// Measures.
    ///
    /// - Parameters:
    ///   - own: What is judged.
    ///   - base: By which it is judged.
    ///   - concurrency: How many requests are on their way at a time.
    ///   - rounds: How often both have their turn.
    ///   - seconds: About how long a turn takes.
    /// - Throws: What a request threw.
    init(_ own: Sender, to base: Sender, concurrency: Int, rounds: Int, seconds: Double) async throws {
        // Also opens the connections.
        _ = try await load(own, requests: 10 * concurrency + 200, concurrency: concurrency)
        let warm = try await load(base, requests: 40 * concurrency + 800, concurrency: concurrency)
        let requests = max(100, Int(warm.rate * seconds)) / concurrency * concurrency
        for round in 0..<rounds {
            let first = try await load(
                round.isMultiple(of: 2) ? own : base,
                requests: requests,
                concurrency: concurrency
            )
            let second = try await load(
                round.isMultiple(of: 2) ? base : own,
                requests: requests,
                concurrency: concurrency
            )
            let (own, base) = round.isMultiple(of: 2) ? (first, second) : (second, first)
            rates.append((own.rate, base.rate))
            p99s.append((own.p99, base.p99))
            processorTimes.append((own.processorTime, base.processorTime))
        }
    }

    /// One line of the table.
    func row(_ name: String) -> String {
        func column(_ values: [(own: Double, base: Double)], scale: Double) -> String {
            let ratios = Quartiles(values.map { $0.own / $0.base })
            return text(Quartiles(values.map { $0.base * scale }).median, 0, 8)
                + text(Quartiles(values.map { $0.own * scale }).median, 0, 8) + text(ratios.median, 3, 7)
                + " (\(text(ratios.lower, 2, 4))-\(text(ratios.upper, 2, 4)))"
        }
        return padded(name, 42) + column(rates, scale: 1) + column(p99s, scale: 1e6)
            + column(processorTimes, scale: 1e6)
    }

    static let header =
        padded("unsigned, signed, ratio (quartiles)", 42) + text("requests/s", 36 - 3) + text("p99 µs", 36)
        + text("processor time µs", 36)
}

/// The middle of many values, and the half of them that is around it.
struct Quartiles {
    let lower: Double
    let median: Double
    let upper: Double

    init(_ values: [Double]) {
        let sorted = values.sorted()
        lower = sorted[sorted.count / 4]
        median = sorted[sorted.count / 2]
        upper = sorted[sorted.count * 3 / 4]
    }
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

func text(_ text: String, _ width: Int) -> String {
    String(repeating: " ", count: max(0, width - text.count)) + text
}

func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
