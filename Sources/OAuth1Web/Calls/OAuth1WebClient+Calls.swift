//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1
public import OAuth1Client

extension OAuth1WebClient {
    /// The client that signs with a user's token, with the methods for all kinds of calls.
    ///
    /// - Parameter token: The user's token.
    /// - Returns: The client, whose relative paths are resolved on the service's API.
    public func using(_ token: OAuth1AccessToken) -> AsyncOAuth1Client { client.using(token) }

    /// Sends a signed GET request on a user's behalf.
    ///
    /// - Parameters:
    ///   - path: A path on the service's API, or an absolute URL.
    ///   - token: The user's token.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    /// - Returns: The response, whatever its status.
    /// - Throws: `OAuth1ClientError`, or `CancellationError`.
    public func get(
        _ path: String,
        token: OAuth1AccessToken,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:]
    ) async throws -> OAuth1Response {
        try await client.get(path, parameters: parameters, headerFields: headerFields, token: .user(token))
    }

    /// Sends a signed POST request on a user's behalf.
    ///
    /// - Parameters:
    ///   - path: A path on the service's API, or an absolute URL.
    ///   - body: The body.
    ///   - token: The user's token.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    /// - Returns: The response, whatever its status.
    /// - Throws: `OAuth1ClientError`, or `CancellationError`.
    public func post(
        _ path: String,
        _ body: OAuth1RequestBody? = nil,
        token: OAuth1AccessToken,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:]
    ) async throws -> OAuth1Response {
        try await client.post(path, body, parameters: parameters, headerFields: headerFields, token: .user(token))
    }
}
