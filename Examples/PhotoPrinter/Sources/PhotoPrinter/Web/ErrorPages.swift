//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Hummingbird

/// Turns errors of the pages into pages.
struct ErrorPages<Context: RequestContext>: RouterMiddleware {
    let pages: Pages

    @concurrent
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let error as HTTPError {
            let message = Message(
                kind: "\(error.status.code)",
                title: error.status == .notFound ? "There is nothing here" : "That did not work",
                text: error.body ?? "Please go back to the start and try again.",
                linkText: "Start",
                linkPath: "/"
            )
            return try pages.message(message, status: error.status)
        }
    }
}
