//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import Logging
import OAuth1Client
import OAuth1Web

/// Explains to the user why the photo service did not answer as expected.
struct PrinterErrors: RouterMiddleware {
    let site: PrinterSite

    @concurrent
    func handle(
        _ request: Request,
        context: PrinterContext,
        next: @concurrent (Request, PrinterContext) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch is PhotosClient.AccessRemoved {
            // The token is of no use anymore.
            site.sessions.update(request.headers) { $0.token = nil }
            return try site.pages.message(
                Message(
                    kind: "removed",
                    title: "The printer has no access anymore",
                    text:
                        "You removed the printer's access at Example Photos, or it has expired. Connect again to print.",
                    linkText: "Start again",
                    linkPath: "/"
                ),
                status: .forbidden
            )
        } catch let error as OAuth1WebError where error.code == .missingToken {
            return .redirect(to: "/")
        } catch let error as OAuth1ClientError {
            context.logger.warning("the photo service failed", metadata: ["error": "\(error)"])
            return try site.pages.message(
                Message(
                    kind: "unavailable",
                    title: "Example Photos does not answer",
                    text: "Please try again later.",
                    linkText: "Start again",
                    linkPath: "/"
                ),
                status: .badGateway
            )
        }
    }
}
