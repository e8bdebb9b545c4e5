//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// One request as the signature sees it: borrowed bytes, none of them changed.
struct RequestView: ~Escapable {
    let method: Span<UInt8>
    let scheme: RequestScheme
    /// The text in which the authority is.
    let authorityText: Span<UInt8>
    let authority: RequestAuthority
    /// The text in which the target is.
    let targetText: Span<UInt8>
    let target: RequestTarget
    /// The form body; empty when there is none.
    let form: Span<UInt8>

    /// A request given by its absolute URL.
    @inline(__always)
    @_lifetime(copy method, copy url, copy form)
    init(method: Span<UInt8>, url: Span<UInt8>, form: Span<UInt8>) throws(OAuth1Error) {
        let parts = try AbsoluteURL(url)
        self.method = method
        self.scheme = try RequestScheme(url, in: parts.scheme)
        self.authorityText = url
        self.authority = try RequestAuthority(url, in: parts.authority, scheme: scheme)
        self.targetText = url
        self.target = RequestTarget(url, in: parts.target)
        self.form = form
    }

    /// A request given by the parts of its request line and its Host header.
    @inline(__always)
    @_lifetime(copy method, copy authority, copy target, copy form)
    init(
        method: Span<UInt8>,
        scheme: RequestScheme,
        authority: Span<UInt8>,
        target: Span<UInt8>,
        form: Span<UInt8>
    ) throws(OAuth1Error) {
        self.method = method
        self.scheme = scheme
        self.authorityText = authority
        self.authority = try RequestAuthority(authority, in: 0..<authority.count, scheme: scheme)
        // After an authority, anything else would change the host.
        guard target.isEmpty || target[0] == UInt8(ascii: "/") || target[0] == UInt8(ascii: "?") else {
            throw OAuth1Error(.invalidURL, "expected a request target that starts with a slash")
        }
        self.targetText = target
        self.target = RequestTarget(target, in: 0..<target.count)
        self.form = form
    }

    /// How many bytes of query and form there are.
    var encodedByteCount: Int { target.query.count + form.count }

    /// How many bytes the limit counts.
    var byteCount: Int { targetText.count + form.count }
}

extension RequestView {
    /// Lends the signature base string (RFC 5849 section 3.4.1), the one way for signer and verifier.
    ///
    /// `collect` collects at most `entryCapacity` parameters with at most `textCapacity` bytes, in whatever order.
    @inline(__always)
    func withBaseString<Result>(
        textCapacity: Int,
        entryCapacity: Int,
        collecting collect: (inout ByteWriter, inout OutputSpan<ParameterEntry>) throws(OAuth1Error) -> Void,
        _ use: (Span<UInt8>) throws(OAuth1Error) -> Result
    ) throws(OAuth1Error) -> Result {
        try withScratch(capacity: textCapacity) { text throws(OAuth1Error) in
            try withScratch(of: ParameterEntry.self, capacity: entryCapacity) { entries throws(OAuth1Error) in
                try collect(&text, &entries)
                ParameterCollection.sort(&entries, text: text.span)
                let capacity = SignatureBaseString.capacity(of: self, text: text.count, parameters: entries.count)
                return try withScratch(capacity: capacity) { output throws(OAuth1Error) in
                    SignatureBaseString.appendHead(of: self, to: &output)
                    SignatureBaseString.append(entries.span, of: text.span, to: &output)
                    return try use(output.span)
                }
            }
        }
    }
}
