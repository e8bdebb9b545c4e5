//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Tracing

/// The span of a request, with its endpoint and its result.
///
/// It has no secret, token, nonce or URL in it, and no reason: only names from closed sets.
enum RequestSpan {
    /// The span of the request that this task answers.
    @TaskLocal private static var current: (any Span)?

    /// Whether anything takes spans.
    static var isTraced: Bool { type(of: InstrumentationSystem.instrument) != NoOpInstrument.self }

    /// Answers a request in a span; without one if no tracer was bootstrapped.
    static func observing<Value: Sendable>(
        _ endpoint: OAuth1ServerEvent.Endpoint,
        _ answer: () async -> Value
    ) async -> Value {
        guard isTraced else { return await answer() }
        func run(in span: any Span) async -> Value {
            await $current.withValue(span) { await answer() }
        }
        return await withSpan("oauth1.\(endpoint)", ofKind: .internal) { await run(in: $0) }
    }

    /// Notes the result in the request's span, or in one that ends at once if the request was rejected before it was answered.
    static func record(_ event: OAuth1ServerEvent) {
        guard let current else {
            withSpan("oauth1.\(event.endpoint)", ofKind: .internal) { set(event, on: $0) }
            return
        }
        set(event, on: current)
    }

    private static func set(_ event: OAuth1ServerEvent, on span: any Span) {
        span.attributes["oauth1.endpoint"] = event.endpoint.description
        span.attributes["oauth1.result"] = event.error?.description ?? "accepted"
        guard let error = event.error else { return }
        span.attributes["error.type"] = error.description
        span.setStatus(SpanStatus(code: .error))
    }
}
