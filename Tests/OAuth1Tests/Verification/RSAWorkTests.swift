//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("The work of an RSA verification")
struct RSAWorkTests {
    private static let lengths = [0, 1, 64, 127, 128, 129, 255, 256, 257, 384, 400, 512, 513, 1_024, 100_000]

    @Test("The key is chosen by the length of the signature, whatever key a client has", arguments: lengths)
    func byLength(length: Int) throws {
        let signature = [UInt8](repeating: 0xFF, count: length)
        let sizes = Set(RSADummyKeys.keys.map { RSAWork(signature, for: $0).key.bitCount })
        #expect(sizes.count == 1)
        let expected = [1_024, 2_048, 3_072, 4_096].first { $0 / 8 >= length } ?? 4_096
        #expect(sizes == [expected])
    }

    @Test("The dummy keys have the usual sizes")
    func sizes() {
        #expect(RSADummyKeys.keys.map(\.bitCount) == [1_024, 2_048, 3_072, 4_096])
    }

    @Test(
        "A signature that can't be right is worked on all the same: its length fits, and its number is small",
        arguments: lengths
    )
    func worked(length: Int) throws {
        for key in RSADummyKeys.keys {
            let work = RSAWork([UInt8](repeating: 0xFF, count: length), for: key)
            #expect(!work.canBeRight)
            #expect(work.signature.count == work.key.signatureByteCount)
            #expect(work.signature.first == 0)
        }
    }

    @Test("A signature of the client's own length is verified as it came, with its key")
    func own() throws {
        for key in RSADummyKeys.keys {
            let signature = [UInt8](repeating: 0x01, count: key.signatureByteCount)
            let work = RSAWork(signature, for: key)
            #expect(work.canBeRight)
            #expect(work.signature == signature)
            #expect(work.key.pem == key.pem)
        }
    }

    @Test("A key of an unusual size verifies its own signatures")
    func unusual() throws {
        let key = try OAuth1RSAPrivateKey(generatingBits: 2_176)
        let signer = OAuth1Signer(client: Fixtures.client, token: Fixtures.token, method: .rsaSHA256(key))
        let header = try signer.authorizationHeader(method: "GET", url: Fixtures.url, Fixtures.options)
        let incoming = try #require(
            try OAuth1IncomingRequest.read(method: "GET", url: Fixtures.url, authorization: header)
        )
        try Fixtures.verifier.verify(
            incoming,
            with: OAuth1VerificationKey(client: Fixtures.client, rsaPublicKey: key.publicKey)
        )
        for other in RSADummyKeys.keys {
            expectError(.invalidSignature, parameter: "oauth_signature") {
                try Fixtures.verifier.verify(
                    incoming,
                    with: OAuth1VerificationKey(client: Fixtures.client, rsaPublicKey: other)
                )
            }
        }
    }
}
