//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import OAuth1

/// Leaves secrets out of what a service said.
///
/// Two kinds are found, at every depth of encoding: the secrets of the request that the service answers, in whichever
/// form, and whatever has the name of a secret, as the service may know another value than this client.
struct Redactor {
    /// The replacement for a secret.
    static let replacement = "<redacted>"

    private let secrets: [KnownSecret]

    init(hiding secrets: [OAuth1Secret]) {
        self.secrets = secrets.compactMap { KnownSecret($0.reveal()) }
    }

    /// The text without secrets.
    ///
    /// The work is linear in the text's length; callers limit that, as there is some for each byte and each secret.
    func redacted(_ text: [UInt8]) -> [UInt8] {
        var hidden: [Range<Int>] = []
        var level: DecodedText? = DecodedText(text)
        var steps = 0
        while let current = level, steps < DecodedText.maximumSteps {
            for range in secretRanges(in: current.bytes) { hidden.append(current.original(range)) }
            for secret in secrets {
                for range in secret.places(in: current.bytes) { hidden.append(current.original(range)) }
            }
            level = current.decoded()
            steps += 1
        }
        // Text that is nested too deeply is not shown, because it was not searched.
        if level != nil { return Array(Redactor.replacement.utf8) }
        return Redactor.replacing(hidden, in: text)
    }

    /// Where the values of secrets' names are.
    private func secretRanges(in bytes: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        NamedValues(bytes)
            .visit { found in
                // A base string contains names. A value without names is the key of PLAINTEXT, which some services call so.
                if found.meaning == .baseString, BaseStringText.isBaseString(bytes[found.value]) { return }
                ranges.append(found.value)
            }
        return ranges
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
