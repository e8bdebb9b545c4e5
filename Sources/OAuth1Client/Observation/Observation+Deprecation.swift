//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Logging

extension Observation {
    /// How many days before the end of a service's OAuth 1.0a clients warn.
    static let daysOfWarning = 90

    /// Warns once that a service ends OAuth 1.0a soon, or has ended it.
    ///
    /// The only line above `debug`: nobody who calls would get this as an error, until all calls fail at once.
    ///
    /// - Parameters:
    ///   - service: The service.
    ///   - time: The time in seconds since 1970.
    func warn(of service: OAuth1Service, at time: Int64) {
        guard let deprecation = service.deprecation, let days = deprecation.daysLeft(at: time),
            days <= Observation.daysOfWarning
        else {
            return
        }
        logger.warning(
            "The service ends OAuth 1.0a",
            metadata: [
                "oauth1.service.id": "\(service.id)",
                "oauth1.service.days_left": "\(days)",
                "oauth1.service.plan": "\(deprecation)",
            ]
        )
    }
}
