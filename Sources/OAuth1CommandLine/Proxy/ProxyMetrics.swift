//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import Synchronization

/// Counts requests, for Prometheus.
///
/// All labels are from fixed sets.
final class ProxyMetrics: Sendable {
    private struct Key: Hashable {
        let cause: ProxyCause
        /// The first digit of the status.
        let statusClass: Int
    }

    private struct Counts {
        var requests: [Key: Int] = [:]
        var buckets = [Int](repeating: 0, count: ProxyMetrics.bounds.count)
        var seconds = 0.0
        var forwarded = 0
        var inProgress = 0
    }

    /// Upper bounds of the durations, in seconds.
    private static let bounds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

    private let counts = Mutex(Counts())

    func begin() {
        counts.withLock { $0.inProgress += 1 }
    }

    /// Counts a request that was answered.
    ///
    /// - Parameters:
    ///   - cause: What became of it.
    ///   - status: The status that the caller got.
    ///   - duration: How long it took, the body of the response included.
    func end(_ cause: ProxyCause, _ status: HTTPResponse.Status, after duration: Duration) {
        let (seconds, attoseconds) = duration.components
        let time = Double(seconds) + Double(attoseconds) * 1e-18
        counts.withLock { counts in
            counts.inProgress -= 1
            counts.requests[Key(cause: cause, statusClass: min(max(status.code / 100, 1), 5)), default: 0] += 1
            guard cause == .forwarded else { return }
            counts.forwarded += 1
            counts.seconds += time
            for (index, bound) in ProxyMetrics.bounds.enumerated() where time <= bound { counts.buckets[index] += 1 }
        }
    }

    /// The text format of Prometheus.
    var text: String {
        let counts = counts.withLock { $0 }
        var lines = [
            "# HELP oauth1_proxy_requests_total Requests by outcome and status class.",
            "# TYPE oauth1_proxy_requests_total counter",
        ]
        let requests = counts.requests.sorted {
            ($0.key.cause.rawValue, $0.key.statusClass) < ($1.key.cause.rawValue, $1.key.statusClass)
        }
        for (key, count) in requests {
            lines.append(
                "oauth1_proxy_requests_total{cause=\"\(key.cause.rawValue)\",status=\"\(key.statusClass)xx\"} \(count)"
            )
        }
        lines += [
            "# HELP oauth1_proxy_requests_in_progress Requests that are being answered.",
            "# TYPE oauth1_proxy_requests_in_progress gauge",
            "oauth1_proxy_requests_in_progress \(counts.inProgress)",
            "# HELP oauth1_proxy_request_duration_seconds Duration of forwarded requests, with their bodies.",
            "# TYPE oauth1_proxy_request_duration_seconds histogram",
        ]
        for (bound, count) in zip(ProxyMetrics.bounds, counts.buckets) {
            lines.append("oauth1_proxy_request_duration_seconds_bucket{le=\"\(bound)\"} \(count)")
        }
        lines += [
            "oauth1_proxy_request_duration_seconds_bucket{le=\"+Inf\"} \(counts.forwarded)",
            "oauth1_proxy_request_duration_seconds_sum \(counts.seconds)",
            "oauth1_proxy_request_duration_seconds_count \(counts.forwarded)",
        ]
        return lines.joined(separator: "\n") + "\n"
    }
}
#endif
