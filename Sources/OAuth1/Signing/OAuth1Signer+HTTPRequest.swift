//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

extension OAuth1Signer {
    /// Signs a request and puts the protocol parameters where the configuration or the options have them.
    ///
    /// The scheme, the authority (or a Host field, which wins) and the path are signed exactly as they are in the
    /// request. The Content-Type field determines whether the body is a form. A request that is signed already is
    /// signed again if its parameters are in the header.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body exactly as it will be sent, or `nil` if there is none.
    ///   - options: Signing options for this request.
    /// - Returns: The request to send.
    /// - Throws: ``OAuth1Error`` if the request can't be signed.
    public func sign(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws(OAuth1Error) -> OAuth1SignedRequest {
        if parts.configuration.usesURLAsRealm { return try withRealm(of: request).sign(request, body: body, options) }
        let unsigned = try UnsignedRequest(request, body: body, options, self)
        return unsigned.signed(with: try parts.key.signature(for: unsigned.input), self)
    }

    /// Signs a request in place, for those who need neither its base string nor its signature.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body exactly as it will be sent, or `nil` if there is none.
    ///   - options: Signing options for this request.
    ///   - time: The timestamp in seconds since 1970, if the options have none.
    /// - Returns: The timestamp that was used.
    /// - Throws: ``OAuth1Error`` if the request can't be signed.
    package func sign(
        _ request: inout HTTPRequest,
        body: inout [UInt8]?,
        _ options: borrowing OAuth1SigningOptions,
        at time: Int64
    ) throws(OAuth1Error) -> Int64 {
        if parts.configuration.usesURLAsRealm {
            return try withRealm(of: request).sign(&request, body: &body, options, at: time)
        }
        let placement = options.placement ?? parts.configuration.placement
        let signedBody = try signedBody(of: request, body, placement)
        let values = values(for: signedBody, options, at: time)
        let text = try request.withView(form: signedBody.form) { view throws(OAuth1Error) in
            try withSignature(of: view, values, options) { encoded(values, signature: $0, placement) }
        }
        place(text, placement, in: &request, &body)
        return values.timestamp
    }

    /// Signs a request with whichever signature method, asynchronous ones included.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body exactly as it will be sent, or `nil` if there is none.
    ///   - options: Signing options for this request.
    /// - Returns: The request to send.
    /// - Throws: ``OAuth1Error`` if the request can't be signed.
    public func signAsynchronously(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) async throws -> OAuth1SignedRequest {
        guard signsAsynchronously else { return try sign(request, body: body, options) }
        if parts.configuration.usesURLAsRealm {
            return try await withRealm(of: request).signAsynchronously(request, body: body, options)
        }
        let unsigned = try UnsignedRequest(request, body: body, options, self)
        return unsigned.signed(with: try await parts.key.signatureAsynchronously(for: unsigned.input), self)
    }

    /// The base string of a request, for those who compare it with another one.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body exactly as it was sent, or `nil` if there was none.
    ///   - options: Signing options of the request, with the nonce and the timestamp that it was sent with.
    /// - Returns: The base string.
    /// - Throws: ``OAuth1Error`` if the request can't be signed.
    package func baseString(
        of request: HTTPRequest,
        body: [UInt8]?,
        _ options: OAuth1SigningOptions
    ) throws(OAuth1Error) -> [UInt8] {
        let placement = options.placement ?? parts.configuration.placement
        let signedBody = try signedBody(of: request, body, placement)
        let values = values(for: signedBody, options)
        return try request.withView(form: signedBody.form) { view throws(OAuth1Error) in
            try withBaseString(of: view, values, options) { $0.copied() }
        }
    }

    /// The same signer with the URL of a request as the realm.
    private func withRealm(of request: HTTPRequest) throws(OAuth1Error) -> OAuth1Signer {
        let (_, host) = try request.schemeAndHost()
        return withRealm("\(request.scheme ?? "https")://\(host)\(request.targetReference.base)")
    }

    /// The body as it is signed, if the parameters can be placed there.
    fileprivate func signedBody(
        of request: HTTPRequest,
        _ body: [UInt8]?,
        _ placement: OAuth1Placement
    ) throws(OAuth1Error) -> OAuth1Body {
        let contentType = request.headerFields[.contentType]
        try request.checkPlacement(placement, body: body, contentType: contentType)
        // With the parameters in the body it becomes a form, even if there was none.
        if placement == .body { return .form(body ?? []) }
        return OAuth1Body(body, contentType: contentType)
    }

    /// The protocol parameters as they are written in their place.
    @inline(__always)
    fileprivate func encoded(
        _ values: borrowing ProtocolParameterValues,
        signature: Span<UInt8>,
        _ placement: OAuth1Placement
    ) -> String {
        switch placement {
        case .header: parts.prepared.authorizationHeader(values, signature: signature)
        case .query, .body: parts.prepared.formEncoded(values, signature: signature)
        }
    }

    /// Puts the encoded protocol parameters in their place.
    fileprivate func place(
        _ parameters: String,
        _ placement: OAuth1Placement,
        in request: inout HTTPRequest,
        _ body: inout [UInt8]?
    ) {
        switch placement {
        case .header:
            var field = HTTPField(name: .authorization, value: parameters)
            // Neither proxies nor the peer may keep it in a compression table (RFC 7541 section 7.1.3).
            field.indexingStrategy = .disallow
            if request.headerFields.contains(.authorization) {
                request.headerFields[fields: .authorization] = [field]
            } else {
                request.headerFields.append(field)
            }
        case .query:
            request.removeOAuthHeader()
            let target = URLReference(request.targetReference.withoutFragment)
            request.path = target.appendingToQuery(parameters)
        case .body:
            request.removeOAuthHeader()
            var form = body ?? []
            if !form.isEmpty { form.append(UInt8(ascii: "&")) }
            form.append(contentsOf: parameters.utf8)
            if !request.headerFields.contains(.contentType) {
                request.headerFields[.contentType] = "application/x-www-form-urlencoded"
            }
            if request.headerFields.contains(.contentLength) {
                request.headerFields[.contentLength] = String(form.count)
            }
            body = form
        }
    }
}

/// A request on its way to being signed: everything but the signature is settled.
private struct UnsignedRequest: ~Copyable {
    private let request: HTTPRequest
    private let body: [UInt8]?
    private let values: ProtocolParameterValues
    private let placement: OAuth1Placement
    let input: OAuth1SignatureMethod.Input

