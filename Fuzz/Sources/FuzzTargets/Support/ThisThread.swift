//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Dispatch
import Synchronization

/// Runs asynchronous code on the thread that calls, so that each input takes the same way every time.
final class ThisThread: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    private let wakeUp = DispatchSemaphore(value: 0)

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        wakeUp.signal()
    }

    /// Runs a closure to its end.
    static func run(_ body: @escaping @Sendable () async -> Void) {
        let thread = ThisThread()
        let done = Done()
        Task(executorPreference: thread) {
            await body()
            done.set()
            thread.wakeUp.signal()
        }
        while !done.isSet {
            thread.wakeUp.wait()
            let job: UnownedJob? = thread.jobs.withLock { jobs in jobs.isEmpty ? nil : jobs.removeFirst() }
            job?.runSynchronously(on: thread.asUnownedTaskExecutor())
        }
    }

    private final class Done: Sendable {
        private let flag = Atomic(false)
        var isSet: Bool { flag.load(ordering: .acquiring) }
        func set() { flag.store(true, ordering: .releasing) }
    }
}
