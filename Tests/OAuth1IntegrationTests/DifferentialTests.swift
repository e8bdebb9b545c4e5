//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import OAuth1
import Testing

/// Base strings of requests as odd as they can be on the wire, made by us and by oauthlib.
///
/// `scripts/differential` runs it with many more requests, and `Tests/Peers/differential.py` knows the differences, each with
/// its reason.
@Suite("Base strings and the peer oauthlib", .enabled(if: PeerPython.isExpected, "OAUTH1_PEER_PYTHON is not set"))
struct DifferentialTests {
    private struct Line: Encodable {
        let method: String
        let url: String
        let authorization: String
        let form: String?
        let baseString: String
    }

    private struct Verdict: Decodable {
        let known: [String]
        let theirs: String?
    }

    /// Each with a separate seed, so that one batch is found again.
    private static let batchSize = 10_000

    @Test("oauthlib makes the base strings that we make, except for differences that are known")
    func baseStrings() async throws {
        let environment = ProcessInfo.processInfo.environment
        let count = environment["OAUTH1_DIFFERENTIAL_COUNT"].flatMap { Int($0) } ?? 3_000
        let firstSeed = environment["OAUTH1_DIFFERENTIAL_SEED"].flatMap { UInt64($0) } ?? 5_849
        var (compared, refused) = (0, 0)
        var known: [String: Int] = [:]
        var unexplained = 0
        var seed = firstSeed
        while compared + refused < count {
            var random = WireGenerator(seed: seed)
            var lines: [Line] = []
            for _ in 0..<min(Self.batchSize, count - compared - refused) {
                if let line = try DifferentialTests.line(&random) { lines.append(line) } else { refused += 1 }
            }
            let verdicts = try await PeerPython.run("differential.py", lines, as: Verdict.self)
            for (line, verdict) in zip(lines, verdicts) {
                compared += 1
                for name in verdict.known { known[name, default: 0] += 1 }
                guard let theirs = verdict.theirs else { continue }
                unexplained += 1
                // A few are enough, and thousands are too many to read.
                if unexplained <= 5 {
                    Issue.record("seed \(seed): \(line)\nours:   \(line.baseString)\ntheirs: \(theirs)")
                }
            }
            seed += 1
        }
        #expect(unexplained == 0)
        #expect(compared > refused)
        let differences = known.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
        print(
            "\(compared) base strings compared, \(refused) requests refused by us; with known differences: "
                + "\(differences)"
        )
    }

    /// A request with our base string, or `nil` if we reject it.
    private static func line(_ random: inout WireGenerator) throws -> Line? {
        let method = random.method()
        let url = random.url()
        let form: String? = random.random.flip() ? random.pairs() : nil
        let authorization = random.authorization()
        let request: OAuth1IncomingRequest?
        do {
            request = try OAuth1IncomingRequest.read(
                method: method,
                url: url,
                authorization: authorization,
                body: form.map { .form(Array($0.utf8)) } ?? .none
            )
        } catch {
            // oauthlib is not asked about other requests that we reject, either.
            try #require([.invalidAuthority, .duplicateParameter].contains(error.code), "\(error): \(url)")
            return nil
        }
        return Line(
            method: method,
            url: url,
            authorization: authorization,
            form: form,
            baseString: String(decoding: try #require(request).baseString(), as: UTF8.self)
        )
    }
}
