//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
import OAuth1

/// A proof of who a user is that one application hands to another (OAuth Echo).
///
/// The first application signs a request to the service's "who am I" URL and does not send it, but gives it to the second
/// one in two header fields; that one sends it, and the service answers who the user is. The second application never gets
/// the token.
///
/// ```swift
/// // In the application that has the token:
/// let echo = try await client.echo(for: "https://api.example.com/account/verify_credentials")
/// request.headerFields.append(contentsOf: echo.headerFields)
/// // In the application that verifies the user's identity:
/// let echo = try OAuth1Echo(request.headerFields, allowing: ["https://api.example.com/account/verify_credentials"])
/// let account = try await echo.verify(over: transport)
/// ```
public struct OAuth1Echo: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// The URL that says who the user is (`X-Auth-Service-Provider`).
    public let url: String
    /// The Authorization field for that URL (`X-Verify-Credentials-Authorization`), which can be used once.
    private let authorization: OAuth1Secret

    private static let urlField = "X-Auth-Service-Provider"
    private static let authorizationField = "X-Verify-Credentials-Authorization"
    /// The most bytes of an Authorization field that are passed on.
    private static let maximumBytes = 8_192

    /// Creates a proof from a signed request.
    init(url: String, authorization: String) {
        self.url = url
        self.authorization = OAuth1Secret(authorization)
    }

    /// Reads the proof that another application sent.
    ///
    /// Any application that has a user's token for the same service can make a proof, and so act as that user here. Name
    /// those you trust.
    ///
    /// - Parameters:
    ///   - headerFields: The header fields of its request.
    ///   - consumerKeys: The consumer keys of the applications that may prove who their user is; any by default. The
    ///     service checks that the proof is by the owner of the key.
    ///   - urls: The URLs that are believed. Any other one could be the other application's own, or a machine that only
    ///     this one can reach.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/invalidEcho``.
    public init(
        _ headerFields: HTTPFields,
        from consumerKeys: Set<String>? = nil,
        allowing urls: Set<String>
    ) throws(OAuth1ClientError) {
        func value(_ name: String) throws(OAuth1ClientError) -> String {
            let values = HTTPField.Name(name).map { headerFields[values: $0] } ?? []
            guard let value = values.first, values.count == 1, value.utf8.count <= Self.maximumBytes else {
                throw OAuth1ClientError(
                    .invalidEcho,
                    "expected one header field \(name) of at most \(Self.maximumBytes) bytes, got "
                        + (values.count == 1 ? "a longer one" : "\(values.count) fields"),
                    recoverySuggestion:
                        "The other application must send each of the two OAuth Echo fields exactly once",
                    step: .echo
                )
            }
            return value
        }
        let url = try value(Self.urlField)
        let authorization = try value(Self.authorizationField)
        guard urls.contains(url) else {
            throw OAuth1ClientError(
                .invalidEcho,
                "X-Auth-Service-Provider is not one of the allowed URLs",
                recoverySuggestion:
                    "Allow the URL if it belongs to the service and identifies the user. Any other URL could be "
                    + "under the other application's control",
                step: .echo
            )
        }
        guard authorization.lowercased().hasPrefix("oauth ") else {
            throw OAuth1ClientError(
                .invalidEcho,
                "expected X-Verify-Credentials-Authorization to start with OAuth, like an Authorization field",
                recoverySuggestion:
                    "The other application must copy the whole Authorization field, including its scheme",
                step: .echo
            )
        }
        self.init(url: url, authorization: authorization)
        if let consumerKeys { try checkConsumerKey(consumerKeys) }
    }

    private func checkConsumerKey(_ allowed: Set<String>) throws(OAuth1ClientError) {
        let key: String?
        do {
            key = try OAuth1IncomingRequest.read(method: "GET", url: url, authorization: authorization.reveal())?
                .consumerKey
        } catch {
            throw OAuth1ClientError(
                .invalidEcho,
                "X-Verify-Credentials-Authorization can't be read",
                recoverySuggestion: "The other application must copy the whole Authorization field unchanged",
                step: .echo,
                cause: error
            )
        }
        guard let key, allowed.contains(key) else {
            throw OAuth1ClientError(
                .invalidEcho,
                "the consumer key of the proof is not allowed",
                recoverySuggestion: "Allow the consumer key if you trust that application to identify its users",
                step: .echo
            )
        }
    }

    /// The fields to send to the other application, over TLS.
    public var headerFields: HTTPFields {
        var fields = HTTPFields()
        for (name, value) in [(Self.urlField, url), (Self.authorizationField, authorization.reveal())] {
            if let name = HTTPField.Name(name) { fields[name] = value }
        }
        return fields
    }

    /// The request that asks the service who the user is, for an HTTP library that does not follow redirects.
    ///
    /// - Returns: The request, to be sent unchanged, once.
    /// - Throws: `OAuth1Error` if the URL that was allowed can't be used.
    public func verificationRequest() throws -> HTTPRequest {
        try HTTPRequest(.get, wireURL: url, headerFields: [.authorization: authorization.reveal()])
    }

    /// Asks the service who the user is.
    ///
    /// - Parameters:
    ///   - transport: Sends the request.
    ///   - maximumResponseBytes: The most bytes that the answer may have, 64 KiB by default.
    /// - Returns: The service's answer, which has a status of success.
    /// - Throws: ``OAuth1ClientError`` with code ``OAuth1ClientError/Code/unexpectedStatus`` if the service does not
    ///   believe it, or ``OAuth1ClientError/Code/transport`` if there is no complete response; `CancellationError`.
    public func verify(
        over transport: some OAuth1Transport,
        maximumResponseBytes: Int = 65_536
    ) async throws -> OAuth1Response {
        let request = try verificationRequest()
        guard request.isConfidential else {
            throw OAuth1ClientError.insecureTransport(
                request,
                .echo,
                risk: "Over http, an attacker on the network could answer in the service's name"
            )
        }
        do {
            var response = try await transport.send(request, body: nil, maximumResponseBytes: maximumResponseBytes)
            let signature = try? OAuth1IncomingRequest.read(request)?.signature
            response.origin = .secrets([authorization] + (signature.map(SentRequest.spellings) ?? []))
            return try response.checkingStatus()
        } catch let error as OAuth1ClientError {
            throw error.located(.echo, request)
        } catch is CancellationError {
            throw CancellationError()
        } catch {
            try Task.checkCancellation()
            throw OAuth1ClientError(error, over: transport, attempts: 1).located(.echo, request)
        }
    }

    /// Shows the URL; the authorization is a credential and is hidden.
    public var description: String { "OAuth1Echo(url: \(url), authorization: <redacted>)" }

    /// A mirror that shows what the description shows.
    public var customMirror: Mirror { Mirror(self, children: ["url": url]) }
}
