//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Testing

@testable import OAuth1

@Suite("HMAC keys")
struct HMACKeyTests {
    private func compare<Hash: HashFunction & Sendable>(_: Hash.Type, keyLength: Int) {
        var random = SeededGenerator(seed: UInt64(keyLength))
        let key = (0..<keyLength).map { _ in UInt8.random(in: .min ... .max, using: &random) }
        let absorbed = HMACKey<Hash>(key.span)
        for length in [0, 1, 55, 56, 63, 64, 65, 111, 112, 127, 128, 129, 300] {
            let message = (0..<length).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let expected = HMAC<Hash>.authenticationCode(for: message, using: SymmetricKey(data: key))
            // Twice, as a key must not change by being used.
            #expect(Array(absorbed.authenticationCode(for: message.span)) == Array(expected))
            #expect(Array(absorbed.authenticationCode(for: message.span)) == Array(expected))
        }
    }

    @Test("Codes are those of swift-crypto's HMAC, for keys of every length", arguments: 0...200)
    func keyLengths(length: Int) {
        compare(Insecure.SHA1.self, keyLength: length)
        compare(SHA256.self, keyLength: length)
        compare(SHA512.self, keyLength: length)
    }

    @Test("The codes of RFC 2202 and RFC 4231 for the key Jefe")
    func published() {
        let key = Array("Jefe".utf8)
        let message = Array("what do ya want for nothing?".utf8)
        func hex(_ bytes: some Sequence<UInt8>) -> String {
            bytes.map { String($0 >> 4, radix: 16) + String($0 & 0xF, radix: 16) }.joined()
        }
        #expect(
            hex(HMACKey<Insecure.SHA1>(key.span).authenticationCode(for: message.span))
                == "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"
        )
        #expect(
            hex(HMACKey<SHA256>(key.span).authenticationCode(for: message.span))
                == "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        )
        #expect(
            hex(HMACKey<SHA512>(key.span).authenticationCode(for: message.span)) == """
                164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fd\
                caeab1a34d4a6b4b636e070a38bce737
                """
        )
    }
}
