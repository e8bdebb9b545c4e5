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

extension Observation {
    /// One operation, while it continues.
    final class Call {
        private let operation: Operation
        private let span: any Span
        private let logger: Logger
        /// Asked once: each metric is an object that is made again.
        private let isMeasured = Observation.isMeasured
        private var attempts = 0
        private var status: HTTPResponse.Status?

        init(_ operation: Operation, _ span: any Span, _ logger: Logger) {
            self.operation = operation
            self.span = span
            var logger = logger
            // Metadata has to be allocated, which is left out where nobody listens.
            if logger.logLevel <= .debug { logger[metadataKey: "oauth1.operation"] = "\(operation.rawValue)" }
            self.logger = logger
        }

        /// The response is handed out before its body is there, so that the operation ends without it.
        func streamsAnswer() {
            if span.isRecording { span.attributes["oauth1.streamed"] = true }
        }

        /// A request goes out.
        func attempt(_ request: HTTPRequest, timestamp: Int64) {
            attempts += 1
            if isMeasured { Counter(label: "oauth1.client.attempts", dimensions: dimensions).increment() }
            logger.trace(
                "Sending a signed request",
                metadata: [
                    "http.request.method": "\(request.method)", "server.address": "\(request.hostName ?? "")",
                    "oauth1.attempt": "\(attempts)", "oauth1.timestamp": "\(timestamp)",
                ]
            )
        }

        /// A response came.
        func answer(_ response: OAuth1Response) {
            status = response.status
            logger.trace("Received a response", metadata: ["http.response.status_code": "\(response.status.code)"])
        }

        /// The next action.
        func next(_ step: OAuth1Exchange.Step) {
            switch step {
            case .finish: break
            case .send(let delay): logger.debug("Retrying with a new signature", metadata: ["delay": "\(delay)"])
            case .sendAtTime(let time), .finishAtTime(let time):
                logger.debug(
                    "The service rejected the timestamp, correcting the clock skew",
                    metadata: ["oauth1.service.time": "\(time)"]
                )
            case .sendWithNewToken, .finishWithNewToken: logger.debug("The token expired, refreshing it")
            }
        }

        /// The operation is over.
        func end(after duration: Duration, failure error: (any Error)?) {
            let failure = error.map { Failure($0) } ?? Failure(status)
            if isMeasured {
                Timer(label: "oauth1.client.duration", dimensions: dimensions).record(duration: duration)
            }
            if span.isRecording { span.attributes["http.response.status_code"] = status?.code }
            if attempts > 1 { span.attributes["http.request.resend_count"] = attempts - 1 }
            guard let failure else { return }
            Counter(label: "oauth1.client.failures", dimensions: dimensions + [("error.type", failure.name)])
                .increment()
            span.fail(failure)
            logger.debug(
                "The operation failed",
                metadata: [
                    "error.type": "\(failure.name)", "http.response.status_code": "\(status?.code ?? 0)",
                    "oauth1.attempts": "\(attempts)",
                ]
            )
        }

        private var dimensions: [(String, String)] { [("oauth1.operation", operation.rawValue)] }
    }
}
