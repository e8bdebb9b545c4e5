//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// Where each protocol parameter's value is, if the request has it.
///
/// Properties, as an array would be an allocation, and `InlineArray` needs newer systems.
struct ProtocolParameterRanges: Sendable {
    private struct Place: Sendable {
        var start: Int32 = -1
        var end: Int32 = -1
    }

    private var bodyHash = Place()
    private var callback = Place()
    private var consumerKey = Place()
    private var nonce = Place()
    private var signature = Place()
    private var signatureMethod = Place()
    private var timestamp = Place()
    private var token = Place()
    private var verifier = Place()
    private var version = Place()
    /// A parameter that occurs more than once.
    private(set) var duplicate: ProtocolParameter?
    /// One of those that are there.
    private(set) var any: ProtocolParameter?

    /// Whether there is what only a signed request has.
    var areSigned: Bool {
        self[.consumerKey] != nil || self[.signature] != nil || self[.signatureMethod] != nil
    }

    @inline(__always)
    subscript(_ parameter: ProtocolParameter) -> Range<Int>? {
        let place = self[place: parameter]
        return place.start < 0 ? nil : Int(place.start)..<Int(place.end)
    }

    @inline(__always)
    private subscript(place parameter: ProtocolParameter) -> Place {
        get {
            switch parameter {
            case .bodyHash: bodyHash
            case .callback: callback
            case .consumerKey: consumerKey
            case .nonce: nonce
            case .signature: signature
            case .signatureMethod: signatureMethod
            case .timestamp: timestamp
            case .token: token
            case .verifier: verifier
            case .version: version
            }
        }
        set {
            switch parameter {
            case .bodyHash: bodyHash = newValue
            case .callback: callback = newValue
            case .consumerKey: consumerKey = newValue
            case .nonce: nonce = newValue
            case .signature: signature = newValue
            case .signatureMethod: signatureMethod = newValue
            case .timestamp: timestamp = newValue
            case .token: token = newValue
            case .verifier: verifier = newValue
            case .version: version = newValue
            }
        }
    }

    /// Remembers the place of a value; that of the first, if there are several.
    @inline(__always)
    mutating func add(_ parameter: ProtocolParameter, _ range: Range<Int>) {
        guard self[place: parameter].start < 0 else {
            duplicate = parameter
            return
        }
        self[place: parameter] = Place(
            start: Int32(truncatingIfNeeded: range.lowerBound),
            end: Int32(truncatingIfNeeded: range.upperBound)
        )
        any = parameter
    }

    /// The name of the signature method, found in a text.
    @inline(__always)
    func signatureMethod(of source: Span<UInt8>, _ plusSign: PlusSign) -> OAuth1SignatureMethod.Name? {
        self[.signatureMethod]
            .map { range in
                let name = String(utf8Capacity: range.count) { text in text.appendDecoded(source, range, plusSign) }
                return OAuth1SignatureMethod.Name(rawValue: name)
            }
    }

    /// Rejects parameters that occur more than once.
    func checkUnique(_ place: StaticString) throws(OAuth1Error) {
        if let duplicate { throw .duplicate(duplicate, "occurs more than once in the \(place)") }
    }

    /// Rejects all parameters but callback and verifier, and these if they are in the header as well.
    func checkCallbackAndVerifierOnly(besides header: ProtocolParameterRanges) throws(OAuth1Error) {
        try checkUnique("form")
        for parameter in ProtocolParameter.allCases where self[parameter] != nil {
            guard parameter == .callback || parameter == .verifier, header[parameter] == nil else {
                throw .duplicate(parameter, "is in the form, but the header also has OAuth parameters")
            }
        }
    }

    /// Rejects any parameter, as the protocol is spoken elsewhere in the request.
    func checkAbsent(_ place: StaticString) throws(OAuth1Error) {
        if let any { throw .duplicate(any, "is in the \(place)") }
    }
}

/// Where a request's protocol parameters are: one place, each of them once (RFC 5849 sections 3.1, 3.2 and 3.5).
struct FoundParameters: Sendable {
    let placement: OAuth1Placement
    private(set) var realm: String?
    /// Decoded once, as each step of the verification asks for it.
    private(set) var signatureMethod: OAuth1SignatureMethod.Name?
    /// The pairs of the header that are signed: all but realm and signature.
    private(set) var headerPairs: [EncodedPair] = []
    private(set) var values = ProtocolParameterRanges()
    /// Callback and verifier in the form of a request whose other parameters are in the header.
    private(set) var formCallback: Range<Int>?
    private(set) var formVerifier: Range<Int>?
    /// Whether the header has a parameter that is neither the realm nor starts with `oauth_` or `xoauth_`.
    private(set) var hasForeignHeaderParameter = false

