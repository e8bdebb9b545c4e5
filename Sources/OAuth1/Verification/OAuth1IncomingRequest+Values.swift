//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1IncomingRequest {
    /// The decoded value of a protocol parameter, or `nil` if the request does not have it.
    func value(_ parameter: ProtocolParameter) -> String? {
        guard let range = range(parameter) else { return nil }
        return withSource { source, plusSign in
            String(utf8Capacity: range.count) { text in text.appendDecoded(source, range, plusSign) }
        }
    }

    /// How many bytes the value of a protocol parameter has as it was sent; none without the parameter.
    ///
    /// Decoded it has three times as many at most: a byte that is not UTF-8 becomes U+FFFD.
    package func encodedByteCount(of parameter: ProtocolParameter) -> Int {
        let range =
            switch parameter {
            case .callback: range(.callback) ?? found.formCallback
            case .verifier: range(.verifier) ?? found.formVerifier
            default: range(parameter)
            }
        return range?.count ?? 0
    }

    /// The decoded callback, which may be in the form if an option allows it.
    var foundCallback: String? { value(.callback) ?? formValue(found.formCallback) }

    /// The decoded verifier, which may be in the form if an option allows it.
    var foundVerifier: String? { value(.verifier) ?? formValue(found.formVerifier) }

    private func formValue(_ range: Range<Int>?) -> String? {
        guard let range else { return nil }
        let form = body.form
        return String(utf8Capacity: range.count) { text in text.appendDecoded(form.span, range, .isSpace) }
    }

    /// Lends the decoded value of a protocol parameter, or returns `nil` if the request does not have it.
    @inline(__always)
    func withDecoded<Result>(_ parameter: ProtocolParameter, _ body: (Span<UInt8>) -> Result?) -> Result? {
        guard let range = range(parameter) else { return nil }
        return withSource { source, plusSign in
            withScratch(capacity: range.count) { text in
                text.appendDecoded(source, range, plusSign)
                return body(text.span)
            }
        }
    }
}
