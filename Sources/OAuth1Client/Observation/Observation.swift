//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Logging
import Metrics
import OAuth1
import Tracing

/// A client's observability: log lines, metrics and spans.
///
/// None of it has a token, a verifier, a signature, a query or a body: names, numbers and hosts only. Labels of metrics
/// come from closed sets, so that no service can make them many.
struct Observation: Sendable {
    let logger: Logger
    /// Whether the logger drops everything, as the one does that clients have unless they are given another.
    private let isSilent: Bool

    init(logger: Logger) {
        self.logger = logger
        isSilent = logger.handler is SwiftLogNoOpLogHandler
    }

    /// Whether anything takes metrics.
    static var isMeasured: Bool {
        // Compared as a type: a cast costs more than the rest.
        type(of: MetricsSystem.factory) != NOOPMetricsHandler.self
    }

    /// Whether anything takes spans.
    private static var isTraced: Bool { type(of: InstrumentationSystem.instrument) != NoOpInstrument.self }

    /// Whether anybody listens: most applications have no instruments, and even to look for one in vain has its price.
    var isListenedTo: Bool {
        !isSilent && logger.logLevel <= .debug || Observation.isMeasured || Observation.isTraced
    }

    /// Runs an operation in a span, and records how it ended; `work` gets no call to report to if nobody observes.
    func observing<Value>(
        _ operation: Operation,
        _ request: HTTPRequest,
        _ work: (Call?) async throws -> Value
    ) async throws -> Value {
        guard isListenedTo else { return try await work(nil) }
        let start = ContinuousClock.now
        func run(in span: any Span) async -> Result<Value, any Error> {
            if span.isRecording { span.updateAttributes { $0.setRequest(request, operation) } }
            let call = Call(operation, span, logger)
            do {
                let value = try await work(call)
                call.end(after: .now - start, failure: nil)
                return .success(value)
            } catch {
                call.end(after: .now - start, failure: error)
                return .failure(error)
            }
        }
        guard Observation.isTraced else {
            return try await run(in: NoOpTracer.NoOpSpan(context: .topLevel)).get()
        }
        // The result leaves the span as a value: a tracer records what is thrown through it, word for word.
        let result = await withSpan("oauth1.\(operation.rawValue)", ofKind: .client) { await run(in: $0) }
        return try result.get()
    }

    /// Reads the user's decision in a span, and records it.
    func observingAuthorization(
        _ read: () throws -> OAuth1AuthorizationResponse
    ) throws -> OAuth1AuthorizationResponse {
        let result: Result<OAuth1AuthorizationResponse, any Error> = withSpan("oauth1.authorization") { span in
            let result = Result { try read() }
            switch result {
            case .success(.authorized): span.attributes["oauth1.authorization.result"] = "authorized"
            case .success(.denied): span.attributes["oauth1.authorization.result"] = "denied"
            case .failure(let error): span.fail(Failure(error))
            }
            return result
        }
        if case .failure(let error) = result {
            logger.debug("The callback was rejected", metadata: ["error.type": "\(Failure(error).name)"])
        }
        return try result.get()
    }
}

/// Why an operation failed, as one of few words.
struct Failure {
    let name: String

    init(_ error: any Error) {
        switch error {
        case let error as OAuth1ClientError: name = error.code.description
        case is CancellationError: name = "cancelled"
        // An error of the application's hooks, whose type says nothing of what came over the network.
        default: name = "other"
        }
    }

    /// A status other than 2xx, by its class.
    init?(_ status: HTTPResponse.Status?) {
        switch status?.kind {
        case .clientError: name = "4xx"
        case .serverError: name = "5xx"
        default: return nil
        }
    }
}

extension Span {
    func fail(_ failure: Failure) {
        attributes["error.type"] = failure.name
        setStatus(SpanStatus(code: .error))
    }
}

extension SpanAttributes {
    /// The attributes that OpenTelemetry has for requests of HTTP clients, except for the URL, which could have a token.
    fileprivate mutating func setRequest(_ request: HTTPRequest, _ operation: Operation) {
        self["oauth1.operation"] = operation.rawValue
        self["http.request.method"] = request.method.rawValue
        self["server.address"] = request.hostName
        self["server.port"] = request.portNumber
        self["url.scheme"] = request.scheme
    }
}
