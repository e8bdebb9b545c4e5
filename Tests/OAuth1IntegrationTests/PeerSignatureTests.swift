//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import OAuth1
import Testing

/// oauthlib is another implementation of RFC 5849, written by others: what it accepts and makes is not a copy of ours.
@Suite("Signatures and the peer oauthlib", .enabled(if: PeerPython.isExpected, "OAUTH1_PEER_PYTHON is not set"))
struct PeerSignatureTests {
    private static let form = "application/x-www-form-urlencoded"
    /// For each of 8 methods and 3 placements.
    private static let repetitions = 15

    private struct SignedLine: Encodable {
        let method: String
        let uri: String
        let contentType: String?
        let body: String?
        let authorization: String?
        let signatureMethod: String
        let clientSecret: String
        let tokenSecret: String
        let publicKey: String
    }

    private struct Verdict: Decodable {
        let valid: Bool
        let baseString: String
        let error: String?
    }

    @Test("oauthlib accepts what we sign, with the same base string")
    func signedByUs() async throws {
        let keys = try PeerKeys()
        var random = PeerGenerator(seed: 5_849)
        var signed: [OAuth1SignedRequest] = []
        var lines: [SignedLine] = []
        for method in keys.methods {
            for placement in OAuth1Placement.allCases {
                for _ in 0..<PeerSignatureTests.repetitions {
                    let (request, line) = try sign(method, placement, keys, &random)
                    signed.append(request)
                    lines.append(line)
                }
            }
        }

        let verdicts = try await PeerPython.run("verify.py", lines, as: Verdict.self)
        #expect(verdicts.count == 360)
        for (index, verdict) in verdicts.enumerated() {
            let line = lines[index]
            #expect(verdict.error == nil, "\(line.method) \(line.uri) \(line.body ?? "")")
            #expect(verdict.baseString == String(decoding: signed[index].baseString, as: UTF8.self))
            #expect(verdict.valid, "\(line.signatureMethod) \(line.method) \(line.uri)")
        }
    }

    @Test("oauthlib rejects what was changed after we signed it")
    func changed() async throws {
        let keys = try PeerKeys()
        var random = PeerGenerator(seed: 1)
        var lines: [SignedLine] = []
        for method in keys.methods where method.name != .plaintext {
            let (_, line) = try sign(method, .header, keys, &random)
            lines.append(
                SignedLine(
                    method: line.method,
                    uri: line.uri + (line.uri.contains("?") ? "&z=1" : "?z=1"),
                    contentType: line.contentType,
                    body: line.body,
                    authorization: line.authorization,
                    signatureMethod: line.signatureMethod,
                    clientSecret: line.clientSecret,
                    tokenSecret: line.tokenSecret,
                    publicKey: line.publicKey
                )
            )
        }
        let verdicts = try await PeerPython.run("verify.py", lines, as: Verdict.self)
        #expect(verdicts.allSatisfy { !$0.valid && $0.error == nil })
    }

    private func sign(
        _ method: OAuth1SignatureMethod,
        _ placement: OAuth1Placement,
        _ keys: PeerKeys,
        _ random: inout PeerGenerator
    ) throws -> (OAuth1SignedRequest, SignedLine) {
        let credentials = PeerCredentials(&random)
        let signer = OAuth1Signer(
            client: credentials.client,
            token: credentials.token,
            method: method,
            configuration: OAuth1SigningConfiguration(
                placement: placement,
                // oauthlib's header parser does not read commas and quotes inside a realm.
                realm: random.flip() ? "Photos of " + random.identifier() : nil,
                sendsVersion: random.flip(),
                sendsEmptyToken: random.flip(),
                bodyHash: random.flip() ? .nonFormBodies : .off
            )
        )
        var methods: [HTTPRequest.Method] = [.post, .put, .delete, .patch]
        if placement != .body { methods += [.get, .head, .options] }
        var request = try HTTPRequest(method: random.one(of: methods), absoluteURL: random.url())
        var body: String?
        switch Int.random(in: 0..<3, using: &random) {
        case 0:
            request.headerFields[.contentType] = PeerSignatureTests.form
            body = random.pairs()
        case 1 where placement != .body:
            request.headerFields[.contentType] = "application/json"
            body = "{\"a\":\"b=c&d\"}"
        default: break
        }
        // oauthlib decodes oauth_ values of queries and forms twice, so no percent signs there.
        let excluded = placement == .header ? "" : "%"
        let options = OAuth1SigningOptions(
            callback: random.flip() ? "https://client.example/" + random.text(upTo: 8, without: excluded) : nil,
            verifier: random.flip() ? random.text(upTo: 8, without: excluded) : nil,
            nonce: random.flip() ? OAuth1Nonce("n" + random.text(upTo: 8, without: excluded)) : nil
        )
        let signed = try signer.sign(request, body: body.map { Array($0.utf8) }, options)
        let line = SignedLine(
            method: signed.request.method.rawValue,
            uri: "\(signed.request.scheme ?? "")://\(signed.request.authority ?? "")\(signed.request.path ?? "")",
            contentType: signed.request.headerFields[.contentType],
            body: signed.body.map { String(decoding: $0, as: UTF8.self) },
            authorization: signed.request.headerFields[.authorization],
            signatureMethod: method.name.rawValue,
            clientSecret: credentials.client.secret.reveal(),
            tokenSecret: credentials.token?.secret.reveal() ?? "",
            publicKey: keys.publicPEM
        )
        return (signed, line)
    }
}
