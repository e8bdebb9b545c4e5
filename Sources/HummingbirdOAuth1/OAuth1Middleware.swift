//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

#if Hummingbird
import HTTPTypes
public import Hummingbird
public import OAuth1Server

/// Accepts requests that are signed with an access token, and adds the sender to their context.
///
/// Forms and bodies with a body hash are read up to the limit of the protector and stay readable. Other bodies, which
/// no signature is about, are not read, unless the protector requires a body hash.
///
/// Handlers should take parameters from `context.oauth1?.signedParameters`, as the signature covers them, and not from
/// `request.uri.queryParameters`.
///
/// Rejected requests throw ``OAuth1RejectedRequest``, which Hummingbird turns into the response of RFC 5849 section 3.2.
///
/// - Important: On HTTP/1 Hummingbird takes every request for one without TLS. Set
///   `OAuth1ServerConfiguration.externalURL`, wherever TLS ends.
public struct OAuth1Middleware<Context: OAuth1RequestContext>: RouterMiddleware {
    private let protector: OAuth1ResourceProtector

    /// Creates the middleware.
    ///
    /// - Parameters:
    ///   - protector: The protector that verifies the requests.
    ///   - context: The type of the request context.
    public init(_ protector: OAuth1ResourceProtector, context: Context.Type = Context.self) {
        self.protector = protector
    }

    /// Judges a request and hands it on.
    ///
    /// - Parameters:
    ///   - input: The request.
    ///   - context: Its context.
    ///   - next: The rest of the middleware chain and the handler.
    /// - Returns: The response of the rest of the chain.
    /// - Throws: ``OAuth1RejectedRequest``, or what comes next throws.
    @concurrent
    public func handle(
        _ input: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var context = context
        var withBody: Request?
        context.oauth1 = try await protector.authenticate(
            input,
            from: { context.peerAddress },
            keepingBodyIn: &withBody
        )
        return try await next(withBody ?? input, context)
    }
}

extension OAuth1ResourceProtector {
    /// Judges a request.
    ///
    /// - Parameters:
    ///   - input: The request.
    ///   - peer: Returns the IP address from which the connection came, or `nil` if it is not known.
    ///   - withBody: Becomes the request with its body, if that was read. Most are not copied.
    /// - Returns: The sender.
    /// - Throws: ``OAuth1RejectedRequest``, or what reading the body throws.
    fileprivate func authenticate(
        _ input: Request,
        from peer: () -> String?,
        keepingBodyIn withBody: inout Request?
    ) async throws -> OAuth1Authentication {
        do {
            return try await authenticate(try forwardedHead(of: input, from: peer)) {
                var request = input
                defer { withBody = request }
                return try await request.bytes(upTo: configuration.maximumBodySize)
            }
        } catch let error as OAuth1ServerError {
            throw OAuth1RejectedRequest(error, response(for: error, to: input.head))
        }
    }

    /// The head as the client sent it, with or without a proxy in between: the client signed that one.
    private func forwardedHead(of request: Request, from peer: () -> String?) throws(OAuth1ServerError) -> HTTPRequest {
        do {
            let head = try request.checkedHead()
            // Asked here, as the call copies the configuration.
            guard !configuration.trustedProxies.isEmpty else { return head }
            return try configuration.forwardedRequest(head, from: peer())
        } catch {
            throw refuse(error)
        }
    }
}
#endif
