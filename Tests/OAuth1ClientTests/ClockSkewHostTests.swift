//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1
import OAuth1Testing
import Synchronization
import Testing

@testable import OAuth1Client

@Suite("A time for each host")
struct ClockSkewHostTests {
    @Test("Services behind one gateway have a time each, by the Host field that is signed")
    func gateway() async throws {
        let host = try #require(HTTPField.Name("Host"))
        let service = ScriptedService([
            OAuth1Response(.unauthorized, ServiceDate.fields, "Timestamp out of bounds"), OAuth1Response(.ok),
            OAuth1Response(.ok), OAuth1Response(.ok),
        ])
        let hooks = OAuth1Hooks(willSign: { request, _ in
            request.headerFields[host] = request.authority
            request.authority = "gateway.example"
        })
        let own = ServiceDate.time - 3600
        let client = service.client(
            options: OAuth1FlowOptions(retries: .none, hooks: hooks),
            clock: FixedClock(time: own)
        )
        for url in ["https://a.example/", "https://b.example/", "https://a.example/"] {
            #expect(try await client.get(url).status == .ok)
        }
        #expect(service.timestamps.map { $0 == own } == [true, false, true, false])
    }

    @Test("The clock of one service is not used for another")
    func perHost() async throws {
        let service = ScriptedService([
            OAuth1Response(.unauthorized, ServiceDate.fields, "Timestamp out of bounds"), OAuth1Response(.ok),
            OAuth1Response(.ok),
        ])
        let client = service.client(clock: FixedClock(time: ServiceDate.time - 3600))
        _ = try await client.get("https://h.example/a")
        _ = try await client.get("https://other.example/a")
        #expect(service.timestamps.last == ServiceDate.time - 3600)
    }

    @Test("A hook that sends a call to another host has it signed with the time of that one")
    func hookChangesHost() async throws {
        let own = ServiceDate.time - 3600
        let refusal = OAuth1Response(.unauthorized, ServiceDate.fields, "Timestamp out of bounds")
        let isMirrored = Mutex(false)
        let service = ScriptedService([
            refusal, OAuth1Response(.ok), OAuth1Response(.ok), OAuth1Response(.ok), refusal, OAuth1Response(.ok),
            OAuth1Response(.ok),
        ])
        let hooks = OAuth1Hooks(willSign: { request, _ in
            if isMirrored.withLock({ $0 }) { request.authority = "mirror.example" }
        })
        let client = service.client(
            options: OAuth1FlowOptions(retries: .none, hooks: hooks),
            clock: FixedClock(time: own)
        )
        func isLearned(_ timestamp: Int64) -> Bool { ServiceDate.time...(ServiceDate.time + 60) ~= timestamp }
        // The time of the host that was called is learned, and is not that of the host that the hook chooses.
        _ = try await client.get("https://h.example/a")
        isMirrored.withLock { $0 = true }
        _ = try await client.get("https://h.example/b")
        isMirrored.withLock { $0 = false }
        _ = try await client.get("https://h.example/c")
        #expect(service.timestamps.map(isLearned) == [false, true, false, true])
        #expect(service.timestamps[2] == own)
        // What the chosen host rejects is learned for it, and neither for nor from the one in the URL.
        isMirrored.withLock { $0 = true }
        #expect(try await client.get("https://third.example/d").status == .ok)
        isMirrored.withLock { $0 = false }
        #expect(try await client.get("https://third.example/e").status == .ok)
        #expect(service.timestamps.dropFirst(4).map(isLearned) == [false, true, false])
    }

    @Test("The time of one host is not used for the host that a hook chooses next")
    func hookChangesHostInBetween() async throws {
        let attempts = Mutex(0)
        let service = ScriptedService([
            OAuth1Response(.unauthorized, ServiceDate.fields, "Timestamp out of bounds"), OAuth1Response(.ok),
            OAuth1Response(.ok),
        ])
        let hooks = OAuth1Hooks(willSign: { request, _ in
            let isSecond = attempts.withLock { attempts in
                attempts += 1
                return attempts == 2
            }
            if isSecond { request.authority = "mirror.example" }
        })
        let own = ServiceDate.time - 3600
        let client = service.client(
            options: OAuth1FlowOptions(retries: .none, hooks: hooks),
            clock: FixedClock(time: own)
        )
        #expect(try await client.get("https://h.example/a").status == .ok)
        #expect(try await client.get("https://h.example/b").status == .ok)
        #expect(service.timestamps == [own, own, own])
    }
}
