//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

extension AsyncOAuth1Client {
    /// Sends a signed request whose body, or whose response, is too large to be in memory.
    ///
    /// Redirects, retries and everything else are as with other calls. A response with another status than 2xx is read
    /// whole, up to the limit for responses, before it is handed out.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - url: The URL, absolute or relative to the base URL of the options.
    ///   - parameters: Parameters to append to the query.
    ///   - body: The body. With a body hash it is read twice.
    ///   - headerFields: Additional header fields.
    ///   - token: Which token to sign with; by default the client's.
    ///   - options: Signing options for this call.
    ///   - progress: Receives the progress of upload and download.
    /// - Returns: The response, as soon as its head is there.
    /// - Throws: ``OAuth1ClientError``, the error of the body's pieces, or `CancellationError`.
    public func stream(
        _ method: HTTPRequest.Method,
        _ url: String,
        parameters: OAuth1Parameters = [],
        body: OAuth1BodyStream? = nil,
        headerFields: HTTPFields = [:],
        token: OAuth1CallToken = .client,
        options: OAuth1SigningOptions = OAuth1SigningOptions(),
        progress: OAuth1TransferProgress? = nil
    ) async throws -> OAuth1StreamedResponse {
        do {
            let call = try call(
                method,
                url,
                parameters: parameters,
                headerFields: headerFields,
                token: token,
                options: options
            )
            var (request, lease) = try await runner.prepare(call)
            if let body { request = try await flow.sending(body, in: request, reportingTo: progress) }
            var response = try await runner.stream(request, renewing: call.renewable, lease)
            response.report(to: progress)
            return response
        } catch {
            progress?.finish()
            throw error
        }
    }

    /// Sends a signed request exactly as it is, and returns as soon as the head of the response is there.
    ///
    /// Unlike a streamed body, one in memory can be a form. A response with another status than 2xx is read whole, up to
    /// the limit for responses.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: The body, or `nil` if there is none or it is streamed.
    ///   - stream: The body piece by piece, or `nil`.
    /// - Returns: The response.
    /// - Throws: ``OAuth1ClientError``, the error of the body's pieces, or `CancellationError`.
    package func stream(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        stream: OAuth1BodyStream? = nil
    ) async throws -> OAuth1StreamedResponse {
        let call = try call(request, body: body, token: .client)
        var (unsigned, lease) = try await runner.prepare(call)
        if let stream { unsigned = try await flow.sending(stream, in: unsigned, reportingTo: nil) }
        return try await runner.stream(unsigned, renewing: call.renewable, lease)
    }
}

extension OAuth1Flow {
    /// The request with a body that is sent piece by piece, and with its hash, if requests have one.
    func sending(
        _ body: OAuth1BodyStream,
        in unsigned: OAuth1UnsignedRequest,
        reportingTo progress: OAuth1TransferProgress?
    ) async throws -> OAuth1UnsignedRequest {
        guard body.length ?? 0 >= 0 else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "the length of the body is negative",
                recoverySuggestion: "Pass the number of bytes, or nil if it is unknown"
            )
            .located(.call, unsigned.request)
        }
        guard OAuth1Body([], contentType: body.contentType) == .other([]) else {
            throw OAuth1ClientError(
                .invalidConfiguration,
                "a form can't be streamed",
                recoverySuggestion: "Use OAuth1RequestBody.form, because the parameters of a form are signed"
            )
            .located(.call, unsigned.request)
        }
        var unsigned = unsigned
        unsigned.request.headerFields[.contentType] = body.contentType.isEmpty ? nil : body.contentType
        if configuration.bodyHash != .off, unsigned.options.bodyHash == nil {
            unsigned.options.bodyHash = try await body.bodyHash(method.bodyHashDigest)
        }
        unsigned.stream = body.reporting(to: progress)
        return unsigned
    }
}
