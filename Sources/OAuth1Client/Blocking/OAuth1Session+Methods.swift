//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

@available(*, noasync, message: "use AsyncOAuth1Client")
extension OAuth1Session {
    /// Sends a signed GET request.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    ///   - token: Which token to sign with; by default the client's.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    public func get(
        _ url: String,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:],
        token: OAuth1CallToken = .client
    ) throws -> OAuth1Response {
        try send(.get, url, parameters: parameters, headerFields: headerFields, token: token)
    }

    /// Sends a signed HEAD request.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    ///   - token: Which token to sign with; by default the client's.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    public func head(
        _ url: String,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:],
        token: OAuth1CallToken = .client
    ) throws -> OAuth1Response {
        try send(.head, url, parameters: parameters, headerFields: headerFields, token: token)
    }

    /// Sends a signed DELETE request.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - parameters: Parameters to append to the query.
    ///   - body: The body.
    ///   - headerFields: Additional header fields.
    ///   - token: Which token to sign with; by default the client's.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    public func delete(
        _ url: String,
        parameters: OAuth1Parameters = [],
        body: OAuth1RequestBody? = nil,
        headerFields: HTTPFields = [:],
        token: OAuth1CallToken = .client
    ) throws -> OAuth1Response {
        try send(.delete, url, parameters: parameters, body: body, headerFields: headerFields, token: token)
    }

    /// Sends a signed POST request.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - body: The body.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    ///   - token: Which token to sign with; by default the client's.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    public func post(
        _ url: String,
        _ body: OAuth1RequestBody? = nil,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:],
        token: OAuth1CallToken = .client
    ) throws -> OAuth1Response {
        try send(.post, url, parameters: parameters, body: body, headerFields: headerFields, token: token)
    }

    /// Sends a signed PUT request.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - body: The body.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    ///   - token: Which token to sign with; by default the client's.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    public func put(
        _ url: String,
        _ body: OAuth1RequestBody? = nil,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:],
        token: OAuth1CallToken = .client
    ) throws -> OAuth1Response {
        try send(.put, url, parameters: parameters, body: body, headerFields: headerFields, token: token)
    }

    /// Sends a signed PATCH request.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - body: The body.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    ///   - token: Which token to sign with; by default the client's.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    public func patch(
        _ url: String,
        _ body: OAuth1RequestBody? = nil,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:],
        token: OAuth1CallToken = .client
    ) throws -> OAuth1Response {
        try send(.patch, url, parameters: parameters, body: body, headerFields: headerFields, token: token)
    }

    /// Sends a signed request with any method.
    ///
    /// - Parameters:
    ///   - method: The method.
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options. What RFC 3986 does not
    ///     allow in it is percent-encoded before it is signed.
    ///   - parameters: Parameters to append to the query.
    ///   - body: The body.
    ///   - headerFields: Additional header fields.
    ///   - token: Which token to sign with; by default the client's.
    ///   - options: Signing options for this call.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    public func send(
        _ method: HTTPRequest.Method,
        _ url: String,
        parameters: OAuth1Parameters = [],
        body: OAuth1RequestBody? = nil,
        headerFields: HTTPFields = [:],
        token: OAuth1CallToken = .client,
        options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> OAuth1Response {
        let client = client
        return try Blocking.run {
            try await client.send(
                method,
                url,
                parameters: parameters,
                body: body,
                headerFields: headerFields,
                token: token,
                options: options
            )
        }
    }
}
