//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Why the service would reject a request.
struct ReplicaRejection: Error {
    let reason: String

    init(_ reason: String) {
        self.reason = reason
    }
}
