//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if canImport(FoundationNetworking)
import Foundation

/// Runs the callbacks of a session one after the other, and has URLSession wait while many are pending.
///
/// On Linux, URLSession decompresses all that came in one go and adds a callback for each 16 KiB of it, before any
/// cancellation is looked at: two kilobytes of Brotli become a gigabyte of callbacks. Waiting here, on the thread that
/// decompresses, bounds what is in memory. So no callback may itself wait for that thread, as `cancel()` does.
///
/// `OperationQueue` is `@unchecked Sendable`, and the compiler warns about a subclass that does not restate it. The only stored
/// property is a constant of a `Sendable` type, so this restatement promises nothing that the compiler can't see.
final class BoundedOperationQueue: OperationQueue, @unchecked Sendable {
    let slots: CallbackSlots

    init(_ slots: CallbackSlots = CallbackSlots()) {
        self.slots = slots
        super.init()
        maxConcurrentOperationCount = 1
    }

    override func addOperation(_ block: @escaping @Sendable () -> Void) {
        slots.take()
        super
            .addOperation { [slots] in
                block()
                slots.finishCallback()
            }
    }
}
#endif
