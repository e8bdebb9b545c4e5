//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes

/// Signs requests on behalf of one client and one token (RFC 5849 section 3).
///
/// A signer is a value that never changes: make one for each token, keep it while it is used, share it between tasks.
/// Values that all requests share, above all the absorbed HMAC key, are computed once, when the signer is created.
public struct OAuth1Signer: Sendable, CustomStringConvertible {
    /// All of a signer, in a class: it is copied with every request, and then costs one reference count.
    final class Parts: Sendable {
        let client: OAuth1ClientCredentials
        let method: OAuth1SignatureMethod
        let configuration: OAuth1SigningConfiguration
        let token: String?
        let tokenSecret: OAuth1Secret
        let prepared: PreparedParameters
        let key: SigningKey

        init(
            client: OAuth1ClientCredentials,
            token: (any OAuth1Token)?,
            method: OAuth1SignatureMethod,
            configuration: OAuth1SigningConfiguration
        ) {
            self.client = client
            self.method = method
            self.configuration = configuration
            self.token = token?.token
            self.tokenSecret = token?.secret ?? OAuth1Secret("")
            self.prepared = PreparedParameters(
                client: client,
                token: token?.token,
                method: method.name,
                configuration: configuration
            )
            self.key = SigningKey(method, clientSecret: client.secret, tokenSecret: tokenSecret)
        }
    }

    let parts: Parts

    /// The client's credentials.
    public var client: OAuth1ClientCredentials { parts.client }
    /// How requests are signed.
    public var method: OAuth1SignatureMethod { parts.method }
    /// The configuration for all requests.
    public var configuration: OAuth1SigningConfiguration { parts.configuration }
    package var token: String? { parts.token }
    /// Whether only ``signAsynchronously(_:body:_:)`` can sign.
    package var signsAsynchronously: Bool { parts.key.isAsynchronous }
    package var tokenSecret: OAuth1Secret { parts.tokenSecret }

    /// Creates a signer.
    ///
    /// - Parameters:
    ///   - client: The client's credentials.
    ///   - token: The token, or `nil` for requests without one.
    ///   - method: How requests are signed.
    ///   - configuration: The configuration for all requests.
    public init(
        client: OAuth1ClientCredentials,
        token: (any OAuth1Token)? = nil,
        method: OAuth1SignatureMethod = .hmacSHA1,
        configuration: OAuth1SigningConfiguration = OAuth1SigningConfiguration()
    ) {
        self.parts = Parts(client: client, token: token, method: method, configuration: configuration)
    }

    /// The consumer key, the token and the method; no secret.
    public var description: String {
        "OAuth1Signer(key: \(client.key), token: \(token ?? "none"), method: \(method))"
    }

    /// Signs a request given by its URL and makes the value of its Authorization header.
    ///
    /// The placement of the configuration plays no part.
    ///
    /// - Parameters:
    ///   - method: The request's method, in any case.
    ///   - url: The absolute URL, exactly as it is sent.
    ///   - body: The request's body.
    ///   - options: Signing options for this request.
    /// - Returns: The value of the Authorization header.
    /// - Throws: ``OAuth1Error`` if the request can't be signed.
    public func authorizationHeader(
        method: String,
        url: String,
        body: OAuth1Body = .none,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws(OAuth1Error) -> String {
        if parts.configuration.usesURLAsRealm {
            return try withRealm(URLReference(url).base)
                .authorizationHeader(method: method, url: url, body: body, options)
        }
        let values = values(for: body, options)
        return try withBytes(of: method) { method throws(OAuth1Error) in
            try withBytes(of: url) { url throws(OAuth1Error) in
                let request = try RequestView(method: method, url: url, form: body.form.span)
                return try withSignature(of: request, values, options) { signature in
                    parts.prepared.authorizationHeader(values, signature: signature)
                }
            }
        }
    }

    /// The same signer with a realm, whatever its configuration says of realms.
    func withRealm(_ realm: String) -> OAuth1Signer {
        var configuration = configuration
        configuration.realm = realm
        configuration.usesURLAsRealm = false
        return OAuth1Signer(
            client: client,
            token: token.map { OAuth1AccessToken(token: $0, secret: tokenSecret) },
            method: method,
            configuration: configuration
        )
    }

    /// The values of one request's protocol parameters.
    @inline(__always)
    func values(
        for body: OAuth1Body,
        _ options: borrowing OAuth1SigningOptions,
        at time: Int64? = nil
    ) -> ProtocolParameterValues {
        ProtocolParameterValues(options, parts.configuration, bodyHash: bodyHash(of: body, options), at: time)
    }

    /// Lends the text of a request's signature.
    @inline(__always)
    func withSignature<Result>(
        of request: RequestView,
        _ values: borrowing ProtocolParameterValues,
        _ options: borrowing OAuth1SigningOptions,
        _ body: (Span<UInt8>) -> Result
    ) throws(OAuth1Error) -> Result {
        try withBaseString(of: request, values, options) { baseString throws(OAuth1Error) in
            if parts.key.isHMAC {
                return withScratch(capacity: StandardHMACKey.textCapacity) { text in
                    parts.key.appendHMAC(of: baseString, to: &text)
                    return body(text.span)
                }
            }
            let input = OAuth1SignatureMethod.Input(
                baseString: baseString.copied(),
                client: client,
                tokenSecret: tokenSecret
            )
            return withBytes(of: try parts.key.signature(for: input), body)
        }
    }

    /// Lends a request's base string.
    @inline(__always)
    func withBaseString<Result>(
        of request: RequestView,
        _ values: borrowing ProtocolParameterValues,
        _ options: borrowing OAuth1SigningOptions,
        _ body: (Span<UInt8>) throws(OAuth1Error) -> Result
    ) throws(OAuth1Error) -> Result {
        let limits = parts.configuration.limits
        guard request.byteCount <= limits.byteCount else {
            throw .tooManyBytes("URL and form", limits)
        }
        let signedOnly = options.additionallySigned
        let textCapacity =
            ParameterCollection.textCapacity(forEncoded: request.encodedByteCount + 1)
            + parts.prepared.textCount + values.encodedCapacity
            + signedOnly.reduce(0) { $0 + 5 * ($1.nameBytes.count + $1.valueBytes.count) + 6 }
        let entryCapacity = min(
            limits.parameterCount,
            ParameterCollection.entryCapacity(forEncoded: request.encodedByteCount + 1)
                + ProtocolParameter.count + values.additional.count + signedOnly.count
        )
        return try request.withBaseString(
            textCapacity: textCapacity,
            entryCapacity: entryCapacity,
            collecting: { text, entries throws(OAuth1Error) in
                try collect(request.target.query, of: request.targetText, text: &text, entries: &entries)
                try parts.prepared.collect(values, text: &text, entries: &entries)
                try collect(0..<request.form.count, of: request.form, text: &text, entries: &entries)
                for parameter in signedOnly {
                    try ParameterCollection.collect(parameter, text: &text, entries: &entries)
                }
            },
            body
        )
    }

    /// Collects query or form, in which no protocol parameter may be yet.
    @inline(__always)
    private func collect(
        _ range: Range<Int>,
        of source: Span<UInt8>,
        text: inout ByteWriter,
        entries: inout OutputSpan<ParameterEntry>
    ) throws(OAuth1Error) {
        let encoded = source.extracting(range)
        try ParameterCollection.collectPairs(of: encoded, text: &text, entries: &entries) { name throws(OAuth1Error) in
            if let parameter = ProtocolParameter(encoded, name, .isSpace) {
                throw .duplicate(parameter, "is already in the URL or form: remove it, the signer adds it")
            }
            return true
        }
    }
}
