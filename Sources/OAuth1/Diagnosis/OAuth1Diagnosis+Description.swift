//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1Diagnosis {
    /// The result in a few lines of text: the mistake first, then the evidence.
    public var description: String { lines.joined(separator: "\n") }

    /// The lines of the description.
    public var lines: [String] {
        var lines = [summary]
        let reproduced = findings.filter { $0.evidence == .signature }
        if reproduced.count > 1 {
            lines.append("Each of these \(reproduced.count) explanations gives the signature that was sent:")
        }
        for finding in findings { lines += finding.lines }
        if verdict == .invalid, !showsReason, findings.allSatisfy({ $0.evidence == .request }) {
            lines.append(
                "Check the consumer secret and the token secret first, then whether a library or proxy changed the request after "
                    + "signing."
            )
        }
        return lines
    }

    /// The mistakes that give the signature, what they changed and what to do, as the reason of an error, or `nil` if there are
    /// none.
    package var advice: String? {
        let found = findings.filter { $0.evidence == .signature }
        guard let first = found.first else { return nil }
        guard found.count == 1 else {
            let names = found.map { $0.mistakes.map(\.description).joined(separator: ", and ") }
            return "the signature matches after each of these mistakes: \(names.joined(separator: "; or "))"
        }
        let titles = first.mistakes.map(\.description).joined(separator: ", and ")
        let changes = first.mistakes.map(\.explanation).joined(separator: " ")
        return "\(titles)\(first.place.map { ": \($0)" } ?? ""). \(changes)".removingPeriod
    }

    /// Whether the request shows why no service accepts it.
    private var showsReason: Bool {
        findings.contains { finding in
            ["missing-parameter", "unknown-signature-method", "signature-length"]
                .contains(finding.mistakes.first?.id)
                || finding.mistakes.first?.id.hasPrefix("body-hash") == true
        }
    }

    private var summary: String {
        switch verdict {
        case .valid:
            return "The signature is right."
        case .invalid where findings.contains { $0.evidence == .signature }:
            return "The signature is wrong, and the mistake is known."
        case .invalid where findings.contains { $0.mistakes.first?.id.hasPrefix("body-hash") == true }:
            return "The body hash is wrong."
        case .invalid where isIncomplete:
            return
                "The signature is wrong. No single mistake gives it, and there was no time to test all pairs."
        case .invalid where showsReason:
            return "The request is wrong."
        case .invalid:
            return "The signature is wrong, and no known mistake gives it."
        case .unchecked:
            return "The signature was not checked, because the secrets are missing."
        case .unreadable:
            return "The request can't be checked."
        }
    }
}

extension OAuth1Diagnosis.Finding {
    /// The finding in lines of text: the mistake, the place, and what to change.
    public var lines: [String] {
        var lines: [String] = []
        for mistake in mistakes {
            let detail = detail.map { ": \($0)" } ?? ""
            lines.append("- \(mistake.title.capitalizedFirst) (\(mistake.id))\(mistakes.count == 1 ? detail : "").")
        }
        if mistakes.count > 1, let detail { lines.append("  Affected: \(detail).") }
        if let place { lines.append("  Where: \(place).") }
        for mistake in mistakes where !mistake.explanation.isEmpty {
            lines.append("  What to change: \(mistake.explanation)")
        }
        return lines
    }

    /// The lines.
    public var description: String { lines.joined(separator: "\n") }

    /// The place at which the base strings differ, or `nil` if they are the same.
    public var place: String? {
        guard let offset, let difference else { return nil }
        func shown(_ text: String) -> String { "\"\(ParameterText.escaped(text))\"" }
        let (own, other) = (difference.own.map(shown), difference.other.map(shown))
        let component = ParameterText.escaped("\(difference.component)")
        let right = own.map { "the request has \($0)" } ?? "the request does not have it"
        let side = evidence == .serverBaseString ? "the service has" : "the client signed"
        let wrong = other.map { "\(side) \($0)" } ?? "\(side) nothing"
        return "the base strings differ from byte \(offset) on, in \(component): \(right), \(wrong)"
    }
}

extension String {
    /// The text without a period at its end.
    fileprivate var removingPeriod: String { hasSuffix(".") ? String(dropLast()) : self }

    /// The text with its first letter in upper case, unless it is a name such as `oauth_token`.
    fileprivate var capitalizedFirst: String {
        guard let first, !hasPrefix("oauth_") else { return self }
        return first.uppercased() + dropFirst()
    }
}
