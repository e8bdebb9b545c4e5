//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1
import Testing

@Suite("RSA public keys")
struct RSAPublicKeyTests {
    @Test(
        "SPKI and PKCS#1 keys are read, with whatever line breaks",
        arguments: ["rsa-2048-spki.pem", "rsa-2048-pkcs1-public.pem"]
    )
    func read(file: String) throws {
        let pem = try Vectors.key(file)
        let spki = try Vectors.key("rsa-2048-spki.pem")
        for text in [pem, pem.replacing("\n", with: "\r\n"), "remark\n" + pem] {
            let key = try OAuth1RSAPublicKey(pem: text)
            #expect(key.bitCount == 2_048)
            #expect(key.pem.filter { !$0.isNewline } == spki.filter { !$0.isNewline })
            #expect(try OAuth1RSAPublicKey(pem: key.pem).pem == key.pem)
        }
    }

    @Test("Keys below 2,048 bits are read only if asked for, below 1,024 never")
    func sizes() throws {
        let small = try Vectors.key("rsa-1024-spki.pem")
        expectError(.invalidKey, saying: "1024 bits", "2048") { try OAuth1RSAPublicKey(pem: small) }
        #expect(try OAuth1RSAPublicKey(pem: small, minimumBits: 1_024).bitCount == 1_024)
        let tiny = try Vectors.key("rsa-512-spki.pem")
        expectError(.invalidKey, saying: "at least 1,024 bits") { try OAuth1RSAPublicKey(pem: tiny, minimumBits: 0) }
    }
}
