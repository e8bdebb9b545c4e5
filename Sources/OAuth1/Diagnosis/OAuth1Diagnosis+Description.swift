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
        if verdict == .invalid, findings.isEmpty {
            lines.append(
                "Check the consumer secret and the token secret first, then whether a library or proxy changed the request after "
                    + "signing."
            )
        }
        return lines
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
                "The signature is wrong. The request is too long to try all pairs of mistakes, and no single one gives it."
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
        let (own, other) = (difference.own.map { "\"\($0)\"" }, difference.other.map { "\"\($0)\"" })
        let right = own.map { "the request has \($0)" } ?? "the request does not have it"
        let side = evidence == .serverBaseString ? "the service has" : "the client signed"
        let wrong = other.map { "\(side) \($0)" } ?? "\(side) nothing"
        return "the base strings differ from byte \(offset) on, in \(difference.component): \(right), \(wrong)"
    }
}

extension String {
    /// The text with its first letter in upper case, unless it is a name such as `oauth_token`.
    fileprivate var capitalizedFirst: String {
        guard let first, !hasPrefix("oauth_") else { return self }
        return first.uppercased() + dropFirst()
    }
}
