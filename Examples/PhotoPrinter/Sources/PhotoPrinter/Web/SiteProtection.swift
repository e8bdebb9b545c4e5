//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// Rejects forms of other sites, and has browsers run no script and load nothing from elsewhere.
struct SiteProtection<Context: RequestContext>: RouterMiddleware {
    private static var policy: String {
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }

    @concurrent
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        // Browsers say where a form comes from. Requests of programs, which have no cookies, don't.
        if request.method != .get, let name = HTTPField.Name("Sec-Fetch-Site"),
            let site = request.headers[name], site != "same-origin"
        {
            throw HTTPError(.forbidden, message: "This form was sent from another site.")
        }
        var response = try await next(request, context)
        // The consent page and the page of a failed login have stricter fields already.
        for (name, value) in [
            "Content-Security-Policy": Self.policy, "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
        ] {
            if let name = HTTPField.Name(name), response.headers[name] == nil { response.headers[name] = value }
        }
        return response
    }
}
