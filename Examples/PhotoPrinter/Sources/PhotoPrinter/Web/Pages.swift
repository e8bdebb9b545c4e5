//
// This source file is part of the swift-oauth1 open source project
//
// SPDX-License-Identifier: Apache-2.0
//

import HTTPTypes
import Hummingbird
import Mustache

/// The templates of both sites, which are part of the program.
struct Pages: Sendable {
    /// What every page has.
    ///
    /// Templates see stored properties only.
    struct Frame {
        let siteName: String
        let siteClass: String
        let title: String
        let content: Any
    }

    private let siteName: String
    private let siteClass: String
    private let library: MustacheLibrary

    init(siteName: String, siteClass: String) throws {
        self.siteName = siteName
        self.siteClass = siteClass
        library = MustacheLibrary(
            templates: [
                "frame": try Pages.template(PackageResources.frame_mustache),
                "message": try Pages.template(PackageResources.message_mustache),
                "albums": try Pages.template(PackageResources.albums_mustache),
                "signIn": try Pages.template(PackageResources.signIn_mustache),
                "printer": try Pages.template(PackageResources.printer_mustache),
                "choice": try Pages.template(PackageResources.choice_mustache),
                "kiosk": try Pages.template(PackageResources.kiosk_mustache),
            ]
        )
    }

    private static func template(_ bytes: [UInt8]) throws -> MustacheTemplate {
        try MustacheTemplate(string: String(decoding: bytes, as: UTF8.self))
    }

    /// A page.
    func response(
        _ template: String,
        title: String,
        _ content: Any,
        status: HTTPResponse.Status = .ok
    ) throws -> Response {
        let frame = Frame(siteName: siteName, siteClass: siteClass, title: title, content: content)
        guard let text = library.render(frame, withTemplate: template) else { throw HTTPError(.internalServerError) }
        return Response(
            status: status,
            headers: [.contentType: "text/html; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: text))
        )
    }

    /// A page that says what happened and what can be done.
    func message(_ message: Message, status: HTTPResponse.Status) throws -> Response {
        try response("message", title: message.title, message, status: status)
    }

    /// The style sheet of both sites.
    static var style: Response {
        Response(
            status: .ok,
            headers: [.contentType: "text/css; charset=utf-8"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: PackageResources.style_css))
        )
    }
}

/// What happened, and the link that leads on.
struct Message {
    /// The kind of message, for tests.
    let kind: String
    let title: String
    let text: String
    let linkText: String
    let linkPath: String
}
