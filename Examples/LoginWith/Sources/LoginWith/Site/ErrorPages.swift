//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import Logging
import OAuth1Web

/// Shows a page where something is not there or went wrong.
struct ErrorPages: RouterMiddleware {
    let site: Site

    @concurrent
    func handle(
        _ request: Request,
        context: SiteContext,
        next: @concurrent (Request, SiteContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            return try response(error.status, error.body, request)
        } catch let error as OAuth1WebError where error.code == .unknownService {
            return try response(.notFound, nil, request)
        } catch {
            context.logger.error("a request failed", metadata: ["error": "\(error)"])
            return try response(.internalServerError, nil, request)
        }
    }

    private func response(_ status: HTTPResponse.Status, _ text: String?, _ request: Request) throws -> Response {
        let message = MessagePage(status, text)
        return try site.page("message", message, title: message.heading, status: status, for: request)
    }
}
