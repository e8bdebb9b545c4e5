//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import Synchronization
import Testing

@Suite("Clocks and nonce sources")
struct ClockAndSourceTests {
    private struct FixedClock: OAuth1Clock {
        let time: Int64

        func now() -> Int64 { time }
    }

    private final class Counter: OAuth1NonceSource {
        private let count = Mutex(0)

        func makeNonce() -> OAuth1Nonce {
            count.withLock { count in
                count += 1
                return OAuth1Nonce("nonce \(count)")
            }
        }
    }

    @Test("The signer asks the clock and the nonce source that it was given, once for each request")
    func injected() throws {
        let signer = Fixtures.signer(
            .hmacSHA1,
            OAuth1SigningConfiguration(clock: FixedClock(time: 137_131_200), nonceSource: Counter())
        )
        let request = try HTTPRequest(method: .get, absoluteURL: Fixtures.url)
        for number in 1...3 {
            let signed = try signer.sign(request)
            #expect(signed.nonce == OAuth1Nonce("nonce \(number)"))
            #expect(signed.timestamp == 137_131_200)
            let incoming = try signed.read()
            #expect(incoming.nonce == "nonce \(number)")
            #expect(incoming.timestamp == 137_131_200)
        }
    }

    @Test("Nonce and timestamp of the options take their place, and nothing is asked")
    func options() throws {
        let counter = Counter()
        let signer = Fixtures.signer(
            .hmacSHA1,
            OAuth1SigningConfiguration(clock: FixedClock(time: 1), nonceSource: counter)
        )
        let signed = try signer.sign(HTTPRequest(method: .get, absoluteURL: Fixtures.url), Fixtures.options)
        #expect(signed.nonce == "chapoH")
        #expect(signed.timestamp == 137_131_202)
        #expect(counter.makeNonce() == "nonce 1")
    }

    @Test("The system's clock counts seconds since 1970")
    func systemClock() {
        // The clock may be some milliseconds late.
        let before = Int64(Date().timeIntervalSince1970 - 0.1)
        let now = OAuth1SystemClock().now()
        let after = Int64(Date().timeIntervalSince1970)
        #expect((before...after).contains(now))
    }

    @Test(
        "Timestamps of any size are written in decimal digits",
        arguments: [0, 1, 9, 10, 99, 100, .max, -1, .min] as [Int64]
    )
    func written(time: Int64) throws {
        let header = try Fixtures.signer()
            .authorizationHeader(method: "GET", url: Fixtures.url, OAuth1SigningOptions(nonce: "n", timestamp: time))
        #expect(header.contains("oauth_timestamp=\"\(time)\""))
    }
}
