//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

// snippet.imports
import Logging
import Metrics
import OAuth1
import OAuth1Client
import OAuth1URLSession
import Tracing

// snippet.end

// snippet.logger
func client(_ credentials: OAuth1ClientCredentials) -> AsyncOAuth1Client {
    var logger = Logger(label: "org.example.app.oauth1")
    logger.logLevel = .debug
    return AsyncOAuth1Client(
        client: credentials,
        options: OAuth1FlowOptions(logger: logger),
        transport: .urlSession
    )
}
// snippet.end

// snippet.bootstrap
func observe(metrics: any MetricsFactory, tracer: any Tracer) {
    MetricsSystem.bootstrap(metrics)
    InstrumentationSystem.bootstrap(tracer)
}
// snippet.end
