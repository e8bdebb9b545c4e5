//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if AsyncHTTPClient && Hummingbird
import Foundation
import OAuth1
import OAuth1Server
import Testing

@Suite("Other libraries log in at our provider", .enabled(if: PeerPython.isExpected))
struct PeerLoginTests {
    /// What `login.py` says of one library.
    private struct Line: Decodable {
        let peer: String
        let ok: Bool
    }

    private static let everyPeer = ["requests-oauthlib", "authlib-requests", "authlib-httpx"]

    @Test(
        "requests-oauthlib and Authlib complete the three steps and fetch resources",
        arguments: [
            ("HMAC-SHA1", everyPeer), ("PLAINTEXT", everyPeer), ("RSA-SHA1", everyPeer),
            ("HMAC-SHA256", ["requests-oauthlib"]), ("HMAC-SHA512", ["requests-oauthlib"]),
            ("RSA-SHA256", ["requests-oauthlib"]),
        ]
    )
    func login(method: String, peers: [String]) async throws {
        let credentials = OAuth1ClientCredentials(key: "peer app", secret: "a secret with & + / = %41 é")
        let keys = try PeerKeys()
        // PLAINTEXT and RSA-SHA1 are accepted here because they are named, and nowhere else.
        let server = HummingbirdProvider(
            client: credentials,
            rsaPublicKey: keys.publicKey,
            methods: [OAuth1SignatureMethod.Name(rawValue: method)]
        )
        let keyFile = FileManager.default.temporaryDirectory.appendingPathComponent("oauth1-\(UUID().uuidString).pem")
        try Data(keys.privatePEM.utf8).write(to: keyFile)
        defer { try? FileManager.default.removeItem(at: keyFile) }
        var environment = [
            "OAUTH1_CONSUMER_KEY": credentials.key,
            "OAUTH1_CONSUMER_SECRET": credentials.secret.reveal(),
            "OAUTH1_SIGNATURE_METHOD": method,
        ]
        if method.hasPrefix("RSA") { environment["OAUTH1_RSA_KEY"] = keyFile.path }
        let settings = environment
        let result = try await server.withRunning { baseURL in
            try await PeerPython.output(
                of: "login.py",
                [baseURL] + peers.flatMap { ["--peer", $0] },
                environment: settings
            )
        }
        let lines = try result.text.split(separator: "\n")
            .map { line in
                try JSONDecoder().decode(Line.self, from: Data(line.utf8))
            }
        #expect(lines.filter(\.ok).map(\.peer).sorted() == peers.sorted(), "\(result.text)")
        #expect(result.status == 0)
        #expect(!result.text.contains("a secret with"))
        // Each peer was seen by the provider itself: three steps and three calls, none of them rejected.
        let events = server.events.all
        #expect(events.filter { $0.endpoint == .accessToken && $0.error == nil }.count == peers.count)
        #expect(events.filter { $0.endpoint == .resource && $0.error == nil }.count >= 2 * peers.count)
    }
}
#endif
