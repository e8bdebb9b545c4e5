//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

extension OAuth1Signer {
    /// Signs a request and puts the protocol parameters where the configuration has them.
    ///
    /// The scheme, the authority (or a Host field, which wins) and the path are signed exactly as they stand in the
    /// request. Whether the body is a form is told by the Content-Type field. A request that is signed already is
    /// signed anew if its parameters are in the header.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body exactly as it will be sent, or `nil` if there is none.
    ///   - options: What this request has of its own.
    /// - Returns: The request to send.
    /// - Throws: ``OAuth1Error`` if the request can't be signed.
    public func sign(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws(OAuth1Error) -> OAuth1SignedRequest {
        if parts.configuration.usesURLAsRealm { return try withRealm(of: request).sign(request, body: body, options) }
        let unsigned = try UnsignedRequest(request, body: body, options, self)
        return try unsigned.signed(with: parts.key.signature(for: unsigned.input), self)
    }

    /// Signs a request with whichever signature method, asynchronous ones included.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body exactly as it will be sent, or `nil` if there is none.
    ///   - options: What this request has of its own.
    /// - Returns: The request to send.
    /// - Throws: ``OAuth1Error`` if the request can't be signed.
    public func signAsynchronously(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        _ options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) async throws -> OAuth1SignedRequest {
        if parts.configuration.usesURLAsRealm {
            return try await withRealm(of: request).signAsynchronously(request, body: body, options)
        }
        let unsigned = try UnsignedRequest(request, body: body, options, self)
        return try unsigned.signed(with: try await parts.key.signatureAsynchronously(for: unsigned.input), self)
    }

    /// The same signer with the URL of a request as the realm.
    private func withRealm(of request: HTTPRequest) throws(OAuth1Error) -> OAuth1Signer {
        let (_, host) = try request.schemeAndHost()
        return withRealm("\(request.scheme ?? "https")://\(host)\(request.targetReference.base)")
    }
}

/// A request on its way to being signed: everything but the signature is settled.
private struct UnsignedRequest: ~Copyable {
    private let request: HTTPRequest
    private let body: [UInt8]?
    private let values: ProtocolParameterValues
    let input: OAuth1SignatureMethod.Input

    init(
        _ request: HTTPRequest,
        body: [UInt8]?,
        _ options: OAuth1SigningOptions,
        _ signer: OAuth1Signer
    ) throws(OAuth1Error) {
        try request.checkPlacement(signer.parts.configuration.placement, body: body)
        // With the parameters in the body it becomes a form, even if there was none.
        let signedBody =
            signer.parts.configuration.placement == .body
            ? OAuth1Body.form(body ?? []) : OAuth1Body(body, contentType: request.headerFields[.contentType])
        let values = signer.values(for: signedBody, options)
        let baseString = try request.withView(form: signedBody.form) { view throws(OAuth1Error) in
            try signer.withBaseString(of: view, values, options) { $0.copied() }
        }
        self.request = request
        self.body = body
        self.values = values
        self.input = OAuth1SignatureMethod.Input(
            baseString: baseString,
            client: signer.parts.client,
            tokenSecret: signer.parts.tokenSecret
        )
    }

    func signed(with signature: String, _ signer: OAuth1Signer) throws(OAuth1Error) -> OAuth1SignedRequest {
        var request = request
        var body = body
        withBytes(of: signature) { signature in
            switch signer.parts.configuration.placement {
            case .header:
                var field = HTTPField(
                    name: .authorization,
                    value: signer.parts.prepared.authorizationHeader(values, signature: signature)
                )
                // Neither proxies nor the peer may keep it in a compression table (RFC 7541 section 7.1.3).
                field.indexingStrategy = .disallow
                request.headerFields[fields: .authorization] = [field]
            case .query:
                request.removeOAuthHeader()
                let target = URLReference(request.targetReference.withoutFragment)
                request.path = target.appendingToQuery(signer.parts.prepared.formEncoded(values, signature: signature))
            case .body:
                request.removeOAuthHeader()
                var form = body ?? []
                if !form.isEmpty { form.append(UInt8(ascii: "&")) }
                form.append(contentsOf: signer.parts.prepared.formEncoded(values, signature: signature).utf8)
                request.headerFields[.contentType] =
                    request.headerFields[.contentType] ?? "application/x-www-form-urlencoded"
                if request.headerFields[.contentLength] != nil {
                    request.headerFields[.contentLength] = String(form.count)
                }
                body = form
            }
        }
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
    /// Removes what signed the request before: protocol parameters stand in one place (RFC 5849 section 3.5).
    fileprivate mutating func removeOAuthHeader() {
        let fields = headerFields[fields: .authorization]
        guard fields.contains(where: { AuthorizationHeader.isOAuth($0.value) }) else { return }
        headerFields[fields: .authorization] = fields.filter { !AuthorizationHeader.isOAuth($0.value) }
    }

    /// Refuses what can't work before anything is signed (RFC 5849 section 3.5).
    fileprivate func checkPlacement(_ placement: OAuth1Placement, body: [UInt8]?) throws(OAuth1Error) {
        let isForm = headerFields[.contentType].map(OAuth1Body.isForm)
        switch placement {
        case .header:
            for value in headerFields[values: .authorization] where !AuthorizationHeader.isOAuth(value) {
                throw OAuth1Error(
                    .unsupportedPlacement,
                    "the request has an Authorization header of another scheme: remove it, or place in the query"
                )
            }
        case .query:
            break
        case .body:
            guard isForm ?? (body ?? []).isEmpty else {
                throw OAuth1Error(
                    .unsupportedPlacement,
                    "parameters can be placed in form bodies only: place them in the header"
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

    /// What the base string URI begins with.
    func schemeAndHost() throws(OAuth1Error) -> (RequestScheme, String) {
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
