//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import HTTPTypes
import Synchronization

/// What became of one request, as far as it is known.
final class ProxyOutcome: Sendable {
    // A caller that is gone gets nothing.
    private let state = Mutex((cause: ProxyCause.client, status: HTTPResponse.Status.badRequest))

    var cause: ProxyCause { state.withLock { $0.cause } }
    var status: HTTPResponse.Status { state.withLock { $0.status } }

    func set(_ cause: ProxyCause, _ status: HTTPResponse.Status) {
        state.withLock { $0 = (cause, status) }
    }
}
#endif
