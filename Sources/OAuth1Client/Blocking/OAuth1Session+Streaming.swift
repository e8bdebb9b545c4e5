//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

extension OAuth1Session {
    /// Sends a signed request whose body, or whose response, is too large to be in memory.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - url: The URL, absolute or relative to the base URL of the options.
    ///   - parameters: Parameters to append to the query.
    ///   - body: The body. With a body hash it is read twice.
    ///   - headerFields: Additional header fields.
    ///   - token: Which token to sign with; by default the session's.
    ///   - options: Signing options for this call.
    ///   - progress: Receives the progress of upload and download.
    ///   - receive: Takes the next piece of the response's body, on another thread. An error thrown here aborts the call.
    /// - Returns: Status and header fields of the response.
    /// - Throws: ``OAuth1ClientError``, or whatever `receive` throws.
    @available(*, noasync, message: "use AsyncOAuth1Client")
    public func stream(
        _ method: HTTPRequest.Method,
        _ url: String,
        parameters: OAuth1Parameters = [],
        body: OAuth1BodyStream? = nil,
        headerFields: HTTPFields = [:],
        token: OAuth1CallToken = .client,
        options: OAuth1SigningOptions = OAuth1SigningOptions(),
        progress: OAuth1TransferProgress? = nil,
        receive: @escaping @Sendable ([UInt8]) throws -> Void
    ) throws -> HTTPResponse {
        let client = client
        return try Blocking.run {
            let response = try await client.stream(
                method,
                url,
                parameters: parameters,
                body: body,
                headerFields: headerFields,
                token: token,
                options: options,
                progress: progress
            )
            for try await piece in response.body { try receive(piece) }
            return response.head
        }
    }
}
