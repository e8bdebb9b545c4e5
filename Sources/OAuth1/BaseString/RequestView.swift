//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

/// The scheme of a request, and where host, port, path and query are in its texts.
struct RequestParts: Sendable {
    let scheme: RequestScheme
    let authority: RequestAuthority
    let target: RequestTarget

    /// Splits an absolute URL.
    @inline(__always)
    init(url: Span<UInt8>) throws(OAuth1Error) {
        let parts = try AbsoluteURL(url)
        self.scheme = try RequestScheme(url, in: parts.scheme)
        self.authority = try RequestAuthority(url, in: parts.authority, scheme: scheme)
        self.target = RequestTarget(url, in: parts.target)
    }

    /// Splits the target of a request line and the value of a Host header.
    @inline(__always)
    init(scheme: RequestScheme, authority: Span<UInt8>, target: Span<UInt8>) throws(OAuth1Error) {
        self.scheme = scheme
        self.authority = try RequestAuthority(authority, in: 0..<authority.count, scheme: scheme)
        // After an authority, anything else would change the host.
        guard target.isEmpty || target[0] == UInt8(ascii: "/") || target[0] == UInt8(ascii: "?") else {
            throw OAuth1Error(.invalidURL, "expected a request target that starts with a slash")
        }
        self.target = RequestTarget(target, in: 0..<target.count)
    }
}

/// One request as the signature sees it: borrowed bytes, none of them changed.
struct RequestView: ~Escapable {
    let method: Span<UInt8>
    /// The text in which the authority is.
    let authorityText: Span<UInt8>
    /// The text in which the target is.
    let targetText: Span<UInt8>
    /// Where everything is in these texts.
    let parts: RequestParts
    /// The form body; empty when there is none.
    let form: Span<UInt8>

    /// A request given by its absolute URL.
    @inline(__always)
    @_lifetime(copy method, copy url, copy form)
    init(method: Span<UInt8>, url: Span<UInt8>, form: Span<UInt8>) throws(OAuth1Error) {
        self.init(
            method: method,
            authorityText: url,
            targetText: url,
            parts: try RequestParts(url: url),
            form: form
        )
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
        self.init(
            method: method,
            authorityText: authority,
            targetText: target,
            parts: try RequestParts(scheme: scheme, authority: authority, target: target),
            form: form
        )
    }

    /// A request of which it is known already where everything is.
    @inline(__always)
    @_lifetime(copy method, copy authorityText, copy targetText, copy form)
    init(
        method: Span<UInt8>,
        authorityText: Span<UInt8>,
        targetText: Span<UInt8>,
        parts: RequestParts,
        form: Span<UInt8>
    ) {
        self.method = method
        self.authorityText = authorityText
        self.targetText = targetText
        self.parts = parts
        self.form = form
    }

    var scheme: RequestScheme { parts.scheme }
    var authority: RequestAuthority { parts.authority }
    var target: RequestTarget { parts.target }

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
        let capacity = SignatureBaseString.headCapacity(of: self) + textCapacity
        return try withScratch(capacity: capacity) { output throws(OAuth1Error) in
            SignatureBaseString.appendHead(of: self, to: &output)
            try withScratch(of: ParameterEntry.self, capacity: entryCapacity) { entries throws(OAuth1Error) in
                let start = output.count
                try collect(&output, &entries)
                SignatureBaseString.sort(&entries, in: &output, from: start)
            }
            return try use(output.span)
        }
    }
}
