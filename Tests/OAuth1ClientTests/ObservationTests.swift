//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import InMemoryLogging
import InMemoryTracing
import Instrumentation
import Logging
import Metrics
import MetricsTestKit
import OAuth1
import OAuth1Client
import OAuth1Testing
import Synchronization
import Testing
import Tracing

@Suite("Logs, metrics and spans", .serialized)
struct ObservationTests {
    /// The tracer of this process, which other suites' clients use, too.
    private static let tracer: InMemoryTracer = {
        let tracer = InMemoryTracer()
        InstrumentationSystem.bootstrap(tracer)
        return tracer
    }()

    /// Everything that was emitted while something ran.
    private struct Emitted {
        let entries: [InMemoryLogHandler.Entry]
        let metrics: TestMetrics
        let spans: [FinishedInMemorySpan]
        /// The spans of the provider, which answers in the same task.
        let providerSpans: [FinishedInMemorySpan]

        /// All of it as text, to be searched.
        var text: String {
            var text = entries.map { "\($0.level) \($0.message) \($0.metadata) \(String(describing: $0.error))" }
            for counter in metrics.counters { text.append("\(counter.label) \(counter.dimensions)") }
            for timer in metrics.timers { text.append("\(timer.label) \(timer.dimensions)") }
            for span in spans + providerSpans {
                text.append("\(span.operationName) \(span.events) \(span.errors) \(String(describing: span.status))")
                let append: (String, SpanAttribute) -> Void = { text.append("\($0)=\($1)") }
                span.attributes.forEach(append)
            }
            return text.joined(separator: "\n")
        }
    }

    private func observing(_ use: (Logger) async throws -> Void) async throws -> Emitted {
        let handler = InMemoryLogHandler()
        var logger = Logger(label: "test") { _ in handler }
        logger.logLevel = .trace
        let metrics = TestMetrics()
        let tracer = Self.tracer
        let traceID = try await withMetricsFactory(metrics) {
            try await withSpan("test") { span in
                try await use(logger)
                return span.context.inMemorySpanContext?.traceID
            }
        }
        let spans = tracer.finishedSpans.filter { $0.traceID == traceID && $0.operationName != "test" }
        return Emitted(
            entries: handler.entries,
            metrics: metrics,
            spans: spans.filter { $0.attributes.get("oauth1.endpoint") == nil },
            providerSpans: spans.filter { $0.attributes.get("oauth1.endpoint") != nil }
        )
    }

    private let provider = OAuth1TestProvider()

    /// A login with everything that can go wrong in it, and the parts that must not be seen.
    private func login(_ logger: Logger, _ placement: OAuth1Placement) async throws -> [String] {
        let recorder = OAuth1RecordingTransport(to: provider.transport)
        let signatures = Mutex<[String]>([])
        let options = OAuth1FlowOptions(
            hooks: OAuth1Hooks(didSign: { signed in
                let signature = signed.signature
                signatures.withLock { $0.append(signature) }
            }),
            logger: logger
        )
        let client = AsyncOAuth1Client(
            client: provider.client,
            configuration: OAuth1SigningConfiguration(
                placement: placement,
                clock: FixedClock(time: OAuth1SystemClock().now() - 3_600)
            ),
            options: options,
            transport: recorder
        )
        let requestToken = try await client.fetchRequestToken(
            provider.requestTokenURL,
            callback: .url("https://app.example/callback")
        )
        let page = client.authorizationURL(provider.authorizeURL, for: requestToken)
        let callback = try await OAuth1TestBrowser(transport: provider.transport).allow(page)
        let answer = try client.parseAuthorizationResponse(callback, for: requestToken)
        let authorization = try answer.authorization()
        _ = try? client.parseAuthorizationResponse("/callback?oauth_token=other&oauth_verifier=x", for: requestToken)
        let token = try await client.fetchAccessToken(provider.accessTokenURL, authorization: authorization)
        _ = try? await client.fetchAccessToken(provider.accessTokenURL, authorization: authorization)
        let user = client.using(token)
        _ = try await user.post(provider.url("/api/form"), .form(["password": "pass phrase"]))
        _ = try await user.get(provider.url("/api/me"), parameters: ["api_key": "query key"])
        let wrong = OAuth1AccessToken(token: token.token, secret: "another secret")
        _ = try await user.get(provider.url("/api/me"), token: .user(wrong))
        return [
            provider.client.secret.reveal(), requestToken.secret.reveal(), token.secret.reveal(),
            authorization.verifier ?? "", "pass phrase", "query key", "another secret", requestToken.token, token.token,
        ] + signatures.withLock { $0 }
    }

