//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CertificateSupport
import CryptoExtras
import SwiftASN1
import X509

extension OAuth1RSAPublicKey {
    /// Reads the public key of an X.509 certificate.
    ///
    /// The certificate is a container for the key here: neither its dates nor its issuer are checked.
    ///
    /// - Parameters:
    ///   - certificatePEM: The PEM text of the certificate.
    ///   - minimumBits: The smallest size to accept, in bits; keys below 1,024 bits are always rejected.
    /// - Throws: ``OAuth1Error`` with code ``OAuth1Error/Code/invalidKey``.
    public init(certificatePEM: String, minimumBits: Int = 2_048) throws(OAuth1Error) {
        let document = try PEMText(certificatePEM, expecting: .certificate)
        let certificate = try PEMText.read(hint: "check that it is a complete X.509 certificate") {
            try Certificate(pemEncoded: document.text)
        }
        guard let key = _RSA.Signing.PublicKey(certificate.publicKey) else {
            throw OAuth1Error(.invalidKey, "the certificate's key is not an RSA key, and OAuth 1.0 supports only RSA")
        }
        self.init(key)
        try PEMText.check(bits: bitCount, minimum: minimumBits)
    }
}
#endif
