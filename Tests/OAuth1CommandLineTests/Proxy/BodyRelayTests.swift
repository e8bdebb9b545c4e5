//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Synchronization
import Testing

@testable import OAuth1CommandLine

@Suite("Passing on a body")
struct BodyRelayTests {
    private struct Broken: Error {}

    @Test("Pieces arrive in order, and the sender is at most one ahead")
    func order() async throws {
        let relay = BodyRelay()
        let sent = Counter()
        let sending = Task {
            for number in 0..<200 {
                await relay.send([UInt8(number)])
                sent.add()
            }
            relay.finish()
        }
        var received = 0
        for try await piece in relay {
            #expect(piece == [UInt8(received)])
            received += 1
            #expect(sent.value <= received + 1)
        }
        await sending.value
        #expect(received == 200)
    }

    @Test("An error of the sender is that of the receiver, after the pieces before it")
    func error() async throws {
        let relay = BodyRelay()
        let sending = Task {
            await relay.send([1])
            relay.finish(Broken())
        }
        var pieces = 0
        await #expect(throws: Broken.self) {
            for try await _ in relay { pieces += 1 }
        }
        await sending.value
        #expect(pieces == 1)
    }

    @Test("When nobody receives anymore, the sender does not wait")
    func close() async throws {
        let relay = BodyRelay()
        let sending = Task {
            for _ in 0..<100 { await relay.send([1]) }
        }
        relay.close()
        await sending.value
        await #expect(throws: CancellationError.self) { for try await _ in relay {} }
    }

    @Test("A receiver that is cancelled ends, and so does the sender")
    func cancellation() async throws {
        let relay = BodyRelay()
        let receiving = Task {
            for try await _ in relay {}
        }
        await relay.send([1])
        receiving.cancel()
        await #expect(throws: CancellationError.self) { try await receiving.value }
        await relay.send([2])
        await relay.send([3])
    }

    @Test("The memory for bodies is limited, and given back")
    func budget() {
        let budget = BufferBudget(bytes: 10)
        do {
            let lease = BufferLease(budget)
            #expect(lease.add(6))
            #expect(!BufferLease(budget).add(5))
            #expect(lease.add(4))
            #expect(!lease.add(1))
        }
        #expect(BufferLease(budget).add(10))
    }
}

/// Counts across tasks.
private final class Counter: Sendable {
    private let count = Mutex(0)

    var value: Int { count.withLock { $0 } }

    func add() { count.withLock { $0 += 1 } }
}
#endif