    @Test(
        "Nothing that is emitted during a login has a secret, a token, a verifier or a signature in it",
        arguments: [OAuth1Placement.header, .query]
    )
    func secrets(placement: OAuth1Placement) async throws {
        let hidden = Mutex<[String]>([])
        let emitted = try await observing { logger in
            let values = try await login(logger, placement)
            hidden.withLock { $0 = values }
        }
        let text = emitted.text
        let values = hidden.withLock { $0 }
        #expect(values.count > 14)
        #expect(!emitted.entries.isEmpty && !emitted.metrics.timers.isEmpty && !emitted.spans.isEmpty)
        for value in values {
            let encoded = String(OAuth1Parameters([OAuth1Parameter("", value)]).formEncodedString.dropFirst())
            #expect(!value.isEmpty && !text.contains(value) && !text.contains(encoded), "\(value)")
        }
        // The search finds what is there.
        #expect(text.contains("provider.example"))
    }

    @Test("Spans of the three steps and of calls have OpenTelemetry's attributes")
    func spans() async throws {
        let emitted = try await observing { _ = try await login($0, .header) }
        #expect(
            emitted.spans.map(\.operationName) == [
                "oauth1.request_token", "oauth1.authorization", "oauth1.authorization", "oauth1.access_token",
                "oauth1.access_token", "oauth1.resource", "oauth1.resource", "oauth1.resource",
            ]
        )
        let first = try #require(emitted.spans.first)
        #expect(first.kind == .client)
        #expect(first.attributes.get("http.request.method") == .string("POST"))
        #expect(first.attributes.get("server.address") == .string("provider.example"))
        #expect(first.attributes.get("server.port") == .int64(443))
        #expect(first.attributes.get("url.scheme") == .string("https"))
        #expect(first.attributes.get("http.response.status_code") == .int64(200))
        // The clock was an hour slow.
        #expect(first.attributes.get("http.request.resend_count") == .int64(1))
        #expect(first.status == nil)
        #expect(emitted.spans[1].attributes.get("oauth1.authorization.result") == .string("authorized"))
        #expect(emitted.spans[2].attributes.get("error.type") == .string("tokenMismatch"))
        #expect(emitted.spans[4].attributes.get("error.type") == .string("tokenRequestRefused"))
        #expect(emitted.spans[7].attributes.get("error.type") == .string("4xx"))
        #expect(emitted.spans[7].status?.code == .error)
    }

    @Test("Each request to a provider is one span with endpoint and result")
    func providerSpans() async throws {
        let spans = try await observing { _ = try await login($0, .header) }.providerSpans
        let first = try #require(spans.first)
        #expect(first.operationName == "oauth1.requestToken" && first.kind == .internal)
        #expect(first.attributes.get("oauth1.endpoint") == .string("requestToken"))
        // The client's clock was an hour slow.
        #expect(first.attributes.get("oauth1.result") == .string("timestampRefused"))
        #expect(first.attributes.get("error.type") == .string("timestampRefused"))
        #expect(first.status?.code == .error && first.errors.isEmpty)
        let second = try #require(spans.dropFirst().first)
        #expect(second.operationName == "oauth1.requestToken" && second.status == nil)
        #expect(second.attributes.get("oauth1.result") == .string("accepted"))
        let resources = spans.filter { $0.operationName == "oauth1.resource" }
        #expect(resources.count == 3)
        #expect(resources.last?.attributes.get("oauth1.result") == .string("signatureInvalid"))
    }

    @Test("Metrics count durations, attempts and failures, with labels from closed sets")
    func metrics() async throws {
        let metrics = try await observing { _ = try await login($0, .header) }.metrics
        func dimensions(_ operation: String) -> [(String, String)] { [("oauth1.operation", operation)] }
        #expect(metrics.counterTotal(label: "oauth1.client.attempts", dimensions: dimensions("request_token")) == 2)
        #expect(metrics.counterTotal(label: "oauth1.client.attempts", dimensions: dimensions("access_token")) == 2)
        #expect(metrics.counterTotal(label: "oauth1.client.attempts", dimensions: dimensions("resource")) == 3)
        let timer = try metrics.expectTimer("oauth1.client.duration", dimensions("resource"))
        #expect(timer.values.count == 3)
        let failures = dimensions("access_token") + [("error.type", "tokenRequestRefused")]
        #expect(metrics.counterTotal(label: "oauth1.client.failures", dimensions: failures) == 1)
        let refusals = dimensions("resource") + [("error.type", "4xx")]
        #expect(metrics.counterTotal(label: "oauth1.client.failures", dimensions: refusals) == 1)
    }

    @Test("Log lines are debug and trace only, and name what happened")
    func logs() async throws {
        let entries = try await observing { _ = try await login($0, .header) }.entries
        #expect(entries.allSatisfy { $0.level <= .debug })
        let messages = entries.map(\.message.description)
        #expect(messages.contains("The service rejected the timestamp, correcting the clock skew"))
        #expect(messages.contains("The operation failed"))
        #expect(messages.filter { $0 == "Sending a signed request" }.count == 7)
    }

    /// A transport whose bodies come in pieces.
    private struct StreamingService: OAuth1StreamingTransport {
        func send(_ request: HTTPRequest, body: [UInt8]?, maximumResponseBytes: Int) async throws -> OAuth1Response {
            OAuth1Response(.ok)
        }

        func stream(_ request: HTTPRequest, body: OAuth1BodyStream?) async throws -> OAuth1StreamedResponse {
            let (pieces, continuation) = AsyncThrowingStream.makeStream(of: [UInt8].self)
            continuation.finish()
            let status: HTTPResponse.Status = request.path == "/no" ? .notFound : .ok
            return OAuth1StreamedResponse(head: HTTPResponse(status: status), pieces: pieces)
        }
    }

    @Test("The span of a streamed call ends with the head of the response, and says so")
    func streamed() async throws {
        let emitted = try await observing { logger in
            let client = AsyncOAuth1Client(
                client: provider.client,
                options: OAuth1FlowOptions(logger: logger),
                transport: StreamingService()
            )
            _ = try await client.get("https://h.example/a")
            let response = try await client.stream(.get, "https://h.example/b")
            _ = try await response.collect(upTo: 10)
            // A rejection is read before it is handed out.
            _ = try await client.stream(.get, "https://h.example/no")
        }
        #expect(emitted.spans.map { $0.attributes.get("oauth1.streamed") } == [nil, .bool(true), nil])
        #expect(
            emitted.spans.map { $0.attributes.get("http.response.status_code") } == [.int(200), .int(200), .int(404)]
        )
    }

    @Test("The spans of a failed connection have its cause as one word")
    func failedConnection() async throws {
        let emitted = try await observing { logger in
            let options = OAuth1FlowOptions(retries: .none, logger: logger)
            let client = ScriptedService([]).client(options: options)
            _ = try? await client.get("https://h.example/?secret=hidden")
        }
        #expect(emitted.spans.first?.attributes.get("error.type") == .string("transport"))
        #expect(emitted.spans.first?.errors.isEmpty == true)
        #expect(!emitted.text.contains("hidden"))
    }
}
