//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import Foundation
import OAuth1

/// A diagnosis for other programs.
struct DiagnosisJSON: Encodable {
    struct Finding: Encodable {
        /// The identifiers of the mistakes, two if they were made together.
        let mistakes: [String]
        let evidence: String
        let titles: [String]
        let changes: [String]
        let detail: String?
        let place: String?
        let offset: Int?
        let otherBaseString: String?

        init(_ finding: OAuth1Diagnosis.Finding) {
            mistakes = finding.mistakes.map(\.id)
            evidence = finding.evidence.rawValue
            titles = finding.mistakes.map(\.title)
            changes = finding.mistakes.map(\.explanation)
            detail = finding.detail
            place = finding.place
            offset = finding.offset
            otherBaseString = finding.otherBaseString
        }
    }

    private struct Mistake: Encodable {
        let id: String
        let title: String
        let explanation: String
    }

    let valid: Bool
    let verdict: String
    let findings: [Finding]
    let baseString: String?
    let incomplete: Bool

    init(_ diagnosis: OAuth1Diagnosis) {
        valid = diagnosis.verdict == .valid
        verdict = diagnosis.verdict.rawValue
        findings = diagnosis.findings.map(Finding.init)
        baseString = diagnosis.baseString
        incomplete = diagnosis.isIncomplete
    }

    func text() throws -> String { try Self.text(self) }

    /// The explanations of all mistakes.
    static func list() throws -> String {
        try text(
            OAuth1Diagnosis.Mistake.all.map { Mistake(id: $0.id, title: $0.title, explanation: $0.explanation) }
        )
    }

    private static func text(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
#endif
