//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import Testing

@testable import OAuth1

/// A request that a library signs wrongly, as it was recorded.
private struct WrongRequest: Decodable, Sendable, CustomTestStringConvertible {
    let library: String
    let version: String
    let `case`: String
    /// The explanations: mistakes that were made together, and several that are alternatives.
    let mistakes: [[String]]

    var testDescription: String { "\(library) \(version), \(self.case)" }
}

@Suite("Requests that other libraries sign wrongly")
struct WrongRequestTests {
    /// The recorded requests: what is known of each, and its entry as a text.
    private static func recorded() throws -> [(known: WrongRequest, text: [UInt8])] {
        let url = try #require(
            Bundle.module.url(forResource: "wrong-requests", withExtension: "json", subdirectory: "Vectors")
        )
        // Each is one line of the array.
        return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").filter { $0.hasPrefix("  {") }
            .map { line in
                let text = Array(line.utf8.drop { $0 == 0x20 })
                let object = text.last == UInt8(ascii: ",") ? Array(text.dropLast()) : text
                return (try JSONDecoder().decode(WrongRequest.self, from: Data(object)), object)
            }
    }

    @Test("The mistake of each library is named, with all alternatives and nothing else")
    func mistakes() throws {
        let recorded = try Self.recorded()
        #expect(recorded.count >= 29)
        #expect(Set(recorded.map(\.known.library)).count >= 4)
        for (known, text) in recorded {
            let captured = try OAuth1Diagnosis.CapturedRequest(text)
            let diagnosis = OAuth1Diagnosis(
                captured.request,
                body: captured.body,
                secrets: OAuth1Diagnosis.Secrets(consumerSecret: "c+secret=", tokenSecret: "t&secret/")
            )
            #expect(diagnosis.verdict == .invalid, "\(known.testDescription)")
            let found = diagnosis.findings.filter { $0.evidence == .signature }.map { Set($0.mistakes.map(\.id)) }
            #expect(Set(found) == Set(known.mistakes.map(Set.init)), "\(known.testDescription): \(found)")
        }
    }
}
