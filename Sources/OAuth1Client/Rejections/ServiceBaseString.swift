//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

/// Finds the signature base string that a service says it computed, in whatever format it says so.
///
/// Flickr, Magento and our own provider call it `debug_sbs` and `base_string` in forms and JSON, others write "signature
/// base string:" in a sentence, a page or a header field.
enum ServiceBaseString {
    /// The longest base string that is compared.
    private static let maximumBytes = 16_384

    /// The base string with no encoding but its own, or `nil` if the service does not say it.
    static func find(in response: OAuth1Response) -> [UInt8]? {
        let body = Array(ReadingLimits.beginning(of: response.body))
        return find(in: body) ?? ReadingLimits.first(in: response.head.headerFields, find)
    }

    private static func find(in text: [UInt8]) -> [UInt8]? {
        guard mayHaveOne(text) else { return nil }
        for bytes in levels(of: text) {
            var found: [UInt8]?
            NamedValues(bytes)
                .visit { value in
                    guard found == nil, value.meaning == .baseString, value.value.count <= maximumBytes,
                        BaseStringText.isBaseString(bytes[value.value])
                    else { return }
                    found = BaseStringText.decoded(Array(bytes[value.value]))
                }
            if let found { return found }
        }
        return nil
    }

    /// Whether a text has a name of base strings and a URL after it; most have not.
    private static func mayHaveOne(_ text: [UInt8]) -> Bool {
        var hasName = false
        for index in text.indices {
            switch text[index] | 0x20 {
            case UInt8(ascii: "s") where !hasName: hasName = text.hasText("sbs", at: index)
            case UInt8(ascii: "b") where !hasName: hasName = text.hasText("base", at: index)
            case UInt8(ascii: "h") where hasName: if text.hasText("http", at: index) { return true }
            default: break
            }
        }
        return false
    }

    /// A text as it is, and with what can be around a base string decoded, but not the base string itself.
    private static func levels(of text: [UInt8]) -> [[UInt8]] {
        let plain = DecodedText(text)
        let once = plain.decoded(.others)
        return [plain, once, once?.decoded(.others), plain.decoded(.percent)].compactMap { $0?.bytes }
    }
}

extension SentRequest {
    /// The base string that was signed, or `nil` if nothing was, or with PLAINTEXT, which has none.
    ///
    /// Made of the request that was sent when somebody asks for it, so that calls that succeed don't pay for it.
    var baseString: [UInt8]? {
        let signer = unsigned.signer
        guard !unsigned.isBearer, signer.method.name != .plaintext else { return nil }
        if let baseString = outgoing.baseString { return baseString }
        guard let incoming = try? OAuth1IncomingRequest.read(outgoing.request, body: outgoing.body) else { return nil }
        guard !unsigned.options.additionallySigned.isEmpty else { return try? incoming.baseString() }
        var options = unsigned.options
        options.nonce = incoming.nonce.map { OAuth1Nonce($0) }
        options.timestamp = incoming.timestamp
        return try? signer.baseString(of: unsigned.request, body: unsigned.body, options)
    }
}

extension OAuth1Response {
    /// Compares the base string that was signed with the one that the service says it computed, if it does.
    ///
    /// - Parameter redactor: Hides the secrets.
    /// - Returns: The first difference, without secrets, and the mistakes that lead to it.
    func baseStringComparison(by redactor: Redactor) -> OAuth1Diagnosis.BaseStringComparison? {
        guard case .sent(let sent)? = origin, let other = ServiceBaseString.find(in: self), let own = sent.baseString
        else {
            return nil
        }
        let outgoing = sent.outgoing
        let comparison = OAuth1Diagnosis.comparison(of: other, with: own, outgoing.request, body: outgoing.body)
        guard case .different(let difference, let mistakes)? = comparison else { return comparison }
        var isSecret = false
        if case .parameter(let name) = difference.component {
            isSecret = NameMeaning(Array(name.utf8)).map { $0 != .baseString } ?? false
        }
        func side(_ text: String?) -> String? {
            text.map { isSecret ? Redactor.replacement : ServiceErrorText.shown($0, by: redactor, limit: 100) }
        }
        return .different(
            OAuth1BaseStringDifference(
                component: shown(difference.component, by: redactor),
                own: side(difference.own),
                other: side(difference.other)
            ),
            mistakes
        )
    }

    /// A component, whose name may be the service's.
    private func shown(
        _ component: OAuth1BaseStringDifference.Component,
        by redactor: Redactor
    ) -> OAuth1BaseStringDifference.Component {
        switch component {
        case .parameter(let name): .parameter(ServiceErrorText.shown(name, by: redactor, limit: 60))
        case .order(let name): .order(ServiceErrorText.shown(name, by: redactor, limit: 60))
        case .format, .method, .url: component
        }
    }
}
