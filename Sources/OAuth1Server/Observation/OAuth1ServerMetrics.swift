//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import Metrics
import Synchronization

/// Counts a provider's requests by endpoint and result, through swift-metrics.
///
/// The counter `oauth1.server.requests` has the dimensions `endpoint` and `result`. Their values are from fixed sets:
/// ``OAuth1ServerEvent/Endpoint``, and `accepted` or an ``OAuth1ServerError/Code``. So nobody can make more time series by
/// sending other requests.
public final class OAuth1ServerMetrics: Sendable {
    private struct Series: Hashable {
        let endpoint: OAuth1ServerEvent.Endpoint
        let error: OAuth1ServerError.Code?
    }

    private let label: String
    private let factory: any MetricsFactory
    private let counters = Mutex<[Series: Counter]>([:])

    /// Creates metrics.
    ///
    /// - Parameters:
    ///   - label: The name of the counter.
    ///   - factory: The metrics backend; by default the bootstrapped one.
    public init(label: String = "oauth1.server.requests", factory: any MetricsFactory = MetricsSystem.factory) {
        self.label = label
        self.factory = factory
    }

    /// Counts a request.
    ///
    /// - Parameter event: The result of the request.
    public func record(_ event: OAuth1ServerEvent) {
        let series = Series(endpoint: event.endpoint, error: event.error)
        let counter = counters.withLock { counters in
            if let counter = counters[series] { return counter }
            let counter = Counter(
                label: label,
                dimensions: [
                    ("endpoint", series.endpoint.description), ("result", series.error?.description ?? "accepted"),
                ],
                factory: factory
            )
            counters[series] = counter
            return counter
        }
        counter.increment()
    }
}
