//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

#if canImport(FoundationEssentials)
public import FoundationEssentials
#else
public import Foundation
#endif

extension OAuth1ClientError {
    /// The code, followed by everything else in sentences: what failed and where, what to do, and the service's message.
    public var description: String { "\(code): \(text)" }

    /// Everything but the code.
    private var text: String {
        var sentences = [ErrorText.sentence(reason + place)]
        if let recoverySuggestion { sentences.append(ErrorText.sentence(recoverySuggestion)) }
        if let baseStringDifference { sentences.append(ErrorText.sentence("\(baseStringDifference)")) }
        if let explanation { sentences.append(explanation) }
        if let serviceWords { sentences.append("The service said: \(ErrorText.quoted(serviceWords))") }
        if let shownCause { sentences.append("Underlying error: \(shownCause)") }
        return sentences.joined(separator: " ")
    }

    /// The mistake that explains the service's base string, and what to change.
    private var explanation: String? {
        guard let first = baseStringMistakes.first else { return nil }
        guard baseStringMistakes.count == 1 else {
            let names = baseStringMistakes.map(\.description).joined(separator: "; or ")
            return ErrorText.sentence("one of these mistakes explains it: \(names)")
        }
        return ErrorText.sentence("this mistake explains it: \(first)") + " " + first.explanation
    }

    /// The underlying error without secrets.
    private var shownCause: String? {
        // The reason says it already.
        if let error = cause as? OAuth1Error, reason.contains(error.reason) { return nil }
        return causeWords ?? cause.map { OAuth1ClientError.words(of: $0, by: .byName) }
    }

    /// What an error says, without secrets: HTTP libraries quote the URL, whose query can contain the signature, and
    /// decoders quote the body.
    static func words(of cause: any Error, by redactor: Redactor) -> String {
        let text = "\(cause)"
        return ServiceErrorText.shown(
            FoundationErrorText.short(text) ?? text,
            by: redactor,
            limit: ServiceErrorText.limit
        )
    }

    /// Step, URL and status, in brackets.
    private var place: String {
        let parts = [step?.description, url, status.map { "status \($0.code)" }].compactMap(\.self)
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }

    /// The service's message, once: a report is not repeated by the body that it was read from.
    private var serviceWords: String? {
        guard let problem else { return excerptAfterTitle }
        guard let excerpt, !excerpt.isEmpty, !Array(excerpt.utf8).containsBytes(Array(problem.code.utf8)) else {
            return "\(problem)"
        }
        return "\(problem); \(excerpt)"
    }

    /// The excerpt without the title that the reason shows, or `nil` if nothing else is in it.
    private var excerptAfterTitle: String? {
        guard let excerpt else { return nil }
        // A long title was cut.
        let title = shownTitle.map { $0.hasSuffix("…") ? $0.dropLast() : $0[...] } ?? ""
        let rest = excerpt.hasPrefix(title) ? excerpt.dropFirst(title.count).drop { $0 == " " } : excerpt[...]
        return rest.isEmpty ? nil : String(rest)
    }
}

extension OAuth1ClientError: LocalizedError {
    /// The failure and its place, advice, and the service's message: ``description`` without the code.
    public var errorDescription: String? { text }
    /// The failure, in one sentence.
    public var failureReason: String? { ErrorText.sentence(reason) }
}

extension OAuth1ClientError: CustomReflectable {
    /// A mirror that shows what the description shows: the underlying error as text without secrets.
    public var customMirror: Mirror {
        Mirror(
            self,
            children: [
                "code": code, "reason": reason, "recoverySuggestion": recoverySuggestion as Any, "step": step as Any,
                "url": url as Any, "status": status as Any, "problem": problem as Any, "excerpt": excerpt as Any,
                "transportFailure": transportFailure as Any, "baseStringDifference": baseStringDifference as Any,
                "baseStringMistakes": baseStringMistakes.map(\.id), "retryAfter": retryAfter as Any,
                "oauth2Error": oauth2Error as Any, "cause": shownCause as Any,
            ]
        )
    }
}
