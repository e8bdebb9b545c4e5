//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

public import HTTPTypes
public import OAuth1

extension OAuth1UserSession {
    /// Sends a GET request, signed with the user's token.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func get(
        _ url: String,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:]
    ) throws -> OAuth1Response {
        try Blocking.run { [session] in try await session.get(url, parameters: parameters, headerFields: headerFields) }
    }

    /// Sends a HEAD request, signed with the user's token.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func head(
        _ url: String,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:]
    ) throws -> OAuth1Response {
        try Blocking.run { [session] in try await session.head(url, parameters: parameters, headerFields: headerFields)
        }
    }

    /// Sends a DELETE request, signed with the user's token.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - parameters: Parameters to append to the query.
    ///   - body: The body.
    ///   - headerFields: Additional header fields.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func delete(
        _ url: String,
        parameters: OAuth1Parameters = [],
        body: OAuth1RequestBody? = nil,
        headerFields: HTTPFields = [:]
    ) throws -> OAuth1Response {
        try Blocking.run { [session] in
            try await session.delete(url, parameters: parameters, body: body, headerFields: headerFields)
        }
    }

    /// Sends a POST request, signed with the user's token.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - body: The body.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func post(
        _ url: String,
        _ body: OAuth1RequestBody? = nil,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:]
    ) throws -> OAuth1Response {
        try Blocking.run { [session] in
            try await session.post(url, body, parameters: parameters, headerFields: headerFields)
        }
    }

    /// Sends a PUT request, signed with the user's token.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - body: The body.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func put(
        _ url: String,
        _ body: OAuth1RequestBody? = nil,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:]
    ) throws -> OAuth1Response {
        try Blocking.run { [session] in
            try await session.put(url, body, parameters: parameters, headerFields: headerFields)
        }
    }

    /// Sends a PATCH request, signed with the user's token.
    ///
    /// - Parameters:
    ///   - url: The absolute URL, or a path that is resolved on the base URL of the options.
    ///   - body: The body.
    ///   - parameters: Parameters to append to the query.
    ///   - headerFields: Additional header fields.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func patch(
        _ url: String,
        _ body: OAuth1RequestBody? = nil,
        parameters: OAuth1Parameters = [],
        headerFields: HTTPFields = [:]
    ) throws -> OAuth1Response {
        try Blocking.run { [session] in
            try await session.patch(url, body, parameters: parameters, headerFields: headerFields)
        }
    }

    /// Signs a request with the user's token and sends it, exactly as it is.
    ///
    /// - Parameters:
    ///   - request: The request, with scheme, authority and path.
    ///   - body: The body, or `nil` if there is none. A form is recognized by the Content-Type field.
    ///   - options: Signing options for this call, such as parameters that are signed and not sent.
    /// - Returns: The response, whatever its status.
    /// - Throws: ``OAuth1ClientError``.
    @available(*, noasync, message: "use AsyncOAuth1UserSession")
    public func send(
        _ request: HTTPRequest,
        body: [UInt8]? = nil,
        options: OAuth1SigningOptions = OAuth1SigningOptions()
    ) throws -> OAuth1Response {
        try Blocking.run { [session] in try await session.send(request, body: body, options: options) }
    }
}
