//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// Mistakes that a request shows without its secrets.
struct VisibleMistakes {
    /// The largest difference of clocks, in seconds, that services usually accept.
    private static let window: Int64 = 300

    private let incoming: OAuth1IncomingRequest
    private let now: Int64?
    private var found: [OAuth1Diagnosis.Finding] = []

    /// The mistakes of a request that can be read.
    static func find(in incoming: OAuth1IncomingRequest, now: Int64?) -> [OAuth1Diagnosis.Finding] {
        var mistakes = VisibleMistakes(incoming: incoming, now: now)
        mistakes.checkPresence()
        mistakes.checkTimestamp()
        mistakes.checkMethod()
        mistakes.checkSpelling()
        mistakes.checkNames()
        return mistakes.found
    }

    /// The mistake for which a request can't be read.
    static func finding(for error: OAuth1Error) -> OAuth1Diagnosis.Finding {
        let id =
            switch error.code {
            case .duplicateParameter: "doubled-parameter"
            case .malformedHeader: "malformed-header"
            case .invalidContentType: "invalid-content-type"
            case .limitExceeded: "too-large"
            default: "invalid-url"
            }
        return OAuth1Diagnosis.Finding(id, detail: error.reason)
    }

    private init(incoming: OAuth1IncomingRequest, now: Int64?) {
        self.incoming = incoming
        self.now = now
    }

    private mutating func add(_ id: String, _ detail: String? = nil) {
        found.append(OAuth1Diagnosis.Finding(id, detail: detail))
    }

    private mutating func checkPresence() {
        let isPlaintext = incoming.signatureMethod == .plaintext
        let required: [ProtocolParameter] =
            [.consumerKey, .signatureMethod, .signature] + (isPlaintext ? [] : [.timestamp, .nonce])
        for parameter in required where incoming.range(parameter)?.isEmpty ?? true {
            let isEmpty = incoming.range(parameter) != nil
            add("missing-parameter", "\(parameter.name)" + (isEmpty ? " is empty" : ""))
        }
        if let version = incoming.version, version != "1.0" {
            add("unsupported-version", "found \(ParameterText.shown(Array(version.utf8)))")
        }
    }

    private mutating func checkTimestamp() {
        guard let text = incoming.timestampText, !text.isEmpty else { return }
        guard let time = incoming.timestamp else {
            add("timestamp-malformed", "found \(ParameterText.shown(Array(text.utf8)))")
            return
        }
        guard time < 100_000_000_000 else {
            add("timestamp-in-milliseconds", "found \(time)")
            return
        }
        guard let now else { return }
        if time < now - VisibleMistakes.window { add("timestamp-stale", "\(now - time) seconds old") }
        if time > now + VisibleMistakes.window { add("timestamp-in-future", "\(time - now) seconds in the future") }
    }

    private mutating func checkMethod() {
        guard let method = incoming.signatureMethod, !method.rawValue.isEmpty,
            !OAuth1SignatureMethod.Name.standard.contains(method)
        else {
            return
        }
        func letters(_ text: String) -> String {
            String(
                decoding: text.utf8.map(\.asciiUppercased).filter { PercentEncoding.isLetterOrDigit($0) },
                as: UTF8.self
            )
        }
        let similar = OAuth1SignatureMethod.Name.standard.first { letters($0.rawValue) == letters(method.rawValue) }
        let shown = ParameterText.shown(Array(method.rawValue.utf8))
        add("unknown-signature-method", similar.map { "found \(shown), expected \($0)" } ?? "found \(shown)")
    }

    /// Looks at the text of header values, which must be quoted and percent-encoded.
    private mutating func checkSpelling() {
        guard incoming.placement == .header else { return }
        let signature = incoming.range(.signature)
        let pairs = incoming.found.headerPairs
        let spelling = try? incoming.withView { _, header throws(OAuth1Error) in
            let values = pairs.map(\.value) + (signature.map { [$0] } ?? [])
            let isUnquoted = values.contains { $0.lowerBound > 0 && header[$0.lowerBound - 1] != UInt8(ascii: "\"") }
            let isRaw = signature.map { range in range.contains { "+/=&".utf8.contains(header[$0]) } } ?? false
            let hasBadEscape = values.contains { range in
                range.contains { index in
                    header[index] == UInt8(ascii: "%")
                        && (index + 2 >= range.upperBound
                            || PercentEncoding.value(ofHexDigits: header[index + 1], header[index + 2]) == nil)
                }
            }
            return (isUnquoted, isRaw, hasBadEscape)
        }
        if spelling?.0 == true { add("unquoted-values") }
        if spelling?.1 == true { add("signature-not-encoded") }
        if spelling?.2 == true { add("malformed-escape") }
    }

    private mutating func checkNames() {
        let known = ProtocolParameter.allCases.map { "\($0.name)" }
        let others = incoming.signedParameters.all
        for parameter in others.prefix(MistakeSearch.maximumParameters) {
            let letters = String(
                decoding: parameter.nameBytes.prefix(64).map(\.asciiLowercased)
                    .filter { PercentEncoding.isLetterOrDigit($0) },
                as: UTF8.self
            )
            if letters == "oauthtokensecret" || letters == "oauthconsumersecret" {
                add("secret-sent", ParameterText.shown(parameter.nameBytes))
            } else if let name = known.first(where: { $0.filter { $0 != "_" } == letters }) {
                add("misspelled-parameter", "found \(ParameterText.shown(parameter.nameBytes)), expected \(name)")
            }
        }
        if incoming.hasForeignHeaderParameter { add("foreign-header-parameter") }
        if incoming.hasBodyHash, case .form = incoming.body { add("body-hash-on-form") }
    }
}

extension PercentEncoding {
    /// Whether a byte is a letter or a digit.
    static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "a")...UInt8(ascii: "z"):
            true
        default: false
        }
    }
}
