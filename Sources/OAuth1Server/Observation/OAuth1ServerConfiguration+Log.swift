//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Logging

extension OAuth1ServerConfiguration {
    /// Logs the result of a request: a failure of the service with its reason, which nobody else sees.
    ///
    /// The reason of a rejection is left out, as it may quote what the client sent.
    func log(_ event: OAuth1ServerEvent, reason: String?) {
        guard let logger else { return }
        let isFailure = event.error?.isServiceFailure == true
        // One client can fill its share of a store at each request, and is no reason to wake anybody.
        let failureLevel: Logger.Level = event.error == .storeFull ? .warning : .error
        let level: Logger.Level = isFailure ? failureLevel : event.error == nil ? .trace : .info
        // Metadata has to be allocated, which is left out where nobody listens.
        guard level >= logger.logLevel else { return }
        var metadata: Logger.Metadata = ["oauth1.endpoint": "\(event.endpoint)"]
        if let clientKey = event.clientKey { metadata["oauth1.client.key"] = "\(clientKey)" }
        if let error = event.error { metadata["error.type"] = "\(error)" }
        if isFailure, let reason { metadata["error.reason"] = "\(reason)" }
        let message: Logger.Message =
            isFailure
            ? "The provider could not answer a request"
            : event.error == nil ? "The provider accepted a request" : "The provider rejected a request"
        logger.log(level: level, message, metadata: metadata)
    }
}
