//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Crypto
import Foundation
import HTTPTypes
import Testing

@testable import OAuth1

@Suite("Mistakes that a client made are named")
struct DiagnosisProofTests {
    /// How many requests each mistake is made with; 20 for the figures of the documentation.
    private static let sampleCount =
        ProcessInfo.processInfo.environment["OAUTH1_DIAGNOSIS_SAMPLES"].flatMap { Int($0) } ?? 2

    /// The mistakes that give a signature, and which a client makes with other keys than those of the cases.
    private static let withKeys: Set<String> = ["pem-as-secret", "hmac-instead-of-rsa", "rsa-instead-of-hmac"]

    private func diagnosis(_ mistake: MistakeCase, _ number: Int) throws -> OAuth1Diagnosis {
        var sample = SampleRequest(number)
        mistake.prepare(&sample)
        var naive = Naive(sample)
        mistake.make(&naive, sample)
        let (request, body) = try sample.request(signature: naive.signature)
        return OAuth1Diagnosis(request, body: body, secrets: sample.secrets)
    }

    @Test("There is a case for every mistake that gives a signature")
    func completeness() {
        let ids = MistakeRule.all.map(\.mistake.id) + MistakeCatalog.signatureTexts.map(\.id)
        #expect(Set(ids) == Set(MistakeCase.all.map(\.id)).union(Self.withKeys))
        #expect(ids.count >= 40)
        #expect(Set(OAuth1Diagnosis.Mistake.all.map(\.id)).count == OAuth1Diagnosis.Mistake.all.count)
    }

    @Test("Without a mistake the signature is right", arguments: 0..<20)
    func right(number: Int) throws {
        let diagnosis = try diagnosis(MistakeCase("none") { _, _ in }, number)
        #expect(diagnosis.verdict == .valid)
        #expect(diagnosis.findings.isEmpty)
    }

    @Test("Every mistake is named, and never another one alone", arguments: MistakeCase.all)
    func everyMistake(mistake: MistakeCase) throws {
        var effective = 0
        for number in 0..<Self.sampleCount {
            let diagnosis = try diagnosis(mistake, number)
            // Some mistakes don't show in every request.
            if diagnosis.verdict == .valid { continue }
            effective += 1
            let found = diagnosis.findings.filter { $0.evidence == .signature }.map { $0.mistakes.map(\.id) }
            #expect(found.contains([mistake.id]), "request \(number): \(found)")
        }
        #expect(effective > 0 || mistake.id == "signature-plus-lost" || mistake.id == "base64url-signature")
    }

    @Test("Two mistakes are named together")
    func pairs() throws {
        let ids = [
            "scheme-behind-proxy", "trailing-slash", "plus-for-space", "form-left-out", "not-sorted",
            "version-not-signed",
            "token-secret-missing", "secrets-not-encoded", "newline-in-secret", "hex-signature", "wrong-hash",
        ]
        let cases = MistakeCase.all.filter { ids.contains($0.id) }
        var (count, named, wrong) = (0, 0, 0)
        for (offset, first) in cases.enumerated() {
            for second in cases.dropFirst(offset + 1) where Self.sampleCount > 2 || (offset + count) % 3 == 0 {
                count += 1
                let both = MistakeCase("both") { naive, sample in
                    first.make(&naive, sample)
                    second.make(&naive, sample)
                }
                let found = try diagnosis(both, count).findings.filter { $0.evidence == .signature }
                    .map { Set($0.mistakes.map(\.id)) }
                if found.contains([first.id, second.id]) {
                    named += 1
                } else if !found.isEmpty, !found.contains(where: { !$0.isDisjoint(with: [first.id, second.id]) }) {
                    wrong += 1
                }
            }
        }
        #expect(wrong == 0)
        #expect(named * 100 >= count * 90, "\(named) of \(count)")
    }

    @Test(
        "A host that was sent in lower case is recognized in the spelling that was signed",
        arguments: ["API.Example.com", "api.Example.com", "Api.Example.Com", "API.EXAMPLE.COM", "API.example.com"]
    )
    func hostCase(host: String) throws {
        let diagnosis = try diagnosis(MistakeCase("host-case") { naive, _ in naive.host = host }, 3)
        #expect(diagnosis.findings.map { $0.mistakes.map(\.id) } == [["host-case"]])
    }

    @Test("A wrong secret does not lead to a named mistake", arguments: 0..<1)
    func unknown(number: Int) throws {
        let mistake = MistakeCase("none") { naive, _ in naive.tokenSecret = "wrong\(number)" }
        let diagnosis = try diagnosis(mistake, number)
        #expect(diagnosis.verdict == .invalid)
        #expect(diagnosis.findings.isEmpty)
        #expect(diagnosis.description.contains("no known mistake"))
    }

    @Test("Mistakes with an RSA key are named")
    func rsa() throws {
        let key = try OAuth1RSAPrivateKey(generatingBits: 2_048)
        func diagnosis(_ method: String, _ sign: (Naive) throws -> String) throws -> OAuth1Diagnosis {
            var sample = SampleRequest(1)
            sample.use(method)
            let (request, body) = try sample.request(signature: try sign(Naive(sample)))
            var secrets = sample.secrets
            secrets.rsaPublicKey = key.publicKey
            secrets.rsaKeyText = "-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n"
            return OAuth1Diagnosis(request, body: body, secrets: secrets)
        }
        func bytes(_ naive: Naive) -> [UInt8] { Array(naive.baseString.utf8) }
        func ids(_ diagnosis: OAuth1Diagnosis) -> [[String]] { diagnosis.findings.map { $0.mistakes.map(\.id) } }

        let right = try diagnosis("RSA-SHA1") { try key.signature(for: bytes($0), .pkcs1(.sha1)) }
        #expect(right.verdict == .valid)
        let hash = try diagnosis("RSA-SHA256") { try key.signature(for: bytes($0), .pkcs1(.sha1)) }
        #expect(ids(hash) == [["wrong-hash"]])
        let scheme = try diagnosis("RSA-SHA256") { naive in
            var naive = naive
            naive.scheme = "http"
            return try key.signature(for: bytes(naive), .pkcs1(.sha256))
        }
        #expect(ids(scheme) == [["scheme-behind-proxy"]])
        let declared = try diagnosis("HMAC-SHA1") { try key.signature(for: bytes($0), .pkcs1(.sha1)) }
        #expect(ids(declared) == [["rsa-instead-of-hmac"]])
        let hmac = try diagnosis("RSA-SHA1") { $0.signature }
        #expect(ids(hmac).first == ["hmac-instead-of-rsa"])
        let pem = try diagnosis("RSA-SHA1") { naive in
            var naive = naive
            naive.key = { _, _ in Array("-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----\n".utf8) }
            return naive.signature
        }
        #expect(ids(pem).first == ["pem-as-secret"])
    }
}
