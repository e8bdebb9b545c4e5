//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

extension OAuth1IncomingRequest {
    /// Lends the signature base string (RFC 5849 section 3.4.1).
    @inline(__always)
    func withBaseString<Result>(
        _ use: (Span<UInt8>) throws(OAuth1Error) -> Result
    ) throws(OAuth1Error) -> Result {
        try withView { view, header throws(OAuth1Error) in try withBaseString(of: view, header: header, use) }
    }

    @inline(__always)
    private func withBaseString<Result>(
        of view: RequestView,
        header: Span<UInt8>,
        _ use: (Span<UInt8>) throws(OAuth1Error) -> Result
    ) throws(OAuth1Error) -> Result {
        let (configuration, headerPairs) = (configuration, found.headerPairs)
        let entryCapacity = min(
            configuration.limits.parameterCount,
            ParameterCollection.entryCapacity(forEncoded: view.encodedByteCount + 1) + headerPairs.count
        )
        let textCapacity =
            ParameterCollection.textCapacity(forEncoded: view.encodedByteCount + 1)
            + headerPairs.reduce(0) { $0 + $1.textCapacity }
        return try view.withBaseString(
            textCapacity: textCapacity,
            entryCapacity: entryCapacity,
            collecting: { text, entries throws(OAuth1Error) in
                try collect(view.target.query, of: view.targetText, text: &text, entries: &entries)
                let queryCount = entries.count
                // Between query and form, as the signer collects them: so they are often sorted already.
                for pair in headerPairs {
                    try ParameterCollection.collect(pair, of: header, .isLiteral, text: &text, entries: &entries)
                }
                let formStart = entries.count
                try collect(0..<view.form.count, of: view.form, text: &text, entries: &entries)
                if configuration.ignoresBodyDuplicatesOfQuery {
                    ParameterCollection.removeRepetitions(
                        ofFirst: queryCount,
                        from: formStart,
                        in: &entries,
                        text: text.span
                    )
                }
            },
            use
        )
    }

    /// Collects query or form without the signature, which may be there.
    @inline(__always)
    private func collect(
        _ range: Range<Int>,
        of source: Span<UInt8>,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        let encoded = source.extracting(range)
        try ParameterCollection.collectPairs(of: encoded, text: &text, entries: &entries) { name throws(OAuth1Error) in
            placement == .header || ProtocolParameter(encoded, name, .isSpace) != .signature
        }
    }
}
