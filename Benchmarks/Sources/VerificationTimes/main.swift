//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import CryptoExtras
import HTTPTypes
import OAuth1
import OAuth1Server

// The time that a provider takes to reject a wrong RSA signature. It must not depend on whether the provider knows the
// client, or on the client's key: a stranger could read both from it.

func privateKey(bits: Int) throws -> OAuth1RSAPrivateKey {
    try OAuth1RSAPrivateKey(pem: _RSA.Signing.PrivateKey(keySize: .init(bitCount: bits)).pemRepresentation)
}

func client(_ key: String, rsaPublicKey: OAuth1RSAPublicKey? = nil) -> OAuth1RegisteredClient {
    OAuth1RegisteredClient(
        credentials: OAuth1ClientCredentials(key: key, secret: "the client's secret"),
        rsaPublicKey: rsaPublicKey
    )
}

let clients = try [
    client("known, 2048-bit key", rsaPublicKey: privateKey(bits: 2_048).publicKey),
    client("known, 4096-bit key", rsaPublicKey: privateKey(bits: 4_096).publicKey),
    client("known, without a key"),
]
let protector = OAuth1ResourceProtector(
    stores: .inMemory(clients: clients),
    configuration: OAuth1ServerConfiguration(serviceName: "Photos", requiresTLS: false),
    allowsRequestsWithoutToken: true
)
let names = clients.map(\.credentials.key) + ["unknown"]
let rounds = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 2_001

for bits in [2_048, 4_096] {
    let strangerKey = try privateKey(bits: bits)
    var requests: [HTTPRequest] = []
    for name in names {
        let auth = OAuth1Auth(
            client: OAuth1ClientCredentials(key: name, secret: ""),
            method: .rsaSHA256(strangerKey)
        )
        let request = HTTPRequest(method: .get, scheme: "http", authority: "127.0.0.1", path: "/me")
        requests.append(try auth.sign(request).request)
    }
    // Measured in turns, so that a busy moment of the machine meets all of them.
    var times = [[Double]](repeating: [], count: names.count)
    for _ in 0..<rounds {
        for (index, request) in requests.enumerated() {
            let start = ContinuousClock.now
            let isAccepted = (try? await protector.authenticate(request)) != nil
            let (seconds, attoseconds) = start.duration(to: .now).components
            precondition(!isAccepted, "a stranger's signature was accepted")
            times[index].append(Double(seconds) * 1e6 + Double(attoseconds) / 1e12)
        }
    }
    let medians = times.map { $0.sorted()[$0.count / 2] }
    for (name, median) in zip(names, medians) {
        let ratio = Int((median / medians[names.count - 1] * 1_000).rounded())
        print("\(bits)-bit signature, client \(name): \(Int(median.rounded())) µs, \(ratio) ‰ of unknown")
    }
}
