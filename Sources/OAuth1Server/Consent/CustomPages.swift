//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1ConsentRequest {
    /// The style sheet of the built-in page, with `OAuth1PageStyle.css`, for a `style` element of a custom page.
    ///
    /// ``response(html:)`` allows exactly this text. It contains neither `</` nor characters that HTML changes.
    public var styleSheet: String { pageStyle.source }

    /// The response with a custom page.
    ///
    /// Its header fields are those of the built-in page: browsers don't store it, no page can frame it, its form leads
    /// to the provider and from there to the client, and nothing but ``styleSheet`` is loaded or run.
    ///
    /// - Parameter html: The whole page, with everything escaped that the client or the user wrote.
    /// - Returns: The response.
    public func response(html: String) -> OAuth1ServerResponse {
        .page(html: html, style: pageStyle, formTargets: formTargets)
    }
}

extension OAuth1GrantList {
    /// The style sheet of the built-in page, with `OAuth1PageStyle.css`, for a `style` element of a custom page.
    ///
    /// ``response(html:)`` allows exactly this text. It contains neither `</` nor characters that HTML changes.
    public var styleSheet: String { style.source }

    /// The response with a custom page.
    ///
    /// Its header fields are those of the built-in page: browsers don't store it, no page can frame it, and nothing but
    /// ``styleSheet`` is loaded or run.
    ///
    /// - Parameter html: The whole page, with everything escaped that a client or the user wrote.
    /// - Returns: The response.
    public func response(html: String) -> OAuth1ServerResponse {
        .page(html: html, style: style, formTargets: Self.formTargets)
    }
}

extension OAuth1ServerResponse {
    fileprivate static func page(html: String, style: OAuth1PageStyle, formTargets: String) -> OAuth1ServerResponse {
        let fields = HTMLDocument("", style: style, "").headerFields(formTargets: formTargets)
        return OAuth1ServerResponse(HTTPResponse(status: .ok, headerFields: fields), body: Array(html.utf8))
    }
}
