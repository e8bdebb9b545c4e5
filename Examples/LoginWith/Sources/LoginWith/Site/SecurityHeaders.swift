//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird

/// Header fields of every response: the browser must run nothing, load nothing from elsewhere, and store nothing.
struct SecurityHeaders<Context: RequestContext>: RouterMiddleware {
    /// Forms lead to this site alone; a login starts with a link, for which that does not count.
    private static var policy: String {
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    }

    @concurrent
    func handle(
        _ request: Request,
        context: Context,
        next: @concurrent (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        response.headers[.contentSecurityPolicy] = Self.policy
        response.headers[.xContentTypeOptions] = "nosniff"
        for (name, value) in ["Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin"] {
            // A login's response has its own, stricter policy.
            if let name = HTTPField.Name(name), response.headers[name] == nil { response.headers[name] = value }
        }
        if response.headers[.cacheControl] == nil { response.headers[.cacheControl] = "no-store" }
        return response
    }
}
