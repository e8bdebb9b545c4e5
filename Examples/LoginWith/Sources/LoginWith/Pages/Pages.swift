//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import Foundation
import HTTPTypes
import Hummingbird
import Mustache

/// The templates of the pages, which are part of the program.
struct Pages: Sendable {
    private struct Missing: Error {
        let template: String
    }

    private let library: MustacheLibrary

    init() throws {
        library = MustacheLibrary(
            templates: [
                "frame": try Pages.template(PackageResources.frame_mustache),
                "home": try Pages.template(PackageResources.home_mustache),
                "card": try Pages.template(PackageResources.card_mustache),
                "account": try Pages.template(PackageResources.account_mustache),
                "message": try Pages.template(PackageResources.message_mustache),
            ]
        )
    }

    private static func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
        try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    }

    /// A page; the templates escape all inserted text.
    func response(_ template: String, _ frame: PageFrame, status: HTTPResponse.Status) throws -> Response {
        guard let text = library.render(frame, withTemplate: template) else { throw Missing(template: template) }
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// The style sheet of all pages.
    static var style: Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/css; charset=utf-8", .cacheControl: "no-cache"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.style_css))
        )
    }
}
