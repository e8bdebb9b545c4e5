//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes

/// A request that has OAuth parameters, read but not believed yet.
///
/// Reading finds where the protocol parameters are and that none occurs twice; ``OAuth1Verifier`` judges them.
public struct OAuth1IncomingRequest: Sendable {
    enum RequestLine: Sendable {
        case url(String)
        case parts(RequestScheme, authority: String, target: String)
    }

    /// The parsed request.
    ///
    /// A class, so that a request that is copied or captured costs one reference count and not one for each text.
    private final class Storage: Sendable {
        let method: String
        let line: RequestLine
        let parts: RequestParts
        let header: String
        let body: OAuth1Body
        let configuration: Configuration
        let found: FoundParameters

        init(
            method: String,
            line: RequestLine,
            _ parts: RequestParts,
            header: String,
            body: OAuth1Body,
            _ configuration: Configuration,
            _ found: FoundParameters
        ) {
            self.method = method
            self.line = line
            self.parts = parts
            self.header = header
            self.body = body
            self.configuration = configuration
            self.found = found
        }
    }

    private let storage: Storage

    /// Where the protocol parameters are.
    public var placement: OAuth1Placement { storage.found.placement }
    /// The name of the signature method, or `nil` if it is absent.
    public var signatureMethod: OAuth1SignatureMethod.Name? { storage.found.signatureMethod }
    /// The realm of the Authorization header.
    public var realm: String? { storage.found.realm }
    var body: OAuth1Body { storage.body }

    /// Reads a request.
    ///
    /// The scheme and the authority must be those that the client used. Behind a proxy these are the public ones.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - body: The body, or `nil` if there is none.
    ///   - configuration: The configuration for reading.
    /// - Returns: The request, or `nil` if it has no OAuth parameters.
    /// - Throws: ``OAuth1Error`` if they can't be read or occur more than once.
    public static func read(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        _ configuration: Configuration = Configuration()
    ) throws(OAuth1Error) -> OAuth1IncomingRequest? {
        var headers = request.headerFields[values: .authorization]
        headers.removeAll { !AuthorizationHeader.isOAuth($0) }
        guard headers.count < 2 else {
            throw OAuth1Error(
                .duplicateParameter,
                "the request has \(headers.count) Authorization headers with OAuth: send one"
            )
        }
        let line = try request.requestLine()
        return try OAuth1IncomingRequest(
            method: request.method.rawValue,
            line: line,
            header: headers.first ?? "",
            body: OAuth1Body(body, contentType: try request.headerFields.mediaType()),
            configuration
        )
    }

    /// Reads a request given by its URL.
    ///
    /// - Parameters:
    ///   - method: The request's method.
    ///   - url: The absolute URL that the client used.
    ///   - authorization: The value of the Authorization header, or `nil` if there is none.
    ///   - body: The request's body.
    ///   - configuration: The configuration for reading.
    /// - Returns: The request, or `nil` if it has no OAuth parameters.
    /// - Throws: ``OAuth1Error`` if they can't be read or occur more than once.
    public static func read(
        method: String,
        url: String,
        authorization: String?,
        body: OAuth1Body = .none,
        _ configuration: Configuration = Configuration()
    ) throws(OAuth1Error) -> OAuth1IncomingRequest? {
        try OAuth1IncomingRequest(
            method: method,
            line: .url(url),
            header: authorization ?? "",
            body: body,
            configuration
        )
    }

    private init?(
        method: String,
        line: RequestLine,
        header: String,
        body: OAuth1Body,
        _ configuration: Configuration
    ) throws(OAuth1Error) {
        let parts = try OAuth1IncomingRequest.withTexts(of: line) { authority, target throws(OAuth1Error) in
            switch line {
            case .url: try RequestParts(url: target)
            case .parts(let scheme, _, _): try RequestParts(scheme: scheme, authority: authority, target: target)
            }
        }
        let found = try OAuth1IncomingRequest.withView(method, line, parts, body) { view throws(OAuth1Error) in
            try withBytes(of: header) { header throws(OAuth1Error) in
                guard view.byteCount + header.count <= configuration.limits.byteCount else {
                    throw .tooManyBytes("URL, header and form", configuration.limits)
                }
                try ReceivedTarget.check(view.targetText, in: view.target.path.lowerBound..<view.targetText.count)
                return try FoundParameters.read(
                    view,
                    header: header,
                    allowsCallbackAndVerifierInForm: configuration.allowsCallbackAndVerifierInForm
                )
            }
        }
        guard let found else { return nil }
        storage = Storage(method: method, line: line, parts, header: header, body: body, configuration, found)
    }

    /// Lends the texts in which authority and target are.
    @inline(__always)
    private static func withTexts<Result>(
        of line: RequestLine,
        _ use: (_ authority: Span<UInt8>, _ target: Span<UInt8>) throws(OAuth1Error) -> Result
    ) throws(OAuth1Error) -> Result {
        switch line {
        case .url(let url):
            return try withBytes(of: url) { url throws(OAuth1Error) in try use(url, url) }
        case .parts(_, let authority, let target):
            return try withBytes(of: authority) { authority throws(OAuth1Error) in
                try withBytes(of: target) { target throws(OAuth1Error) in try use(authority, target) }
            }
        }
    }

    @inline(__always)
    private static func withView<Result>(
        _ method: String,
        _ line: RequestLine,
        _ parts: RequestParts,
        _ requestBody: OAuth1Body,
        _ use: (RequestView) throws(OAuth1Error) -> Result
    ) throws(OAuth1Error) -> Result {
        let form = requestBody.form
        return try withBytes(of: method) { method throws(OAuth1Error) in
            try withTexts(of: line) { authority, target throws(OAuth1Error) in
                let view = RequestView(
                    method: method,
                    authorityText: authority,
                    targetText: target,
                    parts: parts,
                    form: form.span
                )
                return try use(view)
            }
        }
    }

    /// Lends the request as the signature sees it, and its Authorization header.
    @inline(__always)
    func withView<Result>(
        _ use: (RequestView, _ header: Span<UInt8>) throws(OAuth1Error) -> Result
    ) throws(OAuth1Error) -> Result {
        try OAuth1IncomingRequest.withView(
            storage.method,
            storage.line,
            storage.parts,
            storage.body
        ) { view throws(OAuth1Error) in
            try withBytes(of: storage.header) { header throws(OAuth1Error) in try use(view, header) }
        }
    }

    /// The parameters found in the request.
    var found: FoundParameters { storage.found }
    /// The configuration for reading.
    var configuration: Configuration { storage.configuration }

    /// Where the value of a protocol parameter is, not decoded, or `nil` if the request does not have it.
    @inline(__always)
    func range(_ parameter: ProtocolParameter) -> Range<Int>? { storage.found.values[parameter] }

    /// Lends the text in which the protocol parameters are.
    @inline(__always)
    func withSource<Result>(_ use: (Span<UInt8>, PlusSign) -> Result) -> Result {
        switch placement {
        case .header:
            return withBytes(of: storage.header) { use($0, .isLiteral) }
        case .query:
            switch storage.line {
            case .url(let url): return withBytes(of: url) { use($0, .isSpace) }
            case .parts(_, _, let target): return withBytes(of: target) { use($0, .isSpace) }
            }
        case .body:
            let form = body.form
            return use(form.span, .isSpace)
        }
    }
}
