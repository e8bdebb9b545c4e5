//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import OAuth1

/// Leaves secrets out of what a service said.
///
/// Two kinds are found, at every depth of encoding: the secrets of the request that the service answers, in whichever
/// form, and whatever has the name of a secret, as the service may know another value than this client.
package struct Redactor: Sendable {
    /// The replacement for a secret.
    static let replacement = "<redacted>"

    /// Hides values that have the name of a secret, and knows no secret itself.
    static let byName = Redactor(hiding: [])

    private let secrets: KnownSecrets

    package init(hiding secrets: [OAuth1Secret]) {
        self.secrets = KnownSecrets(secrets)
    }

    private init(_ secrets: KnownSecrets) {
        self.secrets = secrets
    }

    /// A redactor that hides additional secrets.
    func hiding(_ more: [OAuth1Secret]) -> Redactor { Redactor(secrets.adding(more)) }

    /// The text without secrets.
    ///
    /// The work is linear in the text's length; callers limit that, as there is some for each byte and each secret.
    package func redacted(_ text: [UInt8]) -> [UInt8] {
        var hidden: [Range<Int>] = []
        // A name and its value can be in two elements, or an element is in the middle of one of them.
        var level: DecodedText? = DecodedText(text)
        var withoutMarkup: DecodedText?
        for _ in 0..<DecodedText.maximumSteps {
            withoutMarkup = (withoutMarkup ?? level)?.withoutMarkup() ?? withoutMarkup
            for reading in [level, withoutMarkup] {
                guard let reading else { continue }
                visitSecrets(in: reading.bytes) { hidden.append(reading.original($0)) }
            }
            (level, withoutMarkup) = (level?.decoded(), withoutMarkup?.decoded())
            if level == nil, withoutMarkup == nil { return Redactor.replacing(hidden, in: text) }
        }
        // Text that is nested too deeply is not shown, because it was not searched.
        return Array(Redactor.replacement.utf8)
    }

    /// Calls a closure with each place of a value of a secret's name, and of a known secret.
    private func visitSecrets(in bytes: [UInt8], _ body: (Range<Int>) -> Void) {
        NamedValues(bytes)
            .visit { found in
                // A base string contains names. A value without names is the key of PLAINTEXT, which some services call so.
                if found.meaning == .baseString, BaseStringText.isBaseString(bytes[found.value]) { return }
                body(found.value)
            }
        secrets.visit(bytes, body)
        guard !secrets.areNone else { return }
        EncodedRuns.visit(bytes) { run, decoded in
            if secrets.areIn(decoded) { body(run) }
        }
    }

    private static func replacing(_ ranges: [Range<Int>], in text: [UInt8]) -> [UInt8] {
        guard !ranges.isEmpty else { return text }
        var result: [UInt8] = []
        var end = 0
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where range.upperBound > end {
            if range.lowerBound > end || end == 0 {
                result.append(contentsOf: text[end..<max(end, range.lowerBound)])
                result.append(contentsOf: replacement.utf8)
            }
            end = range.upperBound
        }
        result.append(contentsOf: text[end...])
        return result
    }
}
