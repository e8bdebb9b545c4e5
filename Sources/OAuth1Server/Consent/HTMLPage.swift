//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import OAuth1

extension OAuth1ServerResponse {
    /// A page that needs nothing from elsewhere, runs nothing, and can't be framed.
    ///
    /// - Parameters:
    ///   - title: The title, not escaped.
    ///   - content: What comes after the heading.
    ///   - service: The service and how its pages look.
    ///   - status: The status.
    ///   - formTargets: Where a form may lead, as Content-Security-Policy has it.
    ///   - fields: The initial header fields.
    /// - Returns: The page.
    static func page(
        _ title: String,
        _ content: HTMLText,
        of service: ConsentPageLook,
        status: HTTPResponse.Status = .ok,
        formTargets: String = "'none'",
        fields: HTTPFields = .noStore
    ) -> OAuth1ServerResponse {
        let document = HTMLDocument(
            "\(title) – \(service.name)",
            style: service.style,
            """
            <p class="service"><bdi>\(service.name)</bdi></p>
            <h1>\(title)</h1>
            \(content)
            """
        )
        return OAuth1ServerResponse(
            HTTPResponse(
                status: status,
                headerFields: document.headerFields(fields, formTargets: formTargets)
            ),
            body: document.bytes
        )
    }
}

/// What all pages of a provider have in common.
struct ConsentPageLook: Sendable {
    let name: String
    let style: OAuth1PageStyle
}

extension OAuth1ServerConfiguration {
    /// What all pages of this provider have in common.
    var look: ConsentPageLook { ConsentPageLook(name: serviceName, style: pageStyle) }
}
