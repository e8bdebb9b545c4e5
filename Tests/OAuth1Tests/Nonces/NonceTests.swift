//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("Nonces")
struct NonceTests {
    @Test("A random nonce is 32 hex digits")
    func shape() {
        for _ in 0..<1_000 {
            let nonce = OAuth1RandomNonceSource().makeNonce().description
            #expect(nonce.utf8.count == 32)
            #expect(nonce.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
        }
    }

    @Test("Ten thousand nonces are distinct")
    func distinct() {
        let source = OAuth1RandomNonceSource()
        let nonces = (0..<10_000).map { _ in source.makeNonce() }
        #expect(Set(nonces).count == 10_000)
        #expect(Set(nonces.map(\.description)).count == 10_000)
    }

    @Test("Ten thousand nonces of a hundred concurrent tasks are distinct")
    func concurrent() async {
        let nonces = await withTaskGroup(of: [OAuth1Nonce].self) { group in
            for _ in 0..<100 {
                group.addTask {
                    let source = OAuth1RandomNonceSource()
                    return (0..<100).map { _ in source.makeNonce() }
                }
            }
            return await group.reduce(into: []) { $0 += $1 }
        }
        #expect(nonces.count == 10_000)
        #expect(Set(nonces).count == 10_000)
    }

    @Test("Every bit of a nonce is set in some and unset in others")
    func everyBit() {
        let source = OAuth1RandomNonceSource()
        var set = [Int](repeating: 0, count: 128)
        for _ in 0..<2_000 {
            for (index, digit) in source.makeNonce().description.enumerated() {
                guard let value = digit.hexDigitValue else { continue }
                for bit in 0..<4 { set[index * 4 + bit] += value >> bit & 1 }
            }
        }
        // Fair bits leave this range once in far more than 10^20 runs.
        #expect(set.allSatisfy { (700...1_300).contains($0) })
    }

    @Test("Requests signed by concurrent tasks have distinct nonces")
    func concurrentSigning() async throws {
        let signer = Fixtures.signer()
        let headers = try await withThrowingTaskGroup(of: [String].self) { group in
            for _ in 0..<20 {
                group.addTask {
                    try (0..<50).map { _ in try signer.authorizationHeader(method: "GET", url: Fixtures.url) }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
        let nonces = try headers.map {
            try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: $0)?.nonce
        }
        #expect(nonces.count == 1_000)
        #expect(Set(nonces).count == 1_000)
    }

    @Test("Two words become 32 hex digits, zeros included")
    func words() {
        #expect(OAuth1Nonce(high: 0, low: 0).description == "00000000000000000000000000000000")
        #expect(OAuth1Nonce(high: 0x0123_4567_89AB_CDEF, low: .max).description == "0123456789abcdefffffffffffffffff")
        #expect(OAuth1Nonce(high: 1, low: 2) != OAuth1Nonce(high: 2, low: 1))
    }

    @Test(
        "A custom nonce is sent unchanged",
        arguments: ["n", "a b+&", "\u{E9}", String(repeating: "x", count: 500)]
    )
    func text(text: String) throws {
        let nonce = OAuth1Nonce(text)
        #expect(nonce.description == text)
        let header = try Fixtures.signer()
            .authorizationHeader(method: "GET", url: Fixtures.url, OAuth1SigningOptions(nonce: nonce))
        let incoming = try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: header)
        #expect(incoming?.nonce == text)
    }
}