    /// Looks for them, and returns `nil` if there are none.
    @inline(__always)
    static func read(
        _ view: RequestView,
        header: Span<UInt8>,
        allowsCallbackAndVerifierInForm: Bool
    ) throws(OAuth1Error) -> FoundParameters? {
        let query = find(view.target.query, of: view.targetText)
        let form = find(0..<view.form.count, of: view.form)

        if let parameters = AuthorizationHeader(header) {
            var found = FoundParameters(placement: .header)
            try found.add(parameters, of: header)
            try query.checkAbsent("query, but the header also has OAuth parameters")
            if allowsCallbackAndVerifierInForm {
                try form.checkCallbackAndVerifierOnly(besides: found.values)
                (found.formCallback, found.formVerifier) = (form[.callback], form[.verifier])
            } else {
                try form.checkAbsent("form, but the header also has OAuth parameters")
            }
            return found
        }
        if query.areSigned {
            try query.checkUnique("query")
            try form.checkAbsent("form, but the query also has OAuth parameters")
            let signatureMethod = query.signatureMethod(of: view.targetText, .isSpace)
            return FoundParameters(placement: .query, signatureMethod: signatureMethod, values: query)
        }
        if form.areSigned {
            try form.checkUnique("form")
            try query.checkAbsent("query, but the form also has OAuth parameters")
            let signatureMethod = form.signatureMethod(of: view.form, .isSpace)
            return FoundParameters(placement: .body, signatureMethod: signatureMethod, values: form)
        }
        // Anything else, such as two `oauth_token`, does not concern this protocol.
        return nil
    }

    /// Adds the parameters of an Authorization header.
    @inline(__always)
    private mutating func add(_ parameters: AuthorizationHeader, of header: Span<UInt8>) throws(OAuth1Error) {
        var parameters = parameters
        // Most requests have no more than these: all but the body hash, and the signature, which is not kept.
        headerPairs.reserveCapacity(8)
        while let pair = try parameters.next(in: header) {
            if let parameter = pair.parameter ?? ProtocolParameter(header, pair.name, .isLiteral) {
                values.add(parameter, pair.value)
                if parameter == .signature { continue }
            } else if header.isEqual(pair.name, ignoringCase: "realm") {
                realm = AuthorizationHeader.unquoted(header, pair.value)
                continue
            } else if !FoundParameters.belongsInHeader(header, pair.name) {
                hasForeignHeaderParameter = true
            }
            headerPairs.append(pair)
        }
        try values.checkUnique("Authorization header")
        signatureMethod = values.signatureMethod(of: header, .isLiteral)
    }

    /// Whether a name starts with `oauth_` or `xoauth_`, in whatever spelling.
    private static func belongsInHeader(_ header: Span<UInt8>, _ name: Range<Int>) -> Bool {
        withScratch(capacity: name.count) { text in
            text.appendDecoded(header, name, .isLiteral)
            return text.span.begins(with: "oauth_") || text.span.begins(with: "xoauth_")
        }
    }

    /// Finds the protocol parameters of a query or form.
    @inline(__always)
    private static func find(_ range: Range<Int>, of source: Span<UInt8>) -> ProtocolParameterRanges {
        var found = ProtocolParameterRanges()
        var cursor = EncodedPairCursor(range)
        while let pair = cursor.next(in: source) {
            if let parameter = ProtocolParameter(source, pair.name, .isSpace) { found.add(parameter, pair.value) }
        }
        return found
    }
}

extension ParameterCollection {
    /// Removes entries from `start` on that repeat one of the first `count`, each as often as it occurs there.
    static func removeRepetitions(
        ofFirst count: Int,
        from start: Int,
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
            } else if index >= start, let left = seen[bytes], left > 0 {
                seen[bytes] = left - 1
                continue
            }
            kept.append(entry)
        }
        entries.removeAll()
        for entry in kept { entries.append(entry) }
    }
}
