//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

/// The format of a rejection's body.
public enum OAuth1ProblemFormat: Sendable, Hashable {
    /// `application/x-www-form-urlencoded`, as the OAuth Problem Reporting extension requires.
    case form
    /// A JSON object with the same names, all values texts.
    case json

    /// The most bytes of Accept fields that are read.
    private static let maximumBytes = 4_096

    /// The format that a client prefers: a form, unless its `Accept` field prefers JSON.
    ///
    /// If both are equally welcome, JSON is chosen only if the field lists `application/json` and not the form.
    ///
    /// - Parameter headerFields: The header fields of the request.
    public init(accepting headerFields: HTTPFields) {
        let values = headerFields[values: .accept]
        guard !values.isEmpty, values.reduce(0, { $0 + $1.utf8.count }) <= Self.maximumBytes else {
            self = .form
            return
        }
        var (json, form) = (Weight(), Weight())
        for range in values.flatMap({ $0.parts(at: UInt8(ascii: ",")) }) {
            let parts = range.parts(at: UInt8(ascii: ";")).map { $0.trimmingSpaces }.filter { !$0.isEmpty }
            guard let type = parts.first?.lowercased() else { continue }
            let quality = Self.quality(parts.dropFirst())
            json.note(type, "application/json", quality)
            form.note(type, "application/x-www-form-urlencoded", quality)
        }
        let isPreferred = json.quality > form.quality
        let isListed = json.quality == form.quality && json.isListed && !form.isListed
        self = json.quality > 0 && (isPreferred || isListed) ? .json : .form
    }

    /// How welcome a media type is, by the most specific range that includes it (RFC 9110 section 12.5.1).
    private struct Weight {
        private var specificity = 0
        /// In thousandths.
        private(set) var quality = 0

        var isListed: Bool { specificity == 3 }

        mutating func note(_ range: String, _ type: String, _ quality: Int) {
            let specificity =
                switch range {
                case type: 3
                case "application/*": 2
                case "*/*": 1
                default: 0
                }
            guard specificity > self.specificity else { return }
            (self.specificity, self.quality) = (specificity, quality)
        }
    }

    /// The weight among the parameters of a media range, in thousandths; one that can't be read counts as 0.
    private static func quality(_ parameters: some Sequence<String>) -> Int {
        for parameter in parameters {
            let parts = parameter.parts(at: UInt8(ascii: "=")).map { $0.trimmingSpaces }
            guard parts.count > 1, parts[0].lowercased() == "q" else { continue }
            guard parts.count == 2, let quality = Double(parts[1]), (0...1).contains(quality) else { return 0 }
            return Int(quality * 1_000)
        }
        return 1_000
    }
}
