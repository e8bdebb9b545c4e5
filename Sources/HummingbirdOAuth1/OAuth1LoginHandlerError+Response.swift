//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
public import HTTPTypes
public import Hummingbird
public import OAuth1Web

extension OAuth1LoginHandlerError: HTTPResponseError {
    /// The status of the handler's error.
    public var status: HTTPResponse.Status { (cause as? any HTTPResponseError)?.status ?? .internalServerError }

    /// The response of the handler's error, with the login's fields.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - context: Its context.
    /// - Returns: The response.
    /// - Throws: Errors of the handler's error while it creates the response.
    public func response(from request: Request, context: some RequestContext) throws -> Response {
        var response =
            try (cause as? any HTTPResponseError)?.response(from: request, context: context)
            ?? Response(status: .internalServerError)
        response.headers.add(self)
        return response
    }
}
#endif
