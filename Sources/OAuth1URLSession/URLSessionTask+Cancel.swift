//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationNetworking)
import Foundation
import FoundationNetworking
#else
import Foundation
#endif

extension URLSessionTask {
    /// Cancels the task without waiting for the thread that moves its bytes.
    ///
    /// On Linux `cancel()` waits for it, and it may wait for the callback that cancels (`BoundedOperationQueue`).
    func cancelWithoutWaiting() {
        #if canImport(FoundationNetworking)
        DispatchQueue.global().async { self.cancel() }
        #else
        cancel()
        #endif
    }
}