    init(
        _ request: HTTPRequest,
        body: [UInt8]?,
        _ options: OAuth1SigningOptions,
        _ signer: OAuth1Signer
    ) throws(OAuth1Error) {
        let placement = options.placement ?? signer.configuration.placement
        let signedBody = try signer.signedBody(of: request, body, placement)
        let values = signer.values(for: signedBody, options)
        let baseString = try request.withView(form: signedBody.form) { view throws(OAuth1Error) in
            try signer.withBaseString(of: view, values, options) { $0.copied() }
        }
        self.request = request
        self.body = body
        self.values = values
        self.placement = placement
        self.input = OAuth1SignatureMethod.Input(
            baseString: baseString,
            client: signer.parts.client,
            tokenSecret: signer.parts.tokenSecret
        )
    }

    func signed(with signature: String, _ signer: OAuth1Signer) -> OAuth1SignedRequest {
        var request = request
        var body = body
        let text = withBytes(of: signature) { signer.encoded(values, signature: $0, placement) }
        signer.place(text, placement, in: &request, &body)
        return OAuth1SignedRequest(
            request: request,
            body: body,
            nonce: values.nonce,
            timestamp: values.timestamp,
            baseString: input.baseString,
            signature: signature
        )
    }
}

extension HTTPRequest {
    /// Removes what signed the request before: protocol parameters are in one place (RFC 5849 section 3.5).
    fileprivate mutating func removeOAuthHeader() {
        let fields = headerFields[fields: .authorization]
        guard fields.contains(where: { AuthorizationHeader.isOAuth($0.value) }) else { return }
        headerFields[fields: .authorization] = fields.filter { !AuthorizationHeader.isOAuth($0.value) }
    }

    /// Rejects what can't work before anything is signed (RFC 5849 section 3.5).
    fileprivate func checkPlacement(
        _ placement: OAuth1Placement,
        body: [UInt8]?,
        contentType: String?
    ) throws(OAuth1Error) {
        switch placement {
        case .header:
            for value in headerFields[values: .authorization] where !AuthorizationHeader.isOAuth(value) {
                throw OAuth1Error(
                    .unsupportedPlacement,
                    "the request has an Authorization header with another scheme: remove it, or sign in the query"
                )
            }
        case .query:
            break
        case .body:
            guard contentType.map(OAuth1Body.isForm) ?? (body ?? []).isEmpty else {
                throw OAuth1Error(
                    .unsupportedPlacement,
                    "only a form body can carry OAuth parameters: place them in the header"
                )
            }
            guard method != .get, method != .head else {
                throw OAuth1Error(
                    .unsupportedPlacement,
                    "a \(method) request has no form body: place the parameters in the header"
                )
            }
        }
    }

    /// The start of the base string URI.
    func schemeAndHost() throws(OAuth1Error) -> (RequestScheme, String) {
        let hostField = hostField
        guard let host = hostField ?? authority else {
            throw OAuth1Error(.invalidAuthority, "the request has neither an authority nor a Host field")
        }
        guard let scheme else {
            throw OAuth1Error(.invalidURL, "the request has no scheme: set http or https")
        }
        let parsed = try withBytes(of: scheme) { text throws(OAuth1Error) in
            try RequestScheme(text, in: 0..<text.count)
        }
        if hostField != nil, let authority {
            // The Host field is signed, but this is where the request goes.
            try withBytes(of: authority) { text throws(OAuth1Error) in
                _ = try RequestAuthority(text, in: 0..<text.count, scheme: parsed)
            }
        }
        return (parsed, host)
    }

    /// Lends the request as the signature sees it.
    func withView<Result>(
        form: [UInt8],
        _ body: (RequestView) throws(OAuth1Error) -> Result
    ) throws(OAuth1Error) -> Result {
        let (scheme, host) = try schemeAndHost()
        return try withBytes(of: method.rawValue) { method throws(OAuth1Error) in
            try withBytes(of: host) { host throws(OAuth1Error) in
                try withBytes(of: path ?? "") { path throws(OAuth1Error) in
                    let view = try RequestView(
                        method: method,
                        scheme: scheme,
                        authority: host,
                        target: path,
                        form: form.span
                    )
                    return try body(view)
                }
            }
        }
    }
}
