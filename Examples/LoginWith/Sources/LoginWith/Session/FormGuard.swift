//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import Hummingbird
import OAuth1

/// Keeps other sites from sending this site's forms in a user's browser.
///
/// A random identifier is in a cookie, and encrypted in the form. Another site knows neither, and can't set the cookie
/// where it has the prefix `__Host-`.
struct FormGuard: Sendable {
    static let fieldName = "form_token"
    /// The most bytes that a form may have.
    private static let maximumSize = 4_096

    let cookieName: String
    private let sealer: CookieSealer

    init(_ sealer: CookieSealer, cookieName: String) {
        self.sealer = sealer
        self.cookieName = cookieName
    }

    /// What the browser's forms have to send, and the identifier if the browser has none yet.
    func field(for request: Request) throws -> (value: String, newIdentifier: String?) {
        let known = request.cookies[cookieName]?.value
        let identifier = known ?? UUID().uuidString
        return (try sealer.seal(identifier, as: Self.fieldName), known == nil ? identifier : nil)
    }

    /// Rejects what did not come from a form of this site.
    func check(_ request: Request) async throws {
        // Browsers say where a request comes from, and scripts can't change it.
        if let name = HTTPField.Name("Sec-Fetch-Site"), let site = request.headers[name], site != "same-origin" {
            throw HTTPError(.forbidden, message: "This form was sent from another site.")
        }
        let body = try await request.body.collect(upTo: Self.maximumSize)
        let form = OAuth1Parameters(formEncoded: Array(body.readableBytesView))
        let sealed: String? = form[Self.fieldName].flatMap { sealer.open($0, as: Self.fieldName) }
        guard let sealed, sealed == request.cookies[cookieName]?.value else {
            throw HTTPError(.forbidden, message: "This form is not of this browser, or too old. Please try again.")
        }
    }
}
