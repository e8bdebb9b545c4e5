//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

package import HTTPTypes

/// The strictest attributes of a cookie that the URL of an application allows (RFC 6265 section 4.1).
package struct CookieAttributes: Sendable {
    /// What the names of the cookies start with.
    ///
    /// `__Host-` keeps other hosts of the domain from setting such a cookie, and needs TLS.
    package let namePrefix: String
    private let text: String

    /// Decides on the attributes.
    ///
    /// Lax, since users arrive by navigations that another site starts.
    ///
    /// - Parameter isSecure: Whether the browser uses TLS.
    package init(isSecure: Bool) {
        namePrefix = isSecure ? "__Host-" : ""
        text = "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
    }

    /// The field that sets a cookie.
    ///
    /// - Parameters:
    ///   - name: The name, which starts with ``namePrefix``.
    ///   - value: The value, of characters that cookies may have.
    ///   - maximumAge: How long the browser keeps it, in seconds.
    /// - Returns: The field.
    package func set(_ name: String, _ value: String, maximumAge: Int64) -> HTTPField {
        HTTPField(name: .setCookie, value: "\(name)=\(value); Max-Age=\(maximumAge)\(text)")
    }

    /// The field that removes a cookie.
    ///
    /// - Parameter name: The name.
    /// - Returns: The field.
    package func remove(_ name: String) -> HTTPField { set(name, "", maximumAge: 0) }
}
