//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CertificateSupport
import OAuth1
import Testing

@Suite("RSA public keys of certificates")
struct CertificateTests {
    @Test("The key of a certificate is read, with whatever line breaks")
    func read() throws {
        let pem = try Vectors.key("rsa-2048-certificate.pem")
        let expected = try OAuth1RSAPublicKey(pem: try Vectors.key("rsa-2048-spki.pem"))
        for text in [pem, pem.replacing("\n", with: "\r\n"), "remark\n" + pem] {
            #expect(try OAuth1RSAPublicKey(certificatePEM: text).pem == expected.pem)
        }
    }

    @Test("A key that is too small for the caller is rejected")
    func size() throws {
        let pem = try Vectors.key("rsa-2048-certificate.pem")
        expectError(.invalidKey, saying: "2048 bits", "3072") {
            try OAuth1RSAPublicKey(certificatePEM: pem, minimumBits: 3_072)
        }
    }

    @Test(
        "The error says what the text is instead",
        arguments: [
            ("ec-p256-certificate.pem", "not an RSA key"), ("rsa-2048-spki.pem", "it is a public key"),
            ("rsa-2048-pkcs8.pem", "share only the public key"),
        ]
    )
    func mistake(file: String, words: String) throws {
        let pem = try Vectors.key(file)
        expectError(.invalidKey, saying: words) { try OAuth1RSAPublicKey(certificatePEM: pem) }
    }

    @Test("A truncated certificate is rejected")
    func truncated() throws {
        let pem = try Vectors.key("rsa-2048-certificate.pem")
        expectError(.invalidKey, saying: "complete X.509 certificate") {
            try OAuth1RSAPublicKey(certificatePEM: String(pem.prefix(pem.count / 2)))
        }
    }
}
#endif
