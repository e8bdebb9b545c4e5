//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// One verification of an RSA signature, whose work depends on the signature and on nothing that the provider knows.
///
/// Libraries reject a signature at once when its length is not that of the key, or its number not below the modulus. The
/// time would reveal which key a client has, and whether the client exists at all. So a signature that can't be right is
/// verified anyway: cut to a number that every key of its length works on, with a key of the same length.
package struct RSAWork: Sendable {
    /// The key to verify with: the client's own if the signature has its length.
    package let key: OAuth1RSAPublicKey
    /// The signature to verify: as it came, if it can be right.
    package let signature: [UInt8]
    /// Whether the signature can be one of the client's key.
    package let canBeRight: Bool

    /// Chooses what to verify.
    ///
    /// - Parameters:
    ///   - signature: The decoded signature.
    ///   - key: The client's key, or a dummy key.
    package init(_ signature: [UInt8], for key: OAuth1RSAPublicKey) {
        let hasLength = signature.count == key.signatureByteCount
        if hasLength, key.isBelowModulus(signature) {
            self.key = key
            self.signature = signature
            self.canBeRight = true
            return
        }
        let worked = hasLength ? key : RSADummyKeys.key(forSignatureOf: signature.count) ?? key
        let count = worked.signatureByteCount
        let missing = max(1, count - signature.count)
        self.key = worked
        // The first byte is zero, so that the number is below every modulus of this length.
        self.signature = [UInt8](repeating: 0, count: missing) + signature.suffix(count - missing)
        self.canBeRight = false
    }
}

/// Public keys of the usual sizes, whose private keys nobody has.
package enum RSADummyKeys {
    private static let pems = [
        """
        -----BEGIN PUBLIC KEY-----
        MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDbW/UolEeJsipn26tCahQ83F5v
        6N934o1TnaC+LxK1VywrIptvIlnaV7r4bqF2mzt91OmYJwkIOmzoyeYNodlxQPXg
        sWA+le65wbNPHDvzr7Ur0mLiMqDdPLCHxfXDBK4PQJUc2x256Oi+6V4LzUj3P7j1
        MQ3TfdrE5BiQ3fj4PwIDAQAB
        -----END PUBLIC KEY-----
        """,
        """
        -----BEGIN PUBLIC KEY-----
        MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAw0FWiqVSUUm7DYdQi5oj
        B5eoEKBrJcK3AZ6k9AXgyAObjpBmDergxE3LyGIh/qi9U4+5y3q5OrfLemff4o0i
        BcfFvZ6uPxI6hdzxaj8shH/k7xQgq2efKfXG6T5aBRF9fZT+HghNeYif5vB8SEkp
        q3Lxu1MiEMsISKYS/itX1QvY07K0Fz7RMNCi0cFQCzlJNJ8mkCvfLkayW73bsVQv
        Ufkdg55VmhqvbUSy/8IqjoaG5QDIt8Dpktu4hJ3CdNOCJdMmSsi3I3ETPZKi9qCW
        TVFcKbGP3TD1hCr6rYdHxhvt5q+Jtj9/fcCdPyGvz04XPPTnDIRLcdu5yBWz6zjk
        awIDAQAB
        -----END PUBLIC KEY-----
        """,
        """
        -----BEGIN PUBLIC KEY-----
        MIIBojANBgkqhkiG9w0BAQEFAAOCAY8AMIIBigKCAYEAlePF1U4TGplDRpg+Kzkz
        x4ye+pqjMHKFDF9Wou9MnEfACDV78UZut7SiPFSHy6DLce3dZr0ExcwdcFHxD7NT
        cYxI9QNe6D0eW0tV7iT20Or4/l8yIutTXWnH3GPAWtBSTjuCYizoj25/rmL+dyCc
        eM8V3katpb5btcLHg8iH/taWjIQhkhVIeIL7zw9tMFKYQ5JMIi27+ShBrRUDXrps
        7/Szuw0VFiyC0BWqtaVzFcGznjpY1RDlaRHccOP50SHNlRfSgAErkz5qV/Jo447k
        D9H7P1dcs3BAV3HwhMGJCs+uJJZwuBOWZckJpVePhP6lLO1OZm7uudL4BwOmR7Yw
        8V09LA/4FoXpyEjDi28jPLn8/uWnYgGzEenD9Z8zEcEX5zUmI5zKU1Mjn+391gVE
        kns5PXFgrd3sr19wVT5RqYU+K5kiU1WCLRQKFciwF6nRQ1FmPW/5Y4D7MMhOewPT
        VoYKPX6l8C3ZcUv9zbVZAIObeAxBu7quq2SnIHA2i+H/AgMBAAE=
        -----END PUBLIC KEY-----
        """,
        """
        -----BEGIN PUBLIC KEY-----
        MIICIjANBgkqhkiG9w0BAQEFAAOCAg8AMIICCgKCAgEAqpzr3HH3eC1oR3BGVYvh
        mL3JKB9k4qm6TSNzMyErEa2Q3ngRdHAoDiYpz7rdPo8YsnJUxWPJr+J8ESNpB2Dv
        3in7o3GO5Axop+uZQ3KTIjZZu/JazBu+k/ph5/65158BoYF2XLROLsvG4KugXtdm
        p5PlxKbEoN8ATe8YC9Pipd9UNlTWoiCb17jDGmC99L3lAnDRxmQaYlJBLHfjntox
        CRpbOsVE9HRi4wpHbq5Vmg4gvFwAyjwV+18fI0mXaCJRkNRn5FqHXz1qOsZO1Ok1
        8o3xL1RY0617k3dUjQZUgcSm7Lk35ichETOGyWBS1vSZ5FQhRwsCEA5N4TJ1QkJW
        ToP6L0lLRN69HfLxpmEgIBB7i6fe4mZL9OPz+2pkFmCTiSAl5IdX0m2euGrKyMz7
        E50PkR4gKBHW14Tn06kSXo/3YYJIAe9dO2KgTmc9gj33t65isZTvCJfXFzaaijlt
        R/jtI8vGnojU8t/USi1QNb1gD/U4VMeNgIDiE9gxuSWQdXD9mG0iBV7UlH0pzScl
        fx6Qhmwz52eoPnkaDOS8Fu18DBy5jCb1RuJuttv+OoJvufmnjTw4gztBZ6wbig9d
        dqiLjH0Ln9iK4OD8lgvVna3TI2g1dBiWpCPdYUV35amWAw8blpRxPholEN/zocxR
        9mpalleAEDYlamzUy53+kPcCAwEAAQ==
        -----END PUBLIC KEY-----
        """,
    ]

    /// The keys, the smallest first.
    package static let keys: [OAuth1RSAPublicKey] = pems.compactMap {
        try? OAuth1RSAPublicKey(pem: $0, minimumBits: 1_024)
    }

    /// The key whose work a signature of so many bytes is given.
    ///
    /// Other lengths than those of the four keys get the next larger one; longer ones, the largest.
    ///
    /// - Parameter count: How many bytes the signature has.
    /// - Returns: The key.
    package static func key(forSignatureOf count: Int) -> OAuth1RSAPublicKey? {
        keys.first { $0.signatureByteCount >= count } ?? keys.last
    }
}
