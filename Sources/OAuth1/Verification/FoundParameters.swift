//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Where each protocol parameter's value stands, if the request has it.
struct ProtocolParameterRanges: Sendable {
    private var starts: InlineArray<10, Int32> = .init(repeating: -1)
    private var ends: InlineArray<10, Int32> = .init(repeating: -1)

    @inline(__always)
    subscript(_ parameter: ProtocolParameter) -> Range<Int>? {
        get {
            let start = starts[parameter.rawValue]
            return start < 0 ? nil : Int(start)..<Int(ends[parameter.rawValue])
        }
        set {
            starts[parameter.rawValue] = newValue.map { Int32($0.lowerBound) } ?? -1
            ends[parameter.rawValue] = newValue.map { Int32($0.upperBound) } ?? -1
        }
    }
}

/// Where a request's protocol parameters are: one place, each of them once (RFC 5849 sections 3.1, 3.2 and 3.5).
struct FoundParameters: Sendable {
    let placement: OAuth1Placement
    private(set) var realm: String?
    /// The pairs of the header that are signed: all but realm and signature.
    private(set) var headerPairs: [EncodedPair] = []
    private(set) var values = ProtocolParameterRanges()

    /// Looks for them, and returns `nil` if there are none.
    @inline(__always)
    init?(_ view: RequestView, header: Span<UInt8>) throws(OAuth1Error) {
        var query = ProtocolParameterRanges()
        let isInQuery = try FoundParameters.find(view.target.query, of: view.targetText, &query)
        var form = ProtocolParameterRanges()
        let isInForm = try FoundParameters.find(0..<view.form.count, of: view.form, &form)

        if var parsed = try AuthorizationHeader(header) {
            placement = .header
            var values = ProtocolParameterRanges()
            var realm: String?
            try parsed.filterPairs { pair throws(OAuth1Error) in
                if let parameter = ProtocolParameter(header, pair.name, .isLiteral) {
                    guard values[parameter] == nil else {
                        throw .duplicate(parameter, "stands twice in the Authorization header")
                    }
                    values[parameter] = pair.value
                    return parameter != .signature
                }
                guard header.isEqual(pair.name, ignoringCase: "realm") else { return true }
                realm = AuthorizationHeader.unquoted(header, pair.value)
                return false
            }
            self.values = values
            self.realm = realm
            headerPairs = parsed.pairs
            if let isInQuery { throw .duplicate(isInQuery, "stands in the query although the header has OAuth, too") }
            if let isInForm { throw .duplicate(isInForm, "stands in the form although the header has OAuth, too") }
            return
        }
        let querySigns = query[.consumerKey] != nil || query[.signature] != nil || query[.signatureMethod] != nil
        let formSigns = form[.consumerKey] != nil || form[.signature] != nil || form[.signatureMethod] != nil
        switch (querySigns, formSigns) {
        case (false, false):
            return nil
        case (true, _):
            if let isInForm { throw .duplicate(isInForm, "stands in the form although the query has OAuth, too") }
            placement = .query
            values = query
        case (false, true):
            if let isInQuery { throw .duplicate(isInQuery, "stands in the query although the form has OAuth, too") }
            placement = .body
            values = form
        }
    }

    /// Finds the protocol parameters of a query or form, each at most once, and returns one of them.
    @inline(__always)
    private static func find(
        _ range: Range<Int>,
        of source: Span<UInt8>,
        _ found: inout ProtocolParameterRanges
    ) throws(OAuth1Error) -> ProtocolParameter? {
        var any: ProtocolParameter?
        var cursor = EncodedPairCursor(range)
        while let pair = cursor.next(in: source) {
            guard let parameter = ProtocolParameter(source, pair.name, .isSpace) else { continue }
            guard found[parameter] == nil else {
                throw .duplicate(parameter, "stands twice in the query or form")
            }
            found[parameter] = pair.value
            any = parameter
        }
        return any
    }
}

extension ParameterCollection {
    /// Removes entries behind the first `count` that repeat one of these, each as often as it stands there.
    static func removeRepetitions(
        ofFirst count: Int,
        in entries: inout OutputSpan<ParameterEntry>,
        text: Span<UInt8>
    ) {
        var seen: [[UInt8]: Int] = [:]
        var kept: [ParameterEntry] = []
        for index in 0..<entries.count {
            let entry = entries.span[index]
            let bytes = text.extracting(entry.all).copied()
            if index < count {
                seen[bytes, default: 0] += 1
            } else if let left = seen[bytes], left > 0 {
                seen[bytes] = left - 1
                continue
            }
            kept.append(entry)
        }
        entries.removeAll()
        for entry in kept { entries.append(entry) }
    }
}
