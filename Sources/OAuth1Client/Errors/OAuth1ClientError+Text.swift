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
        if let serviceWords { sentences.append("The service said: \(ErrorText.quoted(serviceWords))") }
        if let shownCause { sentences.append("Underlying error: \(shownCause)") }
        return sentences.joined(separator: " ")
    }

    /// The underlying error without secrets.
    private var shownCause: String? { causeWords ?? cause.map { OAuth1ClientError.words(of: $0, by: .byName) } }

    /// What an error says, without secrets: HTTP libraries quote the URL, whose query can contain the signature, and
    /// decoders quote the body.
    static func words(of cause: any Error, by redactor: Redactor) -> String {
        ServiceErrorText.shown("\(cause)", by: redactor, limit: ServiceErrorText.limit)
    }

    /// Step, URL and status, in brackets.
    private var place: String {
        let parts = [step?.description, url, status.map { "status \($0.code)" }].compactMap(\.self)
        return parts.isEmpty ? "" : " (\(parts.joined(separator: ", ")))"
    }

    /// The service's message, once: a report is not repeated by the body that it was read from.
    private var serviceWords: String? {
        guard let problem else { return (excerpt ?? "").isEmpty ? nil : excerpt }
        guard let excerpt, !excerpt.isEmpty, !Array(excerpt.utf8).containsBytes(Array(problem.code.utf8)) else {
            return "\(problem)"
        }
        return "\(problem); \(excerpt)"
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
                "cause": shownCause as Any,
            ]
        )
    }
}
