//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
public import Hummingbird
import NIOCore
public import OAuth1Server

/// Lets signed requests pass, and puts who sent them into the context (RFC 5849 section 3).
///
/// The body is read in full, up to the protector's limit, as its form may be signed and its hash may be; the route can
/// read it again. Signatures are over the path as it arrived, which routes see decoded.
public struct OAuth1Middleware<Context: OAuth1RequestContext>: RouterMiddleware {
    private let protector: OAuth1ResourceProtector

    /// Creates a middleware.
    ///
    /// - Parameter protector: What accepts and refuses requests.
    public init(_ protector: OAuth1ResourceProtector) {
        self.protector = protector
    }

    /// Accepts or refuses a request.
    ///
    /// - Parameters:
    ///   - request: The request.
    ///   - context: Its context.
    ///   - next: What comes behind.
    /// - Returns: The route's response, or the refusal.
    /// - Throws: What the route throws, or `HTTPResponseError` with status 413 for a body over the limit.
    @concurrent
    public func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var request = request
        var context = context
        let body = try await request.collectBody(upTo: protector.configuration.maximumBodySize)
        do {
            context.oauth1 = try await protector.authenticate(request.head, body: Array(body.readableBytesView))
        } catch {
            return Response(protector.response(for: error))
        }
        return try await next(request, context)
    }
}
#endif
