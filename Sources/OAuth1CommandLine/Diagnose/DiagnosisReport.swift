//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if CommandLineTool
import OAuth1

/// A diagnosis as text for a person: the mistake first, then the evidence.
struct DiagnosisReport {
    let style: TerminalStyle

    /// The text of a diagnosis.
    func text(_ diagnosis: OAuth1Diagnosis) -> String {
        var lines = diagnosis.lines
        if let first = lines.first {
            lines[0] = style.apply(diagnosis.verdict == .valid ? .green : .red, style.apply(.bold, first))
        }
        if diagnosis.verdict == .unchecked {
            lines.append(
                "Set \(CommandLineSecrets.consumerSecretName) and \(CommandLineSecrets.tokenSecretName), or --rsa-key for an RSA "
                    + "method, to find the mistake."
            )
        }
        lines += evidence(diagnosis)
        return lines.joined(separator: "\n")
    }

    private func evidence(_ diagnosis: OAuth1Diagnosis) -> [String] {
        guard let right = diagnosis.baseString, diagnosis.verdict != .valid || !diagnosis.findings.isEmpty else {
            return []
        }
        let other = diagnosis.findings.first { $0.otherBaseString != nil }
        guard let other, let otherText = other.otherBaseString else {
            return ["", "The base string of the request:", right]
        }
        let title =
            other.evidence == .serverBaseString ? "The base string of the service:" : "The base string that was signed:"
        let parts = BaseStringDiff(right, otherText)
        return [
            "", "The right base string:", parts.left.shown(in: style, .green), title,
            parts.right.shown(in: style, .red),
        ]
    }

    /// The explanations of all mistakes.
    func list() -> String {
        OAuth1Diagnosis.Mistake.all
            .map { "\(style.apply(.bold, $0.id))\n  \($0.title).\n  \($0.explanation)" }
            .joined(separator: "\n")
    }
}

/// Two texts, each split into a part that is equal, one that differs, and another that is equal.
struct BaseStringDiff: Equatable {
    struct Side: Equatable {
        let start: String
        let difference: String
        let end: String

        fileprivate func shown(in style: TerminalStyle, _ look: TerminalStyle.Look) -> String {
            guard style.hasColors, !difference.isEmpty else { return start + difference + end }
            return style.apply(.dim, start) + style.apply(look, difference) + style.apply(.dim, end)
        }
    }

    let left: Side
    let right: Side

    init(_ left: String, _ right: String) {
        let (lhs, rhs) = (Array(left.unicodeScalars), Array(right.unicodeScalars))
        let start = zip(lhs, rhs).prefix { $0 == $1 }.count
        let end = min(
            zip(lhs.reversed(), rhs.reversed()).prefix { $0 == $1 }.count,
            min(lhs.count, rhs.count) - start
        )
        func side(_ scalars: [Unicode.Scalar]) -> Side {
            func text(_ part: ArraySlice<Unicode.Scalar>) -> String {
                var text = ""
                text.unicodeScalars.append(contentsOf: part)
                return text
            }
            return Side(
                start: text(scalars[..<start]),
                difference: text(scalars[start..<(scalars.count - end)]),
                end: text(scalars[(scalars.count - end)...])
            )
        }
        self.left = side(lhs)
        self.right = side(rhs)
    }
}
#endif
